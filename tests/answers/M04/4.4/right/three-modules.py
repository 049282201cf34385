# Only three modules; none holds nearly half.
modules = {
    "selling": [
        "price_display",
        "pricing_rules",
        "invoice_ledger",
        "order_entry",
        "address_rules",
        "parcel_record",
    ],
    "recipient": [
        "choice_page",
        "nest_reservation",
        "safe_places",
        "tracking_page",
        "message_rules",
    ],
    "road": ["courier_stops", "route_planning", "scan_log"],
}
