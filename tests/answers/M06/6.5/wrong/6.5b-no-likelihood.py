# Costs and dates, but no chance and no frequency.
# expect: 6.5b
# first: One incident a year or ten? No option says how likely.
brief = """
What happened: On Address Friday 38,700 merchant bookings failed.

What it cost: €214 k.

Option 1, more head-room: A second provider, €4.2 k, from 1 September.

Option 2, say no early: Refuse when the line is full, €9 k, live in August.

Option 3, finish later: Book without the check and verify afterwards, €26 k, live in September.

What can still go wrong: Wrong addresses reach the van.

I ask you to: Approve option 3 by Monday 8 June.
"""
