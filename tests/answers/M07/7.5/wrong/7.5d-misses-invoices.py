# Those who subscribe to the log.
# expect: 7.5d
# first: Tally reads the status you renamed, and invoices stop.
fields = {
    "recipient_name": "personal",
    "recipient_phone": "personal",
    "phone_hash": "personal",
    "recipient_email": "personal",
    "street_address": "personal",
    "delivery_note": "personal",
    "safe_place": "personal",
    "delegate_name": "personal",
    "signature_image": "personal",
    "device_id": "personal",
    "gps_trace": "personal",
    "parcel_weight_g": "not_personal",
    "service": "not_personal",
    "depot_id": "not_personal",
    "compartment_size": "not_personal",
    "parcel_id": "not_personal",
    "neighbour_consent": "not_personal",
    "neighbour_address": "dont_store",
    "hit_by_rename": ["tracking", "notify", "routing", "aviary"],
    "personal_days": 90,
    "delivery_days": 400,
    "billing_days": 3650,
}
