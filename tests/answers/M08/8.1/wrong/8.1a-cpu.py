# CPU, as on the wall today.
# expect: 8.1a
# first: CPU explains 0 % of the ups and downs in contacts.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": None,
        "target": 99.5,
    },
    "booking_speed": {
        "good": "cpu_in_limit",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 80,
        "target": 99,
    },
}
