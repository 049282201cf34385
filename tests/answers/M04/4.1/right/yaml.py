# The same map as YAML.
system_map = """
containers:
- name: merchant-gateway
  owner: Merchant Integration
- name: booking
  owner: Merchant Integration
- name: address-check
  owner: Merchant Integration
- name: label
  owner: Merchant Integration
- name: nest-reservations
  owner: Delivery Choice
- name: roost
  owner: shared
- name: scan-ingest
  owner: Courier App
- name: trill
  owner: Rigging
- name: tracking
  owner: Delivery Choice
- name: notify
  owner: Delivery Choice
- name: routing
  owner: Network & Routing
- name: courier-app
  owner: Courier App
- name: tally
  owner: Money
- name: identity
  owner: Rigging
- name: aviary
  owner: Data
- name: GeoSure
  kind: external
- name: PingCo
  kind: external
relations:
- from: merchant-gateway
  to: booking
  kind: sync
  purpose: turn this order into a parcel
- from: merchant-gateway
  to: identity
  kind: sync
  purpose: renew a partner's key once an hour
- from: booking
  to: address-check
  kind: sync
  purpose: ask whether the address is real
- from: booking
  to: label
  kind: sync
  purpose: print the barcode
- from: booking
  to: nest-reservations
  kind: sync
  purpose: keep a compartment
- from: booking
  to: roost
  kind: sync
  purpose: look up the price and store the order
- from: booking
  to: trill
  kind: event
  purpose: tell everyone that a parcel is booked
- from: address-check
  to: GeoSure
  kind: external
  purpose: look the address up
- from: scan-ingest
  to: trill
  kind: event
  purpose: write the scan into the event log
- from: trill
  to: tracking
  kind: event
  purpose: tell where the parcel is now
- from: trill
  to: notify
  kind: event
  purpose: tell what the recipient should hear
- from: trill
  to: routing
  kind: event
  purpose: tell which stops are done
- from: trill
  to: courier-app
  kind: event
  purpose: bring the new order of stops
- from: trill
  to: aviary
  kind: event
  purpose: keep every event for reports
- from: tracking
  to: identity
  kind: sync
  purpose: show the name of a signed-in reader
- from: notify
  to: PingCo
  kind: external
  purpose: send an SMS or a push message
- from: routing
  to: trill
  kind: event
  purpose: publish routes and arrival times
- from: courier-app
  to: scan-ingest
  kind: sync
  purpose: hand over the scans
- from: courier-app
  to: identity
  kind: sync
  purpose: sign the courier in for the shift
- from: tally
  to: roost
  kind: data
  purpose: read orders and parcel status from its tables
- from: tally
  to: trill
  kind: event
  purpose: tell that an invoice is ready
"""
