# Counts the hours of engineers only.
# expect: 9.5e
# first: “Three calls without a key” stays: 51 person-weeks of incidents.
debt_plan = {
    "roost_pricing": {"months": 0, "scope": "whole"},
    "old_labels": {"months": None, "scope": "whole"},
    "booking_keys": {"months": None, "scope": "whole"},
}
