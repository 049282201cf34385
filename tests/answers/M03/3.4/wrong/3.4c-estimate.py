# Examples and an estimate in hours.
# expect: 3.4c
# first: “Estimate in hours” has no relation to less rework in 60 stories.
gate = {
    "examples": True,
    "no_open_question": False,
    "small_enough": False,
    "user_named": False,
    "neighbours_agreed": False,
    "test_data": False,
    "design_final": False,
    "estimate_hours": True,
    "three_signatures": False,
}
