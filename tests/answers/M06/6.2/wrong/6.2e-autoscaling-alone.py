# Hopes that new workers arrive in time.
# expect: 6.2e
# first: New workers came after 4 minutes; the slow phase lasted 2.
plan = {
    "workers": 24,
    "queue_limit": None,
    "when_full": "turn_away",
    "autoscale": 20,
}
