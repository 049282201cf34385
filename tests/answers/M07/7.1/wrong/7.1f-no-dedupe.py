# Every row counts.
# expect: 7.1f
# first: 0.5 % of parcels have an attempt or a delivery too many on paper.
rules = {
    "dedupe_key": "none",
    "order_by": "occurred_at",
    "late_window_h": None,
    "clock_rule": "cap_at_received",
    "terminal_rule": "final_stays",
}
