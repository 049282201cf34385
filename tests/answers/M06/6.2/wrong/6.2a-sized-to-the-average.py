# Exactly what is in flight on average, rounded up.
# expect: 6.2a
# first: 17.5 busy on average with 18 workers: p95 wait 1,054 ms.
plan = {
    "workers": 18,
    "queue_limit": 60,
    "when_full": "finish_later",
    "autoscale": 0,
}
