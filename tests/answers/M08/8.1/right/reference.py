# Good answers to customers at the gateway; answers within two seconds.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": None,
        "target": 99.5,
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 2000,
        "target": 99,
    },
}
