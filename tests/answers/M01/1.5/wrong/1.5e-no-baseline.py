# A good choice without a baseline.
# expect: 1.5e
# first: No baseline: you will not know the change from the weather.
win = {
    "win": "eta_wording",
    "outcome": "Recipients know when to be at home, so fewer of them call",
    "metric": "contacts_per_100",
    "baseline": None,
    "decision": "notify sends a window of two hours and recomputes it only when the parcel falls out of it",
    "days": 6,
    "measure_day": 28,
}
