# The rule and the risk are missing.
# expect: 4.5d
# first: The 90-minute rule shapes the design, and the page doesn't show it.
page = """
The person and the moment: It is 14:00. Marisol Quint, a nurse on night shifts, wakes up and sees that her parcel comes at 15:00. She must leave at 14:30.

What happens today: She calls. Callum's colleague can do nothing, the courier rings at a closed door, and the parcel goes back to the depot. One failed attempt costs €3.10.

What will happen: She opens the tracking page, taps “to the Nest at the hospital”, and reads that a compartment is kept for her. She picks the parcel up before her shift.

What changes, part by part: NEW reroute, which takes her wish. CHANGED tracking page, nest reservations and routes. CHANGED Dee's phone, which drops the stop. CHANGED invoices, a second change costs €0.90. TOLD the merchant, within 60 seconds. TOLD the warehouse, because first-attempt success now means something else.

What stays as it is: Booking, the label on the parcel and the address check.

The rule that shapes it: We respect all rules of the house.

What can go wrong: Nothing much.

Legend: NEW is built, CHANGED behaves differently, TOLD only hears of it. A solid arrow waits for an answer, a dashed one doesn't.
"""
