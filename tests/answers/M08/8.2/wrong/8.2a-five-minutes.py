# Five minutes over one percent.
# expect: 8.2a
# first: 63 pages for nothing in 30 days; Jun stopped looking on day 4.
alerts = [
    {
        "promise": "booking",
        "window_min": 5,
        "short_window_min": None,
        "burn": 2,
        "severity": "page",
    },
    {
        "promise": "booking",
        "window_min": "3 d",
        "short_window_min": "6 h",
        "burn": 1,
        "severity": "ticket",
    },
    {
        "promise": "tracking",
        "window_min": 60,
        "short_window_min": 5,
        "burn": 3.4,
        "severity": "page",
    },
]
