# Waits between tries, but keeps all of them.
# expect: 6.3c
# first: Backoff and jitter spread the calls; 5.4 for each booking remain.
policy = {
    "sdk_tries": 3,
    "gateway_tries": 3,
    "booking_tries": 3,
    "timeout_s": 2,
    "backoff_s": 0.5,
    "jitter": True,
    "retry_budget": None,
    "breaker": False,
    "workers": 64,
    "address_check": "hard",
    "recheck_after_min": None,
    "idempotency_key": False,
}
