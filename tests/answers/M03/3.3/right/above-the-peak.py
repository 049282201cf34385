# With head-room above the peak.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 98,
        "threshold": "800 ms",
        "load": 308,
        "window": "30_days",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 98,
        "threshold": 1.5,
        "load": 66,
        "window": "30_days",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 98,
        "threshold": 2,
        "load": 22,
        "window": "30_days",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 98,
        "threshold": "1 min",
        "load": 13,
        "window": "30_days",
        "measured_at": "customer",
    },
}
