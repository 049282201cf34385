# Nothing stays final; the time of the scan is enough.
rules = {
    "dedupe_key": "event_id",
    "order_by": "occurred_at",
    "late_window_h": 72,
    "clock_rule": "cap_at_received",
    "terminal_rule": "none",
}
