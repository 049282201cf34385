# Half an hour with a rate to match, and a ticket for the tracking page as well.
alerts = [
    {"promise": "booking", "window_min": 30, "short_window_min": 5, "burn": 20, "severity": "page"},
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
    {
        "promise": "tracking",
        "window_min": "6 h",
        "short_window_min": 30,
        "burn": 1.4,
        "severity": "ticket",
    },
]
