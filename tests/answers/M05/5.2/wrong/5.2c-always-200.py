# Always 200, with an error inside.
# expect: 5.2c
# first: A refused call answers 200; the gateway counts it as success.
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
    "who_may": "recipient_or_delegate",
    "until_min": 120,
    "notify_fails": "keep_the_change",
    "errors": "error_in_200",
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
