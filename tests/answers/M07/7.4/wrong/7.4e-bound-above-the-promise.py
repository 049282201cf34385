# Two minutes for a promise of one.
# expect: 7.4e
# first: Merchants hear within 120 s; the contract says 60 s.
plan = {
    "reserve_compartment": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "show_free_compartments": {"consistency": "eventual", "staleness_s": 30, "once_key": False},
    "charge_second_change": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "tracking_page": {"consistency": "eventual", "staleness_s": 60, "once_key": False},
    "own_changed_place": {"consistency": "read_your_writes", "staleness_s": 10, "once_key": False},
    "merchant_webhook": {"consistency": "eventual", "staleness_s": 120, "once_key": True},
}
