# Nothing is ever paid.
# expect: 9.5a
# first: Never: 126 person-weeks in 24 months, and another Address Friday in the odds.
debt_plan = {
    "roost_pricing": {"months": None, "scope": "whole"},
    "old_labels": {"months": None, "scope": "whole"},
    "booking_keys": {"months": None, "scope": "whole"},
}
