# Three decisions on one page.
# expect: 9.4e
# first: 3 decisions in one record. Which one was superseded?
record = """
---
id: ADR-0007
status: accepted
date: 2026-05-18
supersedes: ADR-0004
---
# Booking, retries and database

## Context and Problem Statement
On Address Friday GeoSure slowed down, and 38,700 bookings failed. Booking waited for an answer it
could have had later.

## Considered Options
- Booking waits for the address check, as since 2024
- Booking goes on, and the address is checked later
- A second address company beside GeoSure

## Decision Outcome
Chosen option: "Booking goes on, and the address is checked later", because a customer can book.
Chosen option: "Retries in one layer", because three multiply.
Chosen option: "A new database", because it is time.

### Consequences
- Good, because bookings no longer stop when another company stops.
- Bad, because one address in sixty is found wrong only after the booking, and care has to write to the merchant.

### Confirmation
rule: no hard chain from booking to an external system

re-visit: when bookings_per_s > 53
"""
