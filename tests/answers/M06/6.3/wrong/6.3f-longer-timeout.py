# Waits ten seconds for every answer.
# expect: 6.3f
# first: A 10 s time-out: 100 % here, but 95 of 100 wait up to 3.6 s.
policy = {
    "sdk_tries": 3,
    "gateway_tries": 3,
    "booking_tries": 3,
    "timeout_s": 10,
    "backoff_s": 0,
    "jitter": False,
    "retry_budget": None,
    "breaker": False,
    "workers": 64,
    "address_check": "hard",
    "recheck_after_min": None,
    "idempotency_key": True,
}
