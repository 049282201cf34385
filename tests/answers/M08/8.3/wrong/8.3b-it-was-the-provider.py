# Not our failure, so not our budget.
# expect: 8.3b
# first: “It was the provider” left 0.5 weeks a quarter without budget.
policy = {
    "mend_below": 0.5,
    "small_miss": "carry_on",
    "spent_by_provider": "not_ours",
    "before_launch": "save_for_launch",
}
