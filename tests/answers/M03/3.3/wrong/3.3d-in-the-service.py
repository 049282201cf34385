# Measured in the service.
# expect: 3.3d
# first: Measured in the service, F takes 0.22 s; customers wait 2.3 s.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "800 ms",
        "load": 280,
        "window": "30_days",
        "measured_at": "service",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 1.5,
        "load": 60,
        "window": "30_days",
        "measured_at": "service",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 2,
        "load": 20,
        "window": "30_days",
        "measured_at": "service",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "1 min",
        "load": 12,
        "window": "30_days",
        "measured_at": "service",
    },
}
