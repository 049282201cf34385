# None.
# expect: 3.4b
# first: Without a gate, rework of 2.9 days a story continues.
gate = {
    "examples": False,
    "no_open_question": False,
    "small_enough": False,
    "user_named": False,
    "neighbours_agreed": False,
    "test_data": False,
    "design_final": False,
    "estimate_hours": False,
    "three_signatures": False,
}
