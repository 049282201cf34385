# Old and new look the same.
# expect: 4.5c
# first: Old and new look the same: no part is marked NEW, CHANGED or TOLD.
page = """
The person and the moment: It is 14:00. Marisol Quint, a nurse on night shifts, wakes up and sees that her parcel comes at 15:00. She must leave at 14:30.

What happens today: She calls. Callum's colleague can do nothing, the courier rings at a closed door, and the parcel goes back to the depot. One failed attempt costs €3.10.

What will happen: She opens the tracking page, taps “to the Nest at the hospital”, and reads that a compartment is kept for her. She picks the parcel up before her shift.

What changes, part by part: Reroute, the tracking page, nest reservations, routes, the phone, invoices, the merchant and the warehouse are involved.

What stays as it is: Booking, the label on the parcel and the address check.

The rule that shapes it: No route moves in the last 90 minutes before a van leaves. So we offer the change until 120 minutes before the window, which gives Ruth a quiet loading hour and lets us promise Marisol a firm answer at once.

What can go wrong: Dee can be without signal for four hours and drive to the old door. Until her phone has heard of it, the page says “we are telling your courier”.

Legend: NEW is built, CHANGED behaves differently, TOLD only hears of it. A solid arrow waits for an answer, a dashed one doesn't.
"""
