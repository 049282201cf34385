# Half as long.
page = """
What customers met: 62 % of bookings failed for 206 minutes; customers gave up and partners lost a Friday.

Why it could happen: One slow answer became up to 27 calls, because three layers try again and nothing limits it.

What we change, who, by when: Amara, a limit on retries in one layer, by 6 March. Jun, an off switch, by 13 March.

How we notice the next one: An alert on the share of failed bookings pages within ten minutes.
"""
