# A card that somebody can say yes to.
card = """
Outcome: Recipients like Marisol see a window they can plan with, so fewer call. Contacts fall from 7.2 to about 6.0 per 100 parcels within four weeks, worth about €60 k a month.
Decision: notify sends “between 14 and 16” and computes the window again only when the parcel falls out of it; today it corrects every ten minutes of change.
Risk: Some people want the minute. Callum counts calls about “too vague” each day; above 20 a day we go back to one hour. One flag switches it off.
Next step: I ask Ines on Tuesday 3 February to agree to six person-days; we read the figure on day 28.
"""
