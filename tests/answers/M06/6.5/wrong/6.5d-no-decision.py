# Ends with information instead of a decision.
# expect: 6.5d
# first: What should she do on Monday? The brief doesn't ask.
brief = """
What happened: On Address Friday 38,700 merchant bookings failed.

What it cost: €214 k.

Option 1, more head-room: A second provider, €4.2 k a month from September; helps about once a year.

Option 2, say no early: Refuse when the line is full, €9 k, live in August, once a year.

Option 3, finish later: Book without the check, verify afterwards, €26 k by September, twice a year.

What can still go wrong: Wrong addresses reach the van.

I ask you to: Please take note of these options.
"""
