# Nine months.
# expect: 1.5b
# first: Split Roost: right debt, wrong size, 9 months.
win = {
    "win": "split_roost",
    "outcome": "Recipients know when to be at home, so fewer of them call",
    "metric": "contacts_per_100",
    "baseline": 7.2,
    "decision": "roost keeps orders only, and tally reads a copy instead of its tables",
    "days": 180,
    "measure_day": 28,
}
