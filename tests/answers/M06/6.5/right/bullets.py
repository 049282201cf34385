# The same elements as a list with bold labels, other amounts rounded differently.
brief = """
- **What happened:** 38,700 of 62,400 merchant bookings failed on the busiest Friday. The provider was
  slow, not down; each order was sent up to 27 times.
- **What it cost:** about €214 k in one evening, and 1,912 customers whose locker was given twice.
- **Option 1, more head-room:** contract 120 checks per second instead of 60, €1,500 per month, from
  August. Would have helped in one of the last three incidents, a 30 % chance.
- **Option 2, say no early:** refuse bookings we can't answer in 2 s; €9,000 once, by week 32. Needed
  once per peak season.
- **Option 3, finish later:** accept without the check and verify after; €26,000 once, by October.
  Works in 4 of 4 replayed incidents; a slow provider comes twice a year.
- **What can still go wrong:** unchecked addresses pile up if the provider stays slow for hours.
- **I ask you to:** choose option 3 and fund it before Friday 12 June.
"""
