# The address check can never hurt us again.
# expect: 8.4e
# first: Its sibling fails the same way: with a slow PingCo, 1 % get through.
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
        {"action": "soft_address_check", "owner": "amara", "weeks": 8},
        {"action": "idempotency_key", "owner": "amara", "weeks": 6},
        {"action": "burn_alert", "owner": "jun", "weeks": 1},
    ],
}
