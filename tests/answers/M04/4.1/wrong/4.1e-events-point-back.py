# Event arrows point to the one that tells.
# expect: 4.1e
# first: 7 event arrows point the wrong way, the first is booking to trill.
system_map = """
flowchart LR
    GeoSure["GeoSure"]:::external
    PingCo["PingCo"]:::external
    merchant-gateway -->|"turn this order into a parcel"| booking
    merchant-gateway -->|"renew a partner's key once an hour"| identity
    booking -->|"ask whether the address is real"| address-check
    booking -->|"print the barcode"| label
    booking -->|"keep a compartment"| nest-reservations
    booking -->|"look up the price and store the order"| roost
    trill -.->|"tell everyone that a parcel is booked"| booking
    address-check -->|"look the address up"| GeoSure
    trill -.->|"write the scan into the event log"| scan-ingest
    tracking -.->|"tell where the parcel is now"| trill
    notify -.->|"tell what the recipient should hear"| trill
    routing -.->|"tell which stops are done"| trill
    courier-app -.->|"bring the new order of stops"| trill
    aviary -.->|"keep every event for reports"| trill
    tracking -->|"show the name of a signed-in reader"| identity
    notify -->|"send an SMS or a push message"| PingCo
    trill -.->|"publish routes and arrival times"| routing
    courier-app -->|"hand over the scans"| scan-ingest
    courier-app -->|"sign the courier in for the shift"| identity
    tally ==>|"read orders and parcel status from its tables"| roost
    trill -.->|"tell that an invoice is ready"| tally
"""
