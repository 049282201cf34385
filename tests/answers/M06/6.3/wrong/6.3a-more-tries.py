# Tries harder in every layer.
# expect: 6.3a
# first: Your policy sent 6.1 calls for each booking, and 1.3 % went through.
policy = {
    "sdk_tries": 4,
    "gateway_tries": 4,
    "booking_tries": 4,
    "timeout_s": 2,
    "backoff_s": 0,
    "jitter": False,
    "retry_budget": None,
    "breaker": False,
    "workers": 64,
    "address_check": "hard",
    "recheck_after_min": None,
    "idempotency_key": False,
}
