# The charge has no name.
# expect: 7.4c
# first: 60 of 10,000 paid €0.90 twice.
plan = {
    "reserve_compartment": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "show_free_compartments": {"consistency": "eventual", "staleness_s": 30, "once_key": False},
    "charge_second_change": {"consistency": "eventual", "staleness_s": 5, "once_key": False},
    "tracking_page": {"consistency": "eventual", "staleness_s": 60, "once_key": False},
    "own_changed_place": {"consistency": "read_your_writes", "staleness_s": 10, "once_key": False},
    "merchant_webhook": {"consistency": "eventual", "staleness_s": 30, "once_key": True},
}
