# If we miss it, it is too high.
# expect: 8.3c
# first: You lowered the target. The people it was promised to had said no.
policy = {
    "mend_below": 0.6,
    "small_miss": "carry_on",
    "spent_by_provider": "lower_the_target",
    "before_launch": "save_for_launch",
}
