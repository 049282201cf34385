# Leaves out GeoSure and PingCo, because they belong to others.
# expect: 4.1b
# first: Journey 2 falls off your map from address-check to GeoSure.
system_map = """
flowchart LR
    merchant-gateway -->|"turn this order into a parcel"| booking
    merchant-gateway -->|"renew a partner's key once an hour"| identity
    booking -->|"ask whether the address is real"| address-check
    booking -->|"print the barcode"| label
    booking -->|"keep a compartment"| nest-reservations
    booking -->|"look up the price and store the order"| roost
    booking -.->|"tell everyone that a parcel is booked"| trill
    scan-ingest -.->|"write the scan into the event log"| trill
    trill -.->|"tell where the parcel is now"| tracking
    trill -.->|"tell what the recipient should hear"| notify
    trill -.->|"tell which stops are done"| routing
    trill -.->|"bring the new order of stops"| courier-app
    trill -.->|"keep every event for reports"| aviary
    tracking -->|"show the name of a signed-in reader"| identity
    routing -.->|"publish routes and arrival times"| trill
    courier-app -->|"hand over the scans"| scan-ingest
    courier-app -->|"sign the courier in for the shift"| identity
    tally ==>|"read orders and parcel status from its tables"| roost
    tally -.->|"tell that an invoice is ready"| trill
"""
