# One careful retry at the edge, no waiting for GeoSure, checked when it is healthy again.
policy = {
    "sdk_tries": 2,
    "gateway_tries": 1,
    "booking_tries": 1,
    "timeout_s": 1,
    "backoff_s": 0.5,
    "jitter": True,
    "retry_budget": 0.1,
    "breaker": False,
    "workers": 64,
    "address_check": "soft",
    "recheck_after_min": 20,
    "idempotency_key": True,
}
