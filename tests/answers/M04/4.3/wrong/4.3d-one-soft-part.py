# Makes only the worst part soft.
# expect: 4.3d
# first: 99.60 %; 0.10 points short. What else can be finished later?
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
    "repairs": ["soft_address_check"],
}
