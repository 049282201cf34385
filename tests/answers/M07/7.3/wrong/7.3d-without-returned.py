# What went back is left out.
# expect: 7.3d
# first: +1.2 points: you removed the failures.
metric = {
    "population": "door_parcels",
    "counts": "first_attempt",
    "labels": "one_per_order",
    "returned": "leave_out",
    "dated_by": "first_attempt_at",
    "closes_after_h": 24,
}
