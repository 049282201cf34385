# Counts those who only hear of it.
# expect: 4.3f
# first: trill can lag without failing a booking; you counted it as a door.
plan = {
    "hard_parts": [
        "merchant-gateway",
        "booking",
        "address-check",
        "label",
        "nest-reservations",
        "roost",
        "trill",
        "tracking",
        "notify",
    ],
    "combine": "multiply",
    "repairs": ["soft_address_check", "soft_nest"],
}
