# Few people change a place, so the leader can tell them.
plan = {
    "reserve_compartment": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "show_free_compartments": {
        "consistency": "eventual",
        "staleness_s": "1 min",
        "once_key": False,
    },
    "charge_second_change": {"consistency": "strong", "staleness_s": 0, "once_key": False},
    "tracking_page": {"consistency": "eventual", "staleness_s": 60, "once_key": False},
    "own_changed_place": {"consistency": "strong", "staleness_s": 10, "once_key": False},
    "merchant_webhook": {"consistency": "eventual", "staleness_s": 30, "once_key": True},
}
