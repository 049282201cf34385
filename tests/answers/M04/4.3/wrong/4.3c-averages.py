# Takes the average of the six.
# expect: 4.3c
# first: An average says 99.85 %. Doors in a row multiply: 99.10 %.
plan = {
    "hard_parts": [
        "merchant-gateway",
        "booking",
        "address-check",
        "label",
        "nest-reservations",
        "roost",
    ],
    "combine": "average",
    "repairs": ["soft_address_check", "soft_nest"],
}
