# Only one layer retries, three times.
# expect: 6.3d
# first: One layer, 3 tries: 1.5 % go through. The provider had 1.4× head-room.
policy = {
    "sdk_tries": 3,
    "gateway_tries": 1,
    "booking_tries": 1,
    "timeout_s": 2,
    "backoff_s": 0.5,
    "jitter": True,
    "retry_budget": None,
    "breaker": False,
    "workers": 64,
    "address_check": "hard",
    "recheck_after_min": None,
    "idempotency_key": True,
}
