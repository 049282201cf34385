# A little to the right of the knee, a short line, and the rest is finished later.
plan = {
    "workers": 25,
    "queue_limit": 60,
    "when_full": "finish_later",
    "autoscale": 0,
}
