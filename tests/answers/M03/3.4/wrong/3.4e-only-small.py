# Only small enough.
# expect: 3.4e
# first: Small and wrong is still wrong: rework changes by +3 %.
gate = {
    "examples": False,
    "no_open_question": False,
    "small_enough": True,
    "user_named": False,
    "neighbours_agreed": False,
    "test_data": False,
    "design_final": False,
    "estimate_hours": False,
    "three_signatures": False,
}
