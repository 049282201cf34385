# Sums from the bill.
page = """
What customers met: 38,700 bookings failed. Lost revenue €58.2 k, partner credits €71.6 k, together with the rest €214 k.

Why it could happen: The retries of three layers met a provider with little room, and a booking had to wait for it.

What we change, who, by when: Amara and Hana by Friday 6 March, retries in one layer. Amara by 20 March, the check may be late.

How we notice the next one: A burn alert over one hour and five minutes; it pages after 7 minutes.
"""
