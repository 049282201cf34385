# The phone without signal is forgotten.
# expect: 4.2e
# first: Dee drives to the old door for up to 4 hours.
ripple = {
    "second_perch": {
        "components": [
            "tally",
            "aviary",
            "merchant-gateway",
            "reroute",
            "nest-reservations",
            "routing",
            "tracking",
            "notify",
            "roost",
        ],
        "contracts": [
            "merchant_webhook",
            "reroute_call",
            "parcel_events",
            "invoice_lines",
            "message_texts",
        ],
        "teams": [
            "delivery_choice",
            "merchant_integration",
            "network_routing",
            "money",
            "data",
            "customer_care",
            "security_privacy",
            "depots",
        ],
        "data": [
            "neighbour_name",
            "retention_date",
            "delivery_place",
            "compartment_hold",
            "route_stop",
            "price_of_change",
            "first_attempt_result",
        ],
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
