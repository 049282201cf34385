# Reminders.
# expect: 8.4a
# first: “Be more careful”: replayed, 1 % of bookings succeed, as before.
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
        {"action": "be_more_careful", "owner": "everyone", "weeks": 1},
        {"action": "burn_alert", "owner": "jun", "weeks": 1},
    ],
}
