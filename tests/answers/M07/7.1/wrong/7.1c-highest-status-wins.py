# A parcel only climbs.
# expect: 7.1c
# first: 1.3 % wrong: a parcel may go back a step.
rules = {
    "dedupe_key": "event_id",
    "order_by": "status_rank",
    "late_window_h": None,
    "clock_rule": "trust",
    "terminal_rule": "none",
}
