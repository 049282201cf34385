# All copies end after the same time.
# expect: 6.4e
# first: Every 300 s all copies end together: 226 reads a second.
cache = {
    "tracking_status": {"ttl_s": 300, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "delivery_details": {
        "ttl_s": 120,
        "invalidate_on": "nothing",
        "key": "thing_and_person",
        "jitter": False,
    },
    "reroute_permission": {
        "ttl_s": 0,
        "invalidate_on": "nothing",
        "key": "thing_and_person",
        "jitter": False,
    },
    "nest_hours": {"ttl_s": 3600, "invalidate_on": "change", "key": "thing", "jitter": False},
}
