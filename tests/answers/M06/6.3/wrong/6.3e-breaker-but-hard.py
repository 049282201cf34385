# A breaker, and booking still needs the answer.
# expect: 6.3e
# first: The breaker opened and refused customers: 48 % of bookings went through.
policy = {
    "sdk_tries": 1,
    "gateway_tries": 1,
    "booking_tries": 1,
    "timeout_s": 2,
    "backoff_s": 0,
    "jitter": False,
    "retry_budget": None,
    "breaker": True,
    "workers": 64,
    "address_check": "hard",
    "recheck_after_min": None,
    "idempotency_key": True,
}
