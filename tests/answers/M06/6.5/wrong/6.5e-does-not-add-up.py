# The parts sum to 231, the total says 214.
# expect: 6.5e
# first: 214.0 k€ in total, but your parts sum to 231.0 k€.
brief = """
What happened: On Address Friday 38,700 merchant bookings failed.

What it cost: €58.2 k lost revenue, €71.6 k credits, €12.2 k redelivery, €35.8 k calls and €53.2 k
billing fixes, in total €214 k.

Option 1, more head-room: A second provider, €4.2 k a month from September; helps about once a year.

Option 2, say no early: Refuse when the line is full, €9 k, live in August, once a year.

Option 3, finish later: Book without the check, verify afterwards, €26 k by September, twice a year.

What can still go wrong: Wrong addresses reach the van.

I ask you to: Approve option 3 by Monday 8 June.
"""
