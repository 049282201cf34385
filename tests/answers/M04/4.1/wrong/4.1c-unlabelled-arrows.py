# Half of the arrows say nothing.
# expect: 4.1c
# first: 10 arrows say nothing; 2 of them meet at roost.
system_map = """
flowchart LR
    GeoSure["GeoSure"]:::external
    PingCo["PingCo"]:::external
    merchant-gateway -->|"turn this order into a parcel"| booking
    merchant-gateway --> identity
    booking -->|"ask whether the address is real"| address-check
    booking --> label
    booking -->|"keep a compartment"| nest-reservations
    booking --> roost
    booking -.->|"tell everyone that a parcel is booked"| trill
    address-check --> GeoSure
    scan-ingest -.->|"write the scan into the event log"| trill
    trill -.-> tracking
    trill -.->|"tell what the recipient should hear"| notify
    trill -.-> routing
    trill -.->|"bring the new order of stops"| courier-app
    trill -.-> aviary
    tracking -->|"show the name of a signed-in reader"| identity
    notify --> PingCo
    routing -.->|"publish routes and arrival times"| trill
    courier-app --> scan-ingest
    courier-app -->|"sign the courier in for the shift"| identity
    tally ==> roost
    tally -.->|"tell that an invoice is ready"| trill
"""
