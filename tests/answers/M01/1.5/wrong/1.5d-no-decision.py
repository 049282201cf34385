# A good choice without a decision.
# expect: 1.5d
# first: “Improve the messages for our customers” hides the decision.
win = {
    "win": "eta_wording",
    "outcome": "Recipients know when to be at home, so fewer of them call",
    "metric": "contacts_per_100",
    "baseline": 7.2,
    "decision": "Improve the messages for our customers",
    "days": 6,
    "measure_day": 28,
}
