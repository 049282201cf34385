# The growing one a month into the next quarter.
debt_plan = {
    "roost_pricing": {"months": 4, "scope": "whole"},
    "old_labels": {"months": None, "scope": "whole"},
    "booking_keys": {"months": 0, "scope": "whole"},
}
