# Keeps a yes for five minutes.
# expect: 6.4c
# first: Your cache accepted 185 changes after the cut-off.
cache = {
    "tracking_status": {"ttl_s": 900, "invalidate_on": "scan", "key": "thing", "jitter": True},
    "delivery_details": {
        "ttl_s": 600,
        "invalidate_on": "change",
        "key": "thing_and_person",
        "jitter": True,
    },
    "reroute_permission": {
        "ttl_s": 300,
        "invalidate_on": "nothing",
        "key": "thing_and_person",
        "jitter": True,
    },
    "nest_hours": {"ttl_s": 3600, "invalidate_on": "change", "key": "thing", "jitter": True},
}
