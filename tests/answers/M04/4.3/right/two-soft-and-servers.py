# Two soft dependencies, and servers that do no harm.
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
    "repairs": ["soft_address_check", "soft_nest", "extra_servers"],
}
