# Numbers and names are forgotten.
# expect: 4.2f
# first: A number changes its meaning, or a name has no end, and nobody is asked.
ripple = {
    "second_perch": {
        "components": [
            "tally",
            "courier-app",
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
            "stop_list",
            "invoice_lines",
            "message_texts",
        ],
        "teams": [
            "delivery_choice",
            "merchant_integration",
            "courier_app",
            "network_routing",
            "money",
            "customer_care",
            "security_privacy",
            "depots",
        ],
        "data": ["delivery_place", "compartment_hold", "route_stop", "price_of_change"],
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
