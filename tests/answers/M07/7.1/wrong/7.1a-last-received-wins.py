# What came in last is the truth.
# expect: 7.1a
# first: 6.1 % wrong: the scan received last is often old news.
rules = {
    "dedupe_key": "event_id",
    "order_by": "received_at",
    "late_window_h": None,
    "clock_rule": "trust",
    "terminal_rule": "none",
}
