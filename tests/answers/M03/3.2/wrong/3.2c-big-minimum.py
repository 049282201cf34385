# A minimum with eight rules.
# expect: 3.2c
# first: First learning in week 5.4: the first slice holds 8 rules.
slices = [
    {
        "rules": ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"],
        "steps": ["ask", "see", "change_again"],
        "data": ["changes", "compartments", "fees", "usage"],
        "who": "door_to_nest",
    },
    {
        "rules": ["R9"],
        "steps": [],
        "data": ["usage"],
        "who": "another_day",
    },
    {
        "rules": ["R10"],
        "steps": [],
        "data": ["usage"],
        "who": "other_clock",
    },
    {
        "rules": [],
        "steps": ["withdraw"],
        "data": ["usage"],
        "who": "neighbour",
    },
    {
        "rules": [],
        "steps": [],
        "data": ["usage"],
        "who": "merchant",
    },
]
