# The dangerous one now, the growing one next quarter, the dying one never.
debt_plan = {
    "roost_pricing": {"months": 3, "scope": "whole"},
    "old_labels": {"months": None, "scope": "whole"},
    "booking_keys": {"months": 0, "scope": "whole"},
}
