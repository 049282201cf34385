# Enough for the ordinary burst, and a line without end.
# expect: 6.2d
plan = {
    "workers": 22,
    "queue_limit": None,
    "when_full": "wait",
    "autoscale": False,
}
