# The highest counter is the last scan.
# expect: 7.1b
# first: 5.9 % wrong: each device has a counter of its own.
rules = {
    "dedupe_key": "event_id",
    "order_by": "device_seq",
    "late_window_h": None,
    "clock_rule": "trust",
    "terminal_rule": "none",
}
