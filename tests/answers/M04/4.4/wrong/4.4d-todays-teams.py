# Copies the teams of today.
# expect: 4.4d
# first: Today's teams: 6 modules, 1.57 for each change.
modules = {
    "Merchant Integration": ["order_entry", "address_rules", "parcel_record"],
    "Roost (shared)": ["price_display", "pricing_rules", "safe_places"],
    "Money": ["invoice_ledger"],
    "Delivery Choice": ["choice_page", "nest_reservation", "tracking_page", "message_rules"],
    "Courier App": ["courier_stops", "scan_log"],
    "Network & Routing": ["route_planning"],
}
