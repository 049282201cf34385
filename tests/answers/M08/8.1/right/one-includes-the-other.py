# The speed indicator also counts errors as bad; both targets are modest.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": None,
        "target": 99,
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 1500,
        "target": 98.8,
    },
}
