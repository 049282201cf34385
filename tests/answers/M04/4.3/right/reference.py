# The three soft dependencies, for the whole budget.
plan = {
    "hard_parts": [
        "merchant-gateway",
        "booking",
        "address-check",
        "label",
        "nest-reservations",
        "roost",
    ],
    "combine": "multiply",
    "repairs": ["soft_address_check", "soft_label", "soft_nest"],
}
