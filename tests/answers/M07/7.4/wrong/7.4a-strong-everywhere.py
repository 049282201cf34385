# The latest truth for everybody.
# expect: 7.4a
# first: Strong tracking: 60.0 s at p95, and it stops when one node does.
plan = {
    "reserve_compartment": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "show_free_compartments": {"consistency": "strong", "staleness_s": 0, "once_key": False},
    "charge_second_change": {"consistency": "strong", "staleness_s": 0, "once_key": True},
    "tracking_page": {"consistency": "strong", "staleness_s": 0, "once_key": False},
    "own_changed_place": {"consistency": "strong", "staleness_s": 0, "once_key": False},
    "merchant_webhook": {"consistency": "strong", "staleness_s": 0, "once_key": True},
}
