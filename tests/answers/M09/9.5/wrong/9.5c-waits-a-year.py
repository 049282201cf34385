# Waits a year, as if each month cost the same.
# expect: 9.5c
# first: You priced month 1: 14 person-weeks of waiting became 20.
debt_plan = {
    "roost_pricing": {"months": 12, "scope": "whole"},
    "old_labels": {"months": None, "scope": "whole"},
    "booking_keys": {"months": 0, "scope": "whole"},
}
