# What changes together lives together: five modules.
modules = {
    "booking": ["order_entry", "address_rules", "parcel_record"],
    "money": ["price_display", "pricing_rules", "invoice_ledger"],
    "choice": ["choice_page", "nest_reservation", "safe_places"],
    "road": ["courier_stops", "route_planning", "scan_log"],
    "telling": ["tracking_page", "message_rules"],
}
