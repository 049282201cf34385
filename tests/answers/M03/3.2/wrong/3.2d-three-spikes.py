# Three spikes first.
# expect: 3.2d
# first: 3 slices are for nobody; spikes have no user.
slices = [
    {
        "rules": [],
        "steps": ["ask"],
        "data": [],
        "who": "nobody",
    },
    {
        "rules": ["R2"],
        "steps": [],
        "data": [],
        "who": "nobody",
    },
    {
        "rules": [],
        "steps": [],
        "data": ["compartments"],
        "who": "nobody",
    },
    {
        "rules": ["R1", "R8", "R3"],
        "steps": ["ask", "see"],
        "data": ["changes", "compartments", "usage"],
        "who": "door_to_nest",
    },
    {
        "rules": ["R5", "R10"],
        "steps": [],
        "data": ["usage"],
        "who": "neighbour",
    },
    {
        "rules": ["R2"],
        "steps": [],
        "data": ["usage"],
        "who": "in_the_van",
    },
    {
        "rules": ["R7", "R9"],
        "steps": [],
        "data": ["usage"],
        "who": "merchant",
    },
    {
        "rules": ["R6"],
        "steps": [],
        "data": ["usage"],
        "who": "nest_to_nest",
    },
]
