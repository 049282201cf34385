# The growing one now, the dangerous one next quarter.
debt_plan = {
    "roost_pricing": {"months": 0, "scope": "whole"},
    "old_labels": {"months": None, "scope": "whole"},
    "booking_keys": {"months": 3, "scope": "whole"},
}
