# A goal with a date.
# expect: 8.5e
# first: “Everyone daily by June”: roost still needs 8.8 days.
panel = {
    "shown_for": "each_service",
    "lead_time_from": "committed",
    "middle": "median",
    "failures": "caused_by_change",
    "constraint": "roost",
    "next_step": "everyone_daily",
}
