# Five journeys, each arrow with its purpose, teams as boxes around the services.
system_map = """
flowchart LR
    marisol(["Marisol"])
    hana_s_shop(["Hana's shop"])
    dee(["Dee"])
    geosure["GeoSure"]:::external
    pingco["PingCo"]:::external
    subgraph team_merchant_integration["Merchant Integration"]
        merchant_gateway["merchant-gateway"]
        booking["booking"]
        address_check["address-check"]
        label["label"]
    end
    subgraph team_delivery_choice["Delivery Choice"]
        nest_reservations["nest-reservations"]
        tracking["tracking"]
        notify["notify"]
    end
    subgraph team_shared["shared"]
        roost["roost"]
    end
    subgraph team_courier_app["Courier App"]
        scan_ingest["scan-ingest"]
        courier_app["courier-app"]
    end
    subgraph team_rigging["Rigging"]
        trill["trill"]
        identity["identity"]
    end
    subgraph team_network___routing["Network & Routing"]
        routing["routing"]
    end
    subgraph team_money["Money"]
        tally["tally"]
    end
    subgraph team_data["Data"]
        aviary["aviary"]
    end
    marisol -->|"look where the parcel is"| tracking
    hana_s_shop -->|"send an order"| merchant_gateway
    dee -->|"scan the barcode"| courier_app
    merchant_gateway -->|"turn this order into a parcel"| booking
    merchant_gateway -->|"renew a partner's key once an hour"| identity
    booking -->|"ask whether the address is real"| address_check
    booking -->|"print the barcode"| label
    booking -->|"keep a compartment"| nest_reservations
    booking -->|"look up the price and store the order"| roost
    booking -.->|"tell everyone that a parcel is booked"| trill
    address_check -->|"look the address up"| geosure
    scan_ingest -.->|"write the scan into the event log"| trill
    trill -.->|"tell where the parcel is now"| tracking
    trill -.->|"tell what the recipient should hear"| notify
    trill -.->|"tell which stops are done"| routing
    trill -.->|"bring the new order of stops"| courier_app
    trill -.->|"keep every event for reports"| aviary
    tracking -->|"show the name of a signed-in reader"| identity
    notify -->|"send an SMS or a push message"| pingco
    routing -.->|"publish routes and arrival times"| trill
    courier_app -->|"hand over the scans"| scan_ingest
    courier_app -->|"sign the courier in for the shift"| identity
    tally ==>|"read orders and parcel status from its tables"| roost
    tally -.->|"tell that an invoice is ready"| trill
    classDef external stroke-dasharray:5 4
"""
