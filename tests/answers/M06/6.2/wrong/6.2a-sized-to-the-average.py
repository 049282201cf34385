# Exactly what is in flight on average, rounded up.
# expect: 6.2a
plan = {
    "workers": 18,
    "queue_limit": 60,
    "when_full": "degrade",
    "autoscale": False,
}
