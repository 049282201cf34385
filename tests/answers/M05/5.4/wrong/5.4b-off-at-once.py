# Off in the week after the mail.
# expect: 5.4b
# first: Off at once: 42 partners and 100 % of volume stop.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": 1,
    "outreach": "by_usage",
    "usage_watch_weeks": 5,
    "brownout_week": None,
    "consent": "the_date",
    "off_week": 2,
}
