# The average, as everybody understands it.
# expect: 8.5d
# first: Means: one branch of 47 days moves the figure, not the team.
panel = {
    "shown_for": "each_service",
    "lead_time_from": "committed",
    "middle": "mean",
    "failures": "caused_by_change",
    "constraint": "roost",
    "next_step": "own_release_path",
}
