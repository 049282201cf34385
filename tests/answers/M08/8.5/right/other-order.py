# The same, in another order.
panel = {
    "next_step": "own_release_path",
    "constraint": "roost",
    "failures": "caused_by_change",
    "middle": "median",
    "lead_time_from": "committed",
    "shown_for": "each_service",
}
