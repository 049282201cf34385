# The same, typed another way, and closed after three days.
metric = {
    "closes_after_h": 72,
    "dated_by": "first attempt at",
    "returned": "count as failure",
    "labels": "one per order",
    "counts": "first attempt",
    "population": "door parcels",
}
