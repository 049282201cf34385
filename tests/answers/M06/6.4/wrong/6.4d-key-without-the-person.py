# One copy of the details for everybody who asks.
# expect: 6.4d
# first: 993 readers saw another person's address.
cache = {
    "tracking_status": {"ttl_s": 900, "invalidate_on": "scan", "key": "thing", "jitter": True},
    "delivery_details": {"ttl_s": 600, "invalidate_on": "change", "key": "thing", "jitter": True},
    "reroute_permission": {
        "ttl_s": 0,
        "invalidate_on": "nothing",
        "key": "thing_and_person",
        "jitter": False,
    },
    "nest_hours": {"ttl_s": 3600, "invalidate_on": "change", "key": "thing", "jitter": True},
}
