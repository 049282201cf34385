# Better safe than sorry.
# expect: 8.2d
# first: The slow burn paged somebody on day 11 at 00:47. It could wait.
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
        "window_min": "24 h",
        "short_window_min": 120,
        "burn": 3,
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
