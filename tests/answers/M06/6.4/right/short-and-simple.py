# No early invalidation: short enough for a stale share below one percent.
cache = {
    "tracking_status": {"ttl_s": 300, "invalidate_on": "nothing", "key": "thing", "jitter": True},
    "delivery_details": {
        "ttl_s": 120,
        "invalidate_on": "nothing",
        "key": "thing_and_person",
        "jitter": True,
    },
    "reroute_permission": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "nest_hours": {"ttl_s": "1 h", "invalidate_on": "nothing", "key": "thing", "jitter": True},
}
