# Begins with the system.
# expect: 4.5b
# first: No person is in the first lines. Start with Marisol at 14:00.
page = """
The person and the moment: The platform will get a new ability to change the place of delivery in flight.

What happens today: She calls. Callum's colleague can do nothing, the courier rings at a closed door, and the parcel goes back to the depot. One failed attempt costs €3.10.

What will happen: She opens the tracking page, taps “to the Nest at the hospital”, and reads that a compartment is kept for her. She picks the parcel up before her shift.

What changes, part by part: NEW reroute, which takes her wish. CHANGED tracking page, nest reservations and routes. CHANGED Dee's phone, which drops the stop. CHANGED invoices, a second change costs €0.90. TOLD the merchant, within 60 seconds. TOLD the warehouse, because first-attempt success now means something else.

What stays as it is: Booking, the label on the parcel and the address check.

The rule that shapes it: No route moves in the last 90 minutes before a van leaves. So we offer the change until 120 minutes before the window, which gives Ruth a quiet loading hour and lets us promise Marisol a firm answer at once.

What can go wrong: Dee can be without signal for four hours and drive to the old door. Until her phone has heard of it, the page says “we are telling your courier”.

Legend: NEW is built, CHANGED behaves differently, TOLD only hears of it. A solid arrow waits for an answer, a dashed one doesn't.
"""
