# No load.
# expect: 3.3b
# first: Without the peak's load, E passes at 0.22 s; at peak it takes 2.0 s.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "800 ms",
        "load": None,
        "window": "30_days",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 1.5,
        "load": None,
        "window": "30_days",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 2,
        "load": None,
        "window": "30_days",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "1 min",
        "load": None,
        "window": "30_days",
        "measured_at": "customer",
    },
}
