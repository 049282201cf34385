# Mend early, carry on after a small miss, keep the budget for the launch.
policy = {
    "mend_below": 0.7,
    "small_miss": "carry_on",
    "spent_by_provider": "reliability_first",
    "before_launch": "save_for_launch",
}
