# Twelve hours are enough for every phone to come back.
metric = {
    "population": "door_parcels",
    "counts": "first_attempt",
    "labels": "one_per_order",
    "returned": "count_as_failure",
    "dated_by": "first_attempt_at",
    "closes_after_h": "12 h",
}
