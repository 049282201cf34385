# Capacity.
# expect: 8.4b
# first: Three times as many workers: 1.3 % of bookings succeed.
review = {
    "timeline": {"notice_min": 49, "understand_min": 94, "mend_min": 63},
    "factors": [
        "nested_retries",
        "no_retry_limit",
        "booking_waits",
        "cpu_alerts_only",
        "no_key",
    ],
    "actions": [
        {"action": "more_servers", "owner": "jun", "weeks": 2},
        {"action": "burn_alert", "owner": "jun", "weeks": 1},
    ],
}
