# Three sizes of the same idea.
# expect: 6.5c
# first: “We will scale” is one option, and INC-0417 had idle servers.
brief = """
What happened: On Address Friday 38,700 merchant bookings failed.

What it cost: €214 k.

Option 1, more head-room: Ten more servers, €12 k a year from August. Once a year we need them.

Option 2, say no early: Twenty more servers, €24 k a year from August. Once a year we need them.

Option 3, finish later: Autoscaling to forty servers, €38 k a year from September, once a year.

What can still go wrong: The servers come too late.

I ask you to: Approve the scaling budget by Monday 8 June.
"""
