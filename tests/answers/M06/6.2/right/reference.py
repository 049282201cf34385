# A little to the right of the knee, a short line, and the rest is finished later.
plan = {
    "workers": 22,
    "queue_limit": 60,
    "when_full": "degrade",
    "autoscale": False,
}
