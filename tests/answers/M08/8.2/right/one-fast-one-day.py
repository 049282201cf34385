# One page, one daily ticket, one rule for the week.
alerts = [
    {
        "promise": "booking",
        "window_min": 60,
        "short_window_min": 5,
        "burn": 14.4,
        "severity": "page",
    },
    {
        "promise": "booking",
        "window_min": "24 h",
        "short_window_min": 120,
        "burn": 3,
        "severity": "ticket",
    },
    {
        "promise": "tracking",
        "window_min": "1 h",
        "short_window_min": 5,
        "burn": 3.4,
        "severity": "page",
    },
]
