# They were slow.
# expect: 8.4c
# first: GeoSure had room for 7 calls a second; our demand was 5.05.
review = {
    "timeline": {"notice_min": 49, "understand_min": 94, "mend_min": 63},
    "factors": [
        "geosure_to_blame",
        "provider_slow",
        "booking_waits",
        "cpu_alerts_only",
    ],
    "actions": [
        {"action": "geosure_penalty", "owner": "you", "weeks": 10},
        {"action": "burn_alert", "owner": "jun", "weeks": 1},
    ],
}
