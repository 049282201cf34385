# DORA's definitions, a service at a time; Roost leaves its train.
panel = {
    "shown_for": "each_service",
    "lead_time_from": "committed",
    "middle": "median",
    "failures": "caused_by_change",
    "constraint": "roost",
    "next_step": "own_release_path",
}
