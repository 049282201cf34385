# A second provider and two soft dependencies, with a monthly bill.
plan = {
    "hard_parts": (
        "merchant-gateway",
        "booking",
        "address-check",
        "label",
        "nest-reservations",
        "roost",
    ),
    "combine": "multiply",
    "repairs": ["second_provider", "soft_label", "soft_nest"],
}
