# Enough for the worst minute, all year.
# expect: 6.2c
plan = {
    "workers": 54,
    "queue_limit": None,
    "when_full": "wait",
    "autoscale": False,
}
