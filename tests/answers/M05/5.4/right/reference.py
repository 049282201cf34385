# All done before the freeze; off when nobody calls.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": 1,
    "outreach": "by_usage",
    "usage_watch_weeks": 5,
    "brownout_week": 14,
    "consent": "usage_is_zero",
    "off_week": 16,
}
