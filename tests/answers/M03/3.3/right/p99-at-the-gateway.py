# A higher percentile, measured at the gateway.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 99,
        "threshold": "800 ms",
        "load": 280,
        "window": "30_days",
        "measured_at": "gateway",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 99,
        "threshold": 1.5,
        "load": 60,
        "window": "30_days",
        "measured_at": "gateway",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 99,
        "threshold": 2,
        "load": 20,
        "window": "30_days",
        "measured_at": "gateway",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 99,
        "threshold": "1 min",
        "load": 12,
        "window": "30_days",
        "measured_at": "gateway",
    },
}
