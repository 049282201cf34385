# Marisol reads a copy.
# expect: 7.4d
# first: 48 % of people changed the place, saw the old one, and changed again.
plan = {
    "reserve_compartment": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "show_free_compartments": {"consistency": "eventual", "staleness_s": 30, "once_key": False},
    "charge_second_change": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "tracking_page": {"consistency": "eventual", "staleness_s": 60, "once_key": False},
    "own_changed_place": {"consistency": "eventual", "staleness_s": 20, "once_key": False},
    "merchant_webhook": {"consistency": "eventual", "staleness_s": 30, "once_key": True},
}
