# Late scans are dropped after half an hour.
# expect: 7.1e
# first: 6.0 % wrong: what you dropped as late is mostly from Midmoor.
rules = {
    "dedupe_key": "event_id",
    "order_by": "occurred_at",
    "late_window_h": 0.5,
    "clock_rule": "cap_at_received",
    "terminal_rule": "final_stays",
}
