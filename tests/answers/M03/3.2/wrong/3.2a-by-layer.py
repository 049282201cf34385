# Screens, then rules, then data.
# expect: 3.2a
# first: Weeks 1–5: nothing changes for Marisol.
slices = [
    {
        "rules": [],
        "steps": ["ask", "see"],
        "data": [],
        "who": "door_to_nest",
    },
    {
        "rules": [],
        "steps": ["change_again", "withdraw"],
        "data": [],
        "who": "neighbour",
    },
    {
        "rules": ["R1", "R2", "R3", "R4", "R5"],
        "steps": [],
        "data": [],
        "who": "another_day",
    },
    {
        "rules": ["R6", "R7", "R8", "R9", "R10"],
        "steps": [],
        "data": [],
        "who": "in_the_van",
    },
    {
        "rules": [],
        "steps": [],
        "data": ["changes", "compartments", "fees", "usage"],
        "who": "second_change",
    },
]
