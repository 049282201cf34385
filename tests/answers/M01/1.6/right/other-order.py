# The same lines in another order.
card = """
Next step: On Friday I meet Ines and ask her to decide about the six person-days.

Risk: A window of two hours could feel vague to shops that receive parcels; they may call more often.

Decision: notify keeps one window until a scan moves the parcel out of it, instead of naming a minute.

Outcome: 38 % of contacts follow a changed arrival time; with a window 1.2 fewer people in 100 call.
"""
