# Announces first, builds later.
# expect: 5.4f
# first: You announce an end before there is anything to move to.
sunset = {
    "replacement_week": 6,
    "announce_week": 1,
    "headers_week": 1,
    "outreach": "by_usage",
    "usage_watch_weeks": 5,
    "brownout_week": 14,
    "consent": "usage_is_zero",
    "off_week": 16,
}
