# More head-room instead of finishing later, and an early no.
plan = {
    "workers": 27,
    "queue_limit": 40,
    "when_full": "turn_away",
    "autoscale": 0,
}
