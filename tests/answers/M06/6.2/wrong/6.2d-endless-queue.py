# Enough for the ordinary burst, and a line without end.
# expect: 6.2d
# first: Everyone gets an answer, 86 % of them after they have left.
plan = {
    "workers": 25,
    "queue_limit": None,
    "when_full": "turn_away",
    "autoscale": 0,
}
