# Hopes that new workers arrive in time.
# expect: 6.2e
plan = {
    "workers": 20,
    "queue_limit": None,
    "when_full": "wait",
    "autoscale": True,
}
