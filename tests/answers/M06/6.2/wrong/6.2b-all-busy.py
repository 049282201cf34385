# Fewer workers than are in flight: everybody busy, always.
# expect: 6.2b
# first: Your workers are 99 % busy, and the line never gets shorter.
plan = {
    "workers": 17,
    "queue_limit": 60,
    "when_full": "turn_away",
    "autoscale": 0,
}
