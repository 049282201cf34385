# Telling people belongs to giving them a choice.
modules = {
    "merchants and parcels": ["order_entry", "address_rules", "parcel_record"],
    "prices and invoices": ["price_display", "pricing_rules", "invoice_ledger"],
    "the recipient": [
        "choice_page",
        "nest_reservation",
        "safe_places",
        "tracking_page",
        "message_rules",
    ],
    "on the road": ["courier_stops", "route_planning", "scan_log"],
}
