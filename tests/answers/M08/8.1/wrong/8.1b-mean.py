# The mean time.
# expect: 8.1b
# first: The mean was calm on slow days: it moves with the contacts at 0.07.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": None,
        "target": 99.5,
    },
    "booking_speed": {
        "good": "mean_time_in_limit",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 500,
        "target": 80,
    },
}
