# All nine.
# expect: 3.4a
# first: Rework falls by 62 %, but 48 % of stories wait. A gate is a queue.
gate = {
    "examples": True,
    "no_open_question": True,
    "small_enough": True,
    "user_named": True,
    "neighbours_agreed": True,
    "test_data": True,
    "design_final": True,
    "estimate_hours": True,
    "three_signatures": True,
}
