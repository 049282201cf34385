# Another person, no date at all.
rewrite = """
Story: As a customer of a small coffee shop, I want to pick up my order on a day when I don't work, because on weekdays every Nest is closed to me at night.

Criterion 1: Given a parcel that arrives on a day without a delivery to Nests, when the recipient looks at it, then she sees when it can be picked up.

Criterion 2: Given no compartment is free, when she asks for a Nest, then the change is refused and the parcel stays where it was planned.

Criterion 3: Given a parcel for adults only, when she asks for a neighbour, then the change is refused.

Question 1: How many Kettle & Loom parcels miss their recipient on a Saturday today?

Question 2: What exactly was promised to Kettle & Loom, by whom and for when?

Question 3: Which depots and couriers work on Saturdays, and at what extra cost?

Estimate request: Amara, how large is this, as a range in days, and what makes it large?
"""
