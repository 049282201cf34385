# Whoever breaks something stops.
# expect: 8.3a
# first: 6.0 weeks a quarter on hold: two weeks lost for 3 % of the budget.
policy = {
    "mend_below": 0.6,
    "small_miss": "hold_two_weeks",
    "spent_by_provider": "reliability_first",
    "before_launch": "save_for_launch",
}
