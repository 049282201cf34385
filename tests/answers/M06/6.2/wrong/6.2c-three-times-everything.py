# Enough for the worst minute, all year.
# expect: 6.2c
# first: It works, and costs 38 k€ a year more than the cap allows.
plan = {
    "workers": 54,
    "queue_limit": None,
    "when_full": "turn_away",
    "autoscale": 0,
}
