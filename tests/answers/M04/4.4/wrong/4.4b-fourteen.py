# A module for each capability.
# expect: 4.4b
# first: Small boxes, long meetings: 2.38 modules for each change.
modules = {
    "order_entry module": ["order_entry"],
    "address_rules module": ["address_rules"],
    "parcel_record module": ["parcel_record"],
    "price_display module": ["price_display"],
    "pricing_rules module": ["pricing_rules"],
    "invoice_ledger module": ["invoice_ledger"],
    "choice_page module": ["choice_page"],
    "nest_reservation module": ["nest_reservation"],
    "safe_places module": ["safe_places"],
    "courier_stops module": ["courier_stops"],
    "route_planning module": ["route_planning"],
    "scan_log module": ["scan_log"],
    "tracking_page module": ["tracking_page"],
    "message_rules module": ["message_rules"],
}
