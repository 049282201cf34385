# A brief that names loss, chance, cost, date, risk and ask.
brief = """
What happened: On 28 November our address provider became slow for three and a half hours. It still
had room for all our parcels, but our programs kept asking again, and 62 % of bookings failed.

What it cost: €58.2 k lost revenue, €71.6 k partner credits, €12.2 k redelivery, €35.8 k customer
calls and €36.5 k billing fixes, together €214 k. Callum's team answered 14,900 extra calls.

Option 1, more head-room: A second provider for €4.2 k a month by 1 September. It helps when one
provider is down, about once a year, and not when our own tries are the load.

Option 2, say no early: When the line is full we tell merchants at once "try again in a minute".
Six days of work, €9 k, live by 15 August. We would turn away about 5 % of bookings in one bad hour a
year instead of losing 62 %.

Option 3, finish later: We book at once and check the address within 30 minutes. Three weeks of
work, €26 k, by 30 September. In replays 99 % of bookings go through; slow providers come about
twice a year.

What can still go wrong: With option 3 about one address in a hundred is wrong and must be found
before the van leaves. Amara's team owns the re-check, Ruth sees the list at 05:00.

I ask you to: Approve option 3 with option 2 as its safety net, €35 k in total, by Monday 8 June.
"""
