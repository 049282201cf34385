# Looks again on a day, and names four options.
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
- As today
- Check later
- No check at all
- Buy a second company

## Decision Outcome
Chosen option: "Check later", because a customer can book while GeoSure is away.

### Consequences
- Good, because bookings no longer stop when another company stops.
- Bad, because one address in sixty is found wrong only after the booking, and care has to write to the merchant.

### Confirmation
We run this with every release.
rule: no hard chain from booking to external

re-visit: on 2026-08-01
"""
