# The customer waits from the request.
# expect: 8.5b
# first: From the request it reads 24 days; from the commit it is 8.8.
panel = {
    "shown_for": "each_service",
    "lead_time_from": "asked",
    "middle": "median",
    "failures": "caused_by_change",
    "constraint": "roost",
    "next_step": "own_release_path",
}
