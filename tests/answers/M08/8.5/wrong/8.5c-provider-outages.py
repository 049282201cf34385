# It was deployed, and there was trouble.
# expect: 8.5c
# first: courier-app: 18 % “failed”; changes broke 7 %.
panel = {
    "shown_for": "each_service",
    "lead_time_from": "committed",
    "middle": "median",
    "failures": "any_trouble",
    "constraint": "roost",
    "next_step": "own_release_path",
}
