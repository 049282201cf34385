# Every request that the gateway sees.
# expect: 8.1f
# first: 48 % of your “traffic” is you talking to yourself.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "without_client_mistakes",
        "measured_at": "gateway",
        "limit": None,
        "target": 99.5,
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "without_client_mistakes",
        "measured_at": "gateway",
        "limit": 2000,
        "target": 99,
    },
}
