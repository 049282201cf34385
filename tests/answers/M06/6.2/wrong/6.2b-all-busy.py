# Fewer workers than are in flight: everybody busy, always.
# expect: 6.2b
plan = {
    "workers": 17,
    "queue_limit": 60,
    "when_full": "wait",
    "autoscale": False,
}
