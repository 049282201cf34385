# Autoscaling on top of a plan that works from the first second.
plan = {"workers": "24", "queue_limit": 50.0, "when_full": "Reject", "autoscale": "yes"}
