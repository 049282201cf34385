# Create, read, update, delete.
# expect: 3.2e
# first: Nobody “reads a reroute”: your slices are create, read, update, delete.
slices = [
    {
        "rules": ["R1", "R8", "R3", "R5"],
        "steps": ["ask"],
        "data": ["changes", "compartments", "usage"],
        "who": "door_to_nest",
    },
    {
        "rules": ["R10", "R9"],
        "steps": ["see"],
        "data": ["usage"],
        "who": "another_day",
    },
    {
        "rules": ["R4", "R6"],
        "steps": ["change_again"],
        "data": ["fees", "usage"],
        "who": "second_change",
    },
    {
        "rules": ["R7"],
        "steps": ["withdraw"],
        "data": ["usage"],
        "who": "merchant",
    },
    {
        "rules": ["R2"],
        "steps": [],
        "data": ["usage"],
        "who": "in_the_van",
    },
]
