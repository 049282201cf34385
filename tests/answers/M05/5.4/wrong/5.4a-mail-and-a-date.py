# A mail and a date.
# expect: 5.4a
# first: 12 partners never moved; 12 don't read your mails.
sunset = {
    "replacement_week": 1,
    "announce_week": 1,
    "headers_week": None,
    "outreach": "mail",
    "usage_watch_weeks": 0,
    "brownout_week": 14,
    "consent": "the_date",
    "off_week": 16,
}
