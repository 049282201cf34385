# Pays every month for one door.
# expect: 4.3b
# first: 99.598 % and a bill of €4,200 every month.
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
    "repairs": ["second_provider"],
}
