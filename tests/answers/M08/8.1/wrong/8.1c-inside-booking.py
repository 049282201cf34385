# Counted where the team looks: inside booking.
# expect: 8.1c
# first: 41 % of the failures never reached the place where you count.
indicators = {
    "booking_success": {
        "good": "no_server_error",
        "valid": "customers_only",
        "measured_at": "booking",
        "limit": None,
        "target": 99.5,
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "customers_only",
        "measured_at": "booking",
        "limit": 2000,
        "target": 99,
    },
}
