# Books without the check and never looks again.
# expect: 6.3g
# first: 2,762 bookings went out with an address nobody checked.
policy = {
    "sdk_tries": 1,
    "gateway_tries": 1,
    "booking_tries": 1,
    "timeout_s": 1,
    "backoff_s": 0,
    "jitter": False,
    "retry_budget": None,
    "breaker": False,
    "workers": 64,
    "address_check": "soft",
    "recheck_after_min": None,
    "idempotency_key": True,
}
