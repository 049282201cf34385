# Only general changes.
review = {
    "timeline": {"notice_min": 49, "understand_min": 95, "mend_min": 62},
    "factors": [
        "nested_retries",
        "no_retry_limit",
        "cpu_alerts_only",
        "servers_first",
        "no_key",
    ],
    "actions": [
        {"action": "retry_budget", "owner": "amara", "weeks": 4},
        {"action": "retries_in_one_layer", "owner": "hana", "weeks": 8},
        {"action": "burn_alert", "owner": "jun", "weeks": 1},
        {"action": "idempotency_key", "owner": "amara", "weeks": 6},
    ],
}
