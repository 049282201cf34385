# One hour, and no second window.
# expect: 8.2b
# first: It found the incident, then rang 59 min after all was well.
alerts = [
    {
        "promise": "booking",
        "window_min": 60,
        "short_window_min": None,
        "burn": 14.4,
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
