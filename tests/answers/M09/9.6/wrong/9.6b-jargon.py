# In the engineers' language.
# expect: 9.6b
# first: Farid stops at “async”; 4 technical words in all.
note = """
What we chose, and instead of what: We use an async queue with an outbox instead of a saga.

What it buys: On a day like Address Friday, 38,700 bookings are taken and not lost.

What it costs, and who pays: One address in sixty turns out wrong after the booking. Care writes about 40 e-mails a week; that is 5 hours of Callum's team.

How we shall notice that we were wrong: If more than 2 of 100 addresses are wrong, or bookings pass 53 a second, we look again.
"""
