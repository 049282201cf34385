# Tighter than what users liked.
# expect: 3.3c
# first: You failed a release that users praised: 0.2 s is not a need.
wishes = {
    "tracking": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 0.1995,
        "load": 280,
        "window": "30_days",
        "measured_at": "customer",
    },
    "nests": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 0.399,
        "load": 60,
        "window": "30_days",
        "measured_at": "customer",
    },
    "answer": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 0.532,
        "load": 20,
        "window": "30_days",
        "measured_at": "customer",
    },
    "merchant": {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 10.64,
        "load": 12,
        "window": "30_days",
        "measured_at": "customer",
    },
}
