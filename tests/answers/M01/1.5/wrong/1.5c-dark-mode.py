# Engagement.
# expect: 1.5c
# first: Dark mode: opens +9 %, contacts and failed attempts unmoved.
win = {
    "win": "dark_mode",
    "outcome": "Higher engagement with our app",
    "metric": "app_opens",
    "baseline": None,
    "decision": "tracking sends the dark colours when the phone asks for them",
    "days": 7,
    "measure_day": 28,
}
