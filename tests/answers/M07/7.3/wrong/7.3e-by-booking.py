# The day of the booking counts.
# expect: 7.3e
# first: -2.1 points: Friday's failures land in the week of the booking.
metric = {
    "population": "door_parcels",
    "counts": "first_attempt",
    "labels": "one_per_order",
    "returned": "count_as_failure",
    "dated_by": "booked_at",
    "closes_after_h": 24,
}
