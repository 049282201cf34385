# The same words in another spelling.
panel = {
    "shown_for": "Each service",
    "lead_time_from": "committed",
    "middle": "median",
    "failures": "caused-by-change",
    "constraint": "roost",
    "next_step": "own release path",
}
