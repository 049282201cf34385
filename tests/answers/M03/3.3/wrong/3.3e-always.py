# Always.
# expect: 3.3e
# first: With “always”, 6 of six recordings fail, liked ones among them.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 100,
        "threshold": "800 ms",
        "load": 280,
        "window": "30_days",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 100,
        "threshold": 1.5,
        "load": 60,
        "window": "30_days",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 100,
        "threshold": 2,
        "load": 20,
        "window": "30_days",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 100,
        "threshold": "1 min",
        "load": 12,
        "window": "30_days",
        "measured_at": "customer",
    },
}
