# Screens, services, data.
# expect: 4.4a
# first: Layers look tidy and cost 2.27 modules for each change.
modules = {
    "screens": ["order_entry", "price_display", "choice_page", "courier_stops", "tracking_page"],
    "services": [
        "address_rules",
        "pricing_rules",
        "nest_reservation",
        "route_planning",
        "message_rules",
    ],
    "data": ["parcel_record", "invoice_ledger", "safe_places", "scan_log"],
}
