# Two soft dependencies are just enough, for five weeks less.
plan = {
    "hard_parts": [
        "roost",
        "nest-reservations",
        "label",
        "address-check",
        "booking",
        "merchant-gateway",
    ],
    "combine": "multiply",
    "repairs": ["soft_nest", "soft_address_check"],
}
