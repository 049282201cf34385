# One slice a team.
# expect: 3.2b
# first: Slice 1 needs slice 4 to be seen: an organisation chart.
slices = [
    {
        "rules": ["R3", "R6"],
        "steps": [],
        "data": ["compartments", "usage"],
        "who": "door_to_nest",
    },
    {
        "rules": ["R2"],
        "steps": [],
        "data": ["usage"],
        "who": "in_the_van",
    },
    {
        "rules": ["R4", "R5"],
        "steps": ["change_again"],
        "data": ["fees", "usage"],
        "who": "second_change",
    },
    {
        "rules": ["R1", "R8", "R10"],
        "steps": ["ask", "see"],
        "data": ["changes", "usage"],
        "who": "neighbour",
    },
    {
        "rules": ["R7"],
        "steps": [],
        "data": ["usage"],
        "who": "merchant",
    },
    {
        "rules": ["R9"],
        "steps": ["withdraw"],
        "data": ["usage"],
        "who": "nest_to_nest",
    },
]
