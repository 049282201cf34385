# Nests included.
# expect: 7.3a
# first: +1.9 points in a calm week: a Nest has no door that stays shut.
metric = {
    "population": "all_parcels",
    "counts": "first_attempt",
    "labels": "one_per_order",
    "returned": "count_as_failure",
    "dated_by": "first_attempt_at",
    "closes_after_h": 24,
}
