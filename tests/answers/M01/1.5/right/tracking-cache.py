# A fresher tracking page.
win = {
    "win": "tracking_cache",
    "outcome": "The page shows where the parcel is now, so people needn't ask",
    "metric": "contacts_per_100",
    "baseline": "7.2",
    "decision": "tracking refreshes its copy every minute instead of every ten minutes",
    "days": 8,
    "measure_day": 25,
}
