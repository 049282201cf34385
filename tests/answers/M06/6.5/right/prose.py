# Whole sentences, millions instead of thousands, a percentage chance.
brief = """
What happened: For three and a half hours merchants could not book. Parcels went to competitors and
recipients called us, because our systems repeated their questions to a slow supplier.

What it cost: €0.21 million in all, of which 58.2 k€ was lost revenue.

Option 1, more head-room: Renting twice the capacity all year costs €38 k, from September, and lowers
the chance of a repeat from about 60 % to 50 % because the supplier stays the bottleneck.

Option 2, say no early: Merchants get a clear no within a second when we are full. €9 k, by August,
every peak season.

Option 3, finish later: The order is accepted without the address check, which follows within half an
hour. €26 k, by September; the chance of a repeat falls below 5 %.

What can still go wrong: A few wrong addresses reach the depot. Ruth's team can hold ten an hour.

I ask you to: Please approve option 3 by 15 June.
"""
