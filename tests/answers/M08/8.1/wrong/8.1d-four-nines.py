# As good as the best in the industry.
# expect: 8.1d
# first: Your target of 99.99 % was met in 0 of 3 months.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": None,
        "target": 99.99,
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 2000,
        "target": 99.99,
    },
}
