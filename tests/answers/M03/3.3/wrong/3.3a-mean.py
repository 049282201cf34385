# The mean.
# expect: 3.3a
# first: Recording D has a mean of 0.33 s and a p99 of 3.5 s.
wishes = {
    "tracking": {
        "metric": "mean",
        "percentile": 95,
        "threshold": "800 ms",
        "load": 280,
        "window": "30_days",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "mean",
        "percentile": 95,
        "threshold": 1.5,
        "load": 60,
        "window": "30_days",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "mean",
        "percentile": 95,
        "threshold": 2,
        "load": 20,
        "window": "30_days",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "mean",
        "percentile": 95,
        "threshold": "1 min",
        "load": 12,
        "window": "30_days",
        "measured_at": "customer",
    },
}
