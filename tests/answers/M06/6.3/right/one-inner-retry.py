# Booking itself retries within a budget; the layers above don't.
policy = {
    "sdk_tries": 1,
    "gateway_tries": 1,
    "booking_tries": 2,
    "timeout_s": 0.6,
    "backoff_s": 0.2,
    "jitter": True,
    "retry_budget": "5 %",
    "breaker": False,
    "workers": 100,
    "address_check": "soft",
    "recheck_after_min": 21,
    "idempotency_key": True,
}
