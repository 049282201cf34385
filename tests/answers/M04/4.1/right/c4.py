# The same map as a C4 container diagram.
system_map = """
C4Container
    Person(marisol, "Marisol")
    Person(hana_s_shop, "Hana's shop")
    Person(dee, "Dee")
    System_Ext(geosure, "GeoSure")
    System_Ext(pingco, "PingCo")
    Container_Boundary(team_merchant_integration, "Merchant Integration") {
        Container(merchant_gateway, "merchant-gateway")
        Container(booking, "booking")
        Container(address_check, "address-check")
        Container(label, "label")
    }
    Container_Boundary(team_delivery_choice, "Delivery Choice") {
        Container(nest_reservations, "nest-reservations")
        Container(tracking, "tracking")
        Container(notify, "notify")
    }
    Container_Boundary(team_shared, "shared") {
        Container(roost, "roost")
    }
    Container_Boundary(team_courier_app, "Courier App") {
        Container(scan_ingest, "scan-ingest")
        Container(courier_app, "courier-app")
    }
    Container_Boundary(team_rigging, "Rigging") {
        Container(trill, "trill")
        Container(identity, "identity")
    }
    Container_Boundary(team_network___routing, "Network & Routing") {
        Container(routing, "routing")
    }
    Container_Boundary(team_money, "Money") {
        Container(tally, "tally")
    }
    Container_Boundary(team_data, "Data") {
        Container(aviary, "aviary")
    }
    Rel(marisol, tracking, "look where the parcel is", "sync")
    Rel(hana_s_shop, merchant_gateway, "send an order", "sync")
    Rel(dee, courier_app, "scan the barcode", "sync")
    Rel(merchant_gateway, booking, "turn this order into a parcel", "sync")
    Rel(merchant_gateway, identity, "renew a partner's key once an hour", "sync")
    Rel(booking, address_check, "ask whether the address is real", "sync")
    Rel(booking, label, "print the barcode", "sync")
    Rel(booking, nest_reservations, "keep a compartment", "sync")
    Rel(booking, roost, "look up the price and store the order", "sync")
    Rel(booking, trill, "tell everyone that a parcel is booked", "event")
    Rel(address_check, geosure, "look the address up", "sync")
    Rel(scan_ingest, trill, "write the scan into the event log", "event")
    Rel(trill, tracking, "tell where the parcel is now", "event")
    Rel(trill, notify, "tell what the recipient should hear", "event")
    Rel(trill, routing, "tell which stops are done", "event")
    Rel(trill, courier_app, "bring the new order of stops", "event")
    Rel(trill, aviary, "keep every event for reports", "event")
    Rel(tracking, identity, "show the name of a signed-in reader", "sync")
    Rel(notify, pingco, "send an SMS or a push message", "sync")
    Rel(routing, trill, "publish routes and arrival times", "event")
    Rel(courier_app, scan_ingest, "hand over the scans", "sync")
    Rel(courier_app, identity, "sign the courier in for the shift", "sync")
    Rel(tally, roost, "read orders and parcel status from its tables", "data")
    Rel(tally, trill, "tell that an invoice is ready", "event")
"""
