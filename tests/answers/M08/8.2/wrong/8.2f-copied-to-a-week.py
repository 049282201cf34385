# What works for booking works for tracking.
# expect: 8.2f
# first: Burn 14.4 on a 7-day promise spends 8.6 % in an hour, not 2 %.
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
        "window_min": "6 h",
        "short_window_min": 30,
        "burn": 6,
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
        "burn": 14.4,
        "severity": "page",
    },
]
