# Autoscaling on top of a plan that works from the first second.
plan = {
    "workers": "26 workers",
    "queue_limit": 50.0,
    "when_full": "Turn away",
    "autoscale": 10,
}
