# Everything in the first quarter.
# expect: 9.5d
# first: 28 person-weeks of debt in one quarter; 16 fit beside the features.
debt_plan = {
    "roost_pricing": {"months": 0, "scope": "whole"},
    "old_labels": {"months": 0, "scope": "whole"},
    "booking_keys": {"months": 0, "scope": "whole"},
}
