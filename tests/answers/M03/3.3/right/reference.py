# 95 of 100 in time, at the peak, over 30 days, at the customer.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "800 ms",
        "load": 280,
        "window": "30_days",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 1.5,
        "load": 60,
        "window": "30_days",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 2,
        "load": 20,
        "window": "30_days",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": "1 min",
        "load": 12,
        "window": "30_days",
        "measured_at": "customer",
    },
}
