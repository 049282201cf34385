# Only what the recipient sees.
# expect: 4.2a
# first: 3 of 10 containers found; the others change or must be told.
ripple = {
    "second_perch": {
        "components": ["tracking", "reroute", "nest-reservations"],
        "contracts": ["reroute_call"],
        "teams": ["delivery_choice"],
        "data": ["delivery_place"],
    },
    "delivery_pin": {
        "components": [
            "courier-app",
            "aviary",
            "booking",
            "merchant-gateway",
            "notify",
            "tracking",
            "scan-ingest",
        ],
        "contracts": ["booking_call", "scan_upload", "parcel_events", "message_texts"],
        "teams": [
            "delivery_choice",
            "merchant_integration",
            "courier_app",
            "data",
            "security_privacy",
            "customer_care",
        ],
        "data": [
            "delivery_pin",
            "retention_date",
            "proof_of_handover",
            "first_attempt_result",
            "recipient_phone",
        ],
    },
}
