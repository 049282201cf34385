# Buys servers of the same kind.
# expect: 4.3e
# first: More servers of the same add nothing: 99.15 % in all.
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
    "repairs": ["extra_servers", "soft_label"],
}
