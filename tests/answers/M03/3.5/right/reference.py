# A person, a need, three criteria, three questions.
rewrite = """
Story: As a night-shift nurse who sleeps until 14:00, I want to get my coffee at a time when I am awake, so that I don't lose a free afternoon to a missed parcel.

Criterion 1: Given a parcel that arrives on a day without a delivery to Nests, when the recipient looks at it, then she sees when it can be picked up.

Criterion 2: Given no compartment is free, when she asks for a Nest, then the change is refused and the parcel stays where it was planned.

Criterion 3: Given a parcel for adults only, when she asks for a neighbour, then the change is refused.

Question 1: How many Kettle & Loom parcels miss their recipient on a Saturday today?

Question 2: What exactly was promised to Kettle & Loom, by whom and for when?

Question 3: Which depots and couriers work on Saturdays, and at what extra cost?

Estimate request: Amara, how large is this, as a range in days, and what makes it large? I will decide by Friday 13 February whether we go on.
"""
