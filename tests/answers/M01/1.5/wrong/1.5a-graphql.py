# A technology looks for an end.
# expect: 1.5a
# first: GraphQL: no number of a user moved.
win = {
    "win": "graphql",
    "outcome": "Recipients know when to be at home, so fewer of them call",
    "metric": "contacts_per_100",
    "baseline": 7.2,
    "decision": "tracking reads through GraphQL instead of its three old calls",
    "days": 25,
    "measure_day": 28,
}
