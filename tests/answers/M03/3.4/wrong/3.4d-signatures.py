# Three signatures.
# expect: 3.4d
# first: Three signatures: waiting +3.9 days, and no less rework.
gate = {
    "examples": True,
    "no_open_question": False,
    "small_enough": False,
    "user_named": False,
    "neighbours_agreed": False,
    "test_data": False,
    "design_final": False,
    "estimate_hours": False,
    "three_signatures": True,
}
