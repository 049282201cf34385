# Caches nothing.
# expect: 6.4a
# first: 324 reads a second on a database that carries 150.
cache = {
    "tracking_status": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "delivery_details": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "reroute_permission": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
    "nest_hours": {"ttl_s": 0, "invalidate_on": "nothing", "key": "thing", "jitter": False},
}
