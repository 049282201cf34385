# Tidies up what is thrown away in four months.
# expect: 9.5b
# first: “The old label printer” retires in 4 months; break-even is 6.
debt_plan = {
    "roost_pricing": {"months": 3, "scope": "whole"},
    "old_labels": {"months": 6, "scope": "whole"},
    "booking_keys": {"months": 0, "scope": "whole"},
}
