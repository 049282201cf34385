# Starts a week later, and goes by the date.
sunset = {
    "replacement_week": 2,
    "announce_week": 2,
    "headers_week": 2,
    "outreach": "by_usage",
    "usage_watch_weeks": 5,
    "brownout_week": 13,
    "consent": "the_date",
    "off_week": 16,
}
