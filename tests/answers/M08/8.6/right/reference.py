# People first, what made it possible, names and days, a signal.
page = """
What customers met: On Friday 28 November 38,700 of 62,400 bookings failed between 17:42 and 21:08. 11,400 parcels got a second label, and 1,912 compartments were kept for two. It cost €214 k.

Why it could happen: GeoSure answered in one second instead of 0.09, with room for our demand. Three layers each tried three times, so one booking could become 27 calls. A booking could not be made without the check, nothing limited the retries, and the alerts watched CPU, which was calm.

What we change, who, by when: Amara lets a booking go on without the check, and checks within 30 minutes, by 20 March. Hana and Amara keep retries in one layer with a limit of 10 %, by 6 March. Every repeated booking carries a key, by 13 March.

How we notice the next one: Jun is paged when the share of failed bookings burns the budget 14.4 times too fast over an hour and five minutes. That Friday it would have rung after 7 minutes instead of 49.
"""
