# Everything in one module.
# expect: 4.4c
# first: 1.0 for each change, and six people in each other's way.
modules = {
    "linnet": [
        "order_entry",
        "address_rules",
        "parcel_record",
        "price_display",
        "pricing_rules",
        "invoice_ledger",
        "choice_page",
        "nest_reservation",
        "safe_places",
        "courier_stops",
        "route_planning",
        "scan_log",
        "tracking_page",
        "message_rules",
    ]
}
