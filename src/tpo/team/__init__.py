"""``tpo check``: a team's own specifications, criteria, maps, records and data, run as they are."""
