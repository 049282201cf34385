# The arrival window, read after two weeks.
win = {
    "win": "eta_wording",
    "outcome": "Recipients know when to be at home, so fewer of them call",
    "metric": "contacts_per_100",
    "baseline": 7.0,
    "decision": "PingCo stays; notify keeps the window until a scan moves the parcel out of it",
    "days": 7,
    "measure_day": 22,
}
