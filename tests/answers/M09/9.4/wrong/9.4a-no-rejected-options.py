# Only one option.
# expect: 9.4a
# first: No option was rejected. A reader in 2027 will reopen it.
record = """
---
id: ADR-0007
status: accepted
date: 2026-05-18
supersedes: ADR-0004
---
# Booking waits for no other company

## Context and Problem Statement
On Address Friday GeoSure slowed down, and 38,700 bookings failed. Booking waited for an answer it
could have had later.

## Considered Options
- Booking goes on, and the address is checked later

## Decision Outcome
Chosen option: "Booking goes on, and the address is checked later", because a customer can book while GeoSure is away.

### Consequences
- Good, because bookings no longer stop when another company stops.
- Bad, because one address in sixty is found wrong only after the booking, and care has to write to the merchant.

### Confirmation
rule: no hard chain from booking to an external system

re-visit: when bookings_per_s > 53
"""
