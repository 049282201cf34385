# Another day first, the Nest second.
slices = [
    {
        "rules": ["R1", "R8"],
        "steps": ["ask", "see"],
        "data": ["changes", "usage"],
        "who": "another_day",
    },
    {
        "rules": ["R3"],
        "steps": [],
        "data": ["compartments", "usage"],
        "who": "door_to_nest",
    },
    {
        "rules": ["R5"],
        "steps": ["withdraw"],
        "data": ["usage"],
        "who": "neighbour",
    },
    {
        "rules": ["R6", "R9"],
        "steps": [],
        "data": ["usage"],
        "who": "nest_to_nest",
    },
    {
        "rules": ["R10"],
        "steps": [],
        "data": ["usage"],
        "who": "other_clock",
    },
    {
        "rules": ["R7"],
        "steps": [],
        "data": ["usage"],
        "who": "merchant",
    },
    {
        "rules": ["R2"],
        "steps": [],
        "data": ["usage"],
        "who": "in_the_van",
    },
    {
        "rules": ["R4"],
        "steps": ["change_again"],
        "data": ["fees", "usage"],
        "who": "second_change",
    },
]
