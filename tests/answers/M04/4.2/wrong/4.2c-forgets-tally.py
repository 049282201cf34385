# Nobody charges the second change.
# expect: 4.2c
# first: A second change costs €0.90. Nothing on your list charges it.
ripple = {
    "second_perch": {
        "components": [
            "courier-app",
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
            "stop_list",
            "message_texts",
        ],
        "teams": [
            "delivery_choice",
            "merchant_integration",
            "courier_app",
            "network_routing",
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
