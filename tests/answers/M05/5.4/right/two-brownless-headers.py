# No headers; the watch and the talks do the work.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": None,
    "outreach": "by_usage",
    "usage_watch_weeks": 6,
    "brownout_week": 12,
    "consent": "usage_is_zero",
    "off_week": 16,
}
