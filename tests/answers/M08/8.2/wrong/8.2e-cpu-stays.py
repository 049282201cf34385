# The good old CPU rule stays as well.
# expect: 8.2e
# first: The CPU rule fired 49 min late and on 2 healthy nights.
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
    {"promise": "cpu", "window_min": 1, "short_window_min": None, "burn": 85, "severity": "page"},
]
