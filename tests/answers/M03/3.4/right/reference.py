# Examples and open questions.
gate = {
    "examples": True,
    "no_open_question": True,
    "small_enough": False,
    "user_named": False,
    "neighbours_agreed": False,
    "test_data": False,
    "design_final": False,
    "estimate_hours": False,
    "three_signatures": False,
}
