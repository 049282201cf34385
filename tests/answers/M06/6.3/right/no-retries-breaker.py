# No retries at all; a breaker spares GeoSure, and the check follows when it is healthy again.
policy = {
    "sdk_tries": 1,
    "gateway_tries": 1,
    "booking_tries": 1,
    "timeout_s": "800 ms",
    "backoff_s": 0,
    "jitter": False,
    "retry_budget": None,
    "breaker": True,
    "workers": 64,
    "address_check": "soft",
    "recheck_after_min": "22 min",
    "idempotency_key": False,
}
