# Whoever is logged in may.
# expect: 5.2d
# first: A neighbour changed Marisol's parcel, with a valid login.
reroute = {
    "method": "post",
    "path": "/parcels/{parcel_id}/reroutes",
    "must_send": ["target"],
    "may_send": ["nest_id", "note"],
    "key": "required",
    "same_key_other_body": "refuse",
    "key_kept_h": 72,
    "checks_version": True,
    "when": "accept_now",
    "who_may": "logged_in",
    "until_min": 120,
    "notify_fails": "keep_the_change",
    "errors": "reason_code",
    "status_done": 202,
    "status_too_late": 409,
    "status_nest_full": 409,
    "status_not_yours": 403,
    "status_restricted": 422,
    "status_unknown": 404,
    "status_other_body": 422,
    "status_too_many": 429,
    "retry_after": True,
}
