# Every attempt votes.
# expect: 7.3b
# first: -3.1 points: parcels tried three times vote three times.
metric = {
    "population": "door_parcels",
    "counts": "every_attempt",
    "labels": "one_per_order",
    "returned": "count_as_failure",
    "dated_by": "first_attempt_at",
    "closes_after_h": 24,
}
