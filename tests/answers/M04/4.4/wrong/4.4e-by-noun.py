# Parcel, merchant, locker, address.
# expect: 4.4e
# first: “parcel” is in 30 of 40 changes. A noun is not a seam.
modules = {
    "merchant": ["order_entry", "price_display", "pricing_rules", "invoice_ledger"],
    "address": ["address_rules", "safe_places", "route_planning"],
    "parcel": [
        "parcel_record",
        "choice_page",
        "courier_stops",
        "scan_log",
        "tracking_page",
        "message_rules",
    ],
    "locker": ["nest_reservation"],
}
