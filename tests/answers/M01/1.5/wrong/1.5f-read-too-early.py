# Read before anybody has it.
# expect: 1.5f
# first: The release lands on day 9; your reading is day 7.
win = {
    "win": "eta_wording",
    "outcome": "Recipients know when to be at home, so fewer of them call",
    "metric": "contacts_per_100",
    "baseline": 7.2,
    "decision": "notify sends a window of two hours and recomputes it only when the parcel falls out of it",
    "days": 6,
    "measure_day": 7,
}
