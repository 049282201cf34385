# Details are asked fresh as well; tracking copies go when a scan arrives.
cache = {
    "tracking_status": {
        "ttl_s": "30 min",
        "invalidate_on": "scan",
        "key": "thing_and_person",
        "jitter": "yes",
    },
    "delivery_details": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "reroute_permission": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "nest_hours": {"ttl_s": 1800, "invalidate_on": "nothing", "key": "thing", "jitter": True},
}
