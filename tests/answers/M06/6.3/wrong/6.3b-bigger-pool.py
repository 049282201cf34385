# Three times the workers, nothing else.
# expect: 6.3b
# first: 200 workers instead of 64, and still 1.3 % of bookings go through.
policy = {
    "sdk_tries": 3,
    "gateway_tries": 3,
    "booking_tries": 3,
    "timeout_s": 2,
    "backoff_s": 0,
    "jitter": False,
    "retry_budget": None,
    "breaker": False,
    "workers": 200,
    "address_check": "hard",
    "recheck_after_min": None,
    "idempotency_key": False,
}
