# One scan of each type is enough.
# expect: 7.1d
# first: 1.5 % miscounted: you deleted second attempts as if they were repeats.
rules = {
    "dedupe_key": "parcel_and_type",
    "order_by": "occurred_at",
    "late_window_h": None,
    "clock_rule": "cap_at_received",
    "terminal_rule": "final_stays",
}
