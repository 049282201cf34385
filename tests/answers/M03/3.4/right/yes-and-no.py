# In words.
gate = {
    "examples": "yes",
    "no_open_question": "yes",
    "small_enough": "no",
    "user_named": "no",
    "neighbours_agreed": "no",
    "test_data": "no",
    "design_final": "no",
    "estimate_hours": "no",
    "three_signatures": "no",
}
