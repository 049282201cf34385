# Event time, each scan once, nothing dropped.
rules = {
    "dedupe_key": "event_id",
    "order_by": "occurred_at",
    "late_window_h": None,
    "clock_rule": "cap_at_received",
    "terminal_rule": "final_stays",
}
