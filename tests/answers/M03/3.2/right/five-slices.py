# Five slices; columns repeated where they are still true.
slices = [
    {
        "rules": ["R1", "R8", "R3"],
        "steps": ["ask", "see"],
        "data": ["changes", "compartments", "usage"],
        "who": "door_to_nest",
    },
    {
        "rules": ["R5", "R1", "R8"],
        "steps": ["ask", "see"],
        "data": ["usage"],
        "who": "neighbour",
    },
    {
        "rules": ["R2", "R10"],
        "steps": [],
        "data": ["usage"],
        "who": "in_the_van",
    },
    {
        "rules": ["R6", "R7", "R9"],
        "steps": [],
        "data": ["usage"],
        "who": "nest_to_nest",
    },
    {
        "rules": ["R4"],
        "steps": ["change_again", "withdraw"],
        "data": ["fees", "usage"],
        "who": "second_change",
    },
]
