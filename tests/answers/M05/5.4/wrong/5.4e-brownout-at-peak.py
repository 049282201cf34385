# Tests in the busiest week.
# expect: 5.4e
# first: A brownout in week 20 tests courage, not readiness.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": 1,
    "outreach": "by_usage",
    "usage_watch_weeks": 5,
    "brownout_week": 20,
    "consent": "usage_is_zero",
    "off_week": 16,
}
