# Version 1 stays.
# expect: 5.4c
# first: Never off: two versions cost 1.5 people for ever.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": 1,
    "outreach": "by_usage",
    "usage_watch_weeks": 5,
    "brownout_week": 14,
    "consent": "usage_is_zero",
    "off_week": None,
}
