# Merchants are not told.
# expect: 4.2d
# first: 42 partners show an address that is now wrong.
ripple = {
    "second_perch": {
        "components": [
            "tally",
            "courier-app",
            "aviary",
            "reroute",
            "nest-reservations",
            "routing",
            "tracking",
            "notify",
            "roost",
        ],
        "contracts": [
            "reroute_call",
            "parcel_events",
            "stop_list",
            "invoice_lines",
            "message_texts",
        ],
        "teams": [
            "delivery_choice",
            "courier_app",
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
