# No limits.
# expect: 5.5c
# first: No limits: her batch is your incident.
page = """
What your customers can do: A shopper who will not be at home on Friday sends her parcel to a Nest on her way, without an account and without calling you.
One example: POST /parcels/LP-000042/reroutes with {"target": "nest", "nest_id": "nest-7"} and a key of your own. You get 202 and the address where the result will be.
When it says no: 409 nest-full: offer another Nest. 409 too-late: stop asking, the van is loaded. 403 not-yours: the person may not change this parcel. 429: wait as long as Retry-After says.
How much, how fast: As much as you need, within reason and fair use.
What may change, and how you will know: We add fields and calls without notice. Anything that could stop your program gets 6 months of notice, a header, and a mail.
Who helps: partner-desk@linnet.example, answered on working days within 2 hours; at night call the number in your contract.
"""
