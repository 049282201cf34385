# Few words, every part there.
page = """
The person and the moment: 14:00, Marisol wakes and must leave at 14:30.

What happens today: The parcel is brought to a closed door.

What will happen: She sends it to the Nest at the hospital.

What changes, part by part: NEW: reroute. CHANGED: tracking, Nests, routes, phone. TOLD: merchant, warehouse, invoices.

What stays as it is: Booking, label, address check.

The rule that shapes it: Routes are frozen for 90 minutes; that is why the answer to her can be firm.

What can go wrong: The phone is offline and shows the old door.

Legend: NEW built, CHANGED behaves differently, TOLD only hears.
"""
