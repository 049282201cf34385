# No window.
# expect: 3.3f
# first: One bad minute (2.5 s) fails a month that users liked.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "800 ms",
        "load": 280,
        "window": "none",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 1.5,
        "load": 60,
        "window": "none",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 2,
        "load": 20,
        "window": "none",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "1 min",
        "load": 12,
        "window": "none",
        "measured_at": "customer",
    },
}
