# A window of two days loses no true scan; the clock is trusted.
rules = {
    "dedupe_key": "event_id",
    "order_by": "occurred_at",
    "late_window_h": "48 h",
    "clock_rule": "trust",
    "terminal_rule": "final_stays",
}
