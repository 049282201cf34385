# Draws who works there instead of what runs.
# expect: 4.1a
# first: 4 of your boxes are teams; a team cannot answer a call.
system_map = """
flowchart LR
    merchant-team["Merchant team"]
    Money
    rigging["Rigging"]
    shop(["Hana's shop"]) -->|"send an order"| merchant-team
    merchant-team -->|"ask whether the address is real"| GeoSure:::external
    merchant-team -.->|"tell that a parcel is booked"| rigging
    rigging -.->|"tell what the recipient should hear"| delivery-choice-team["Delivery Choice team"]
    delivery-choice-team -->|"send an SMS"| PingCo:::external
    Money ==>|"read the orders"| roost
"""
