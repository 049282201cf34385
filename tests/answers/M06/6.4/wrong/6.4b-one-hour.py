# One hour for the place of a parcel.
# expect: 6.4b
# first: 8 % of readers saw an old place; contacts rise by 1.3 per 100 parcels.
cache = {
    "tracking_status": {"ttl_s": 3600, "invalidate_on": "nothing", "key": "thing", "jitter": True},
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
