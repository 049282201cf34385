# Buys reliability where there is enough.
# expect: 4.3a
# first: 20 weeks for 99.19 %. You polished a link that wasn't the weakest.
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
    "repairs": ["better_booking"],
}
