# Of all orders to a door with a first attempt that week, how many were handed over at it.
metric = {
    "population": "door_parcels",
    "counts": "first_attempt",
    "labels": "one_per_order",
    "returned": "count_as_failure",
    "dated_by": "first_attempt_at",
    "closes_after_h": 24,
}
