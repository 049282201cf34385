# The storm is tamed; the alerts stay.
# expect: 8.4f
# first: Nothing on noticing: 49 of 206 minutes were not knowing.
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
        {"action": "retries_in_one_layer", "owner": "hana", "weeks": 6},
        {"action": "retry_budget", "owner": "amara", "weeks": 4},
        {"action": "soft_address_check", "owner": "amara", "weeks": 8},
        {"action": "idempotency_key", "owner": "amara", "weeks": 6},
    ],
}
