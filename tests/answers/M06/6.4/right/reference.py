# Facts may be old for a while; the permission is asked each time.
cache = {
    "tracking_status": {"ttl_s": 900, "invalidate_on": "scan", "key": "thing", "jitter": True},
    "delivery_details": {
        "ttl_s": 600,
        "invalidate_on": "change",
        "key": "thing_and_person",
        "jitter": True,
    },
    "reroute_permission": {
        "ttl_s": 0,
        "invalidate_on": "nothing",
        "key": "thing_and_person",
        "jitter": False,
    },
    "nest_hours": {"ttl_s": 3600, "invalidate_on": "change", "key": "thing", "jitter": True},
}
