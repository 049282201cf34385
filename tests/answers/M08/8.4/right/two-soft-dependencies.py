# Both providers may be late; a key, an alert, a runbook.
review = {
    "timeline": {"notice_min": 49, "understand_min": 94, "mend_min": 63},
    "factors": [
        "provider_slow",
        "nested_retries",
        "no_switch",
        "booking_waits",
    ],
    "actions": [
        {"action": "soft_address_check", "owner": "amara", "weeks": 8},
        {"action": "messages_by_event", "owner": "priya", "weeks": 6},
        {"action": "idempotency_key", "owner": "amara", "weeks": 5},
        {"action": "burn_alert", "owner": "jun", "weeks": 1},
        {"action": "retry_runbook", "owner": "jun", "weeks": 2},
    ],
}
