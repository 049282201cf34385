# Each label is a parcel.
# expect: 7.3c
# first: +2.0 points in the incident's week: second labels always succeed.
metric = {
    "population": "door_parcels",
    "counts": "first_attempt",
    "labels": "each_label",
    "returned": "count_as_failure",
    "dated_by": "first_attempt_at",
    "closes_after_h": 24,
}
