# Watches for one week.
# expect: 5.4d
# first: You watched for 1 week; some partners call once a month.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": 1,
    "outreach": "by_usage",
    "usage_watch_weeks": 1,
    "brownout_week": 14,
    "consent": "usage_is_zero",
    "off_week": 16,
}
