# Every error is an error.
# expect: 8.1e
# first: 56 k of callers' mistakes spend your budget; failures were 52 k.
indicators = {
    "booking_success": {
        "good": "no_error_at_all",
        "valid": "without_health_checks",
        "measured_at": "gateway",
        "limit": None,
        "target": 98.5,
    },
    "booking_speed": {
        "good": "answered_in_time",
        "valid": "customers_only",
        "measured_at": "gateway",
        "limit": 2000,
        "target": 99,
    },
}
