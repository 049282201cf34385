# Gains only.
# expect: 9.6a
# first: The note names no price, with a number and somebody who pays it.
note = """
What we chose, and instead of what: We keep the booking open when the address company is away, instead of paying a second one €4,200 a month.

What it buys: On a day like Address Friday, 38,700 bookings are taken and not lost.

What it costs, and who pays: It is simply better for everybody involved.

How we shall notice that we were wrong: If more than 2 of 100 addresses are wrong, or bookings pass 53 a second, we look again.
"""
