# Everything that was said in the room, and one thing twice.
# expect: 8.4d
# first: 14 actions, 14 without a name or a near date. Five with names finish.
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
        {"action": "be_more_careful", "owner": "everyone", "weeks": 26},
        {"action": "more_servers", "owner": "everyone", "weeks": 26},
        {"action": "longer_timeout", "owner": "everyone", "weeks": 26},
        {"action": "geosure_penalty", "owner": "everyone", "weeks": 26},
        {"action": "retries_in_one_layer", "owner": "everyone", "weeks": 26},
        {"action": "retry_budget", "owner": "everyone", "weeks": 26},
        {"action": "breaker", "owner": "everyone", "weeks": 26},
        {"action": "soft_address_check", "owner": "everyone", "weeks": 26},
        {"action": "messages_by_event", "owner": "everyone", "weeks": 26},
        {"action": "idempotency_key", "owner": "everyone", "weeks": 26},
        {"action": "burn_alert", "owner": "everyone", "weeks": 26},
        {"action": "retry_runbook", "owner": "everyone", "weeks": 26},
        {"action": "off_switch", "owner": "everyone", "weeks": 26},
        {"action": "be_more_careful", "owner": "nobody_yet", "weeks": 52},
    ],
}
