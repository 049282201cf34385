# The figure that the board sees.
# expect: 8.2c
# first: The incident was found after 35 min; then it rang for 51 hours.
alerts = [
    {
        "promise": "booking",
        "window_min": 43200,
        "short_window_min": None,
        "burn": 1,
        "severity": "page",
    },
    {
        "promise": "tracking",
        "window_min": 60,
        "short_window_min": 5,
        "burn": 3.4,
        "severity": "page",
    },
]
