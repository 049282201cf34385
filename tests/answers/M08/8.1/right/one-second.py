# A tighter limit with a lower target, client mistakes counted as good.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "without_health_checks",
        "measured_at": "gateway",
        "limit": None,
        "target": "99.6",
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 1000,
        "target": 98,
    },
}
