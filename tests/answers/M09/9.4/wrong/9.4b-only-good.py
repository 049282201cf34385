# Only good news.
# expect: 9.4b
# first: Good consequences 1, bad ones none. You paid something. What?
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
- Booking waits for the address check, as since 2024
- Booking goes on, and the address is checked later
- A second address company beside GeoSure

## Decision Outcome
Chosen option: "Booking goes on, and the address is checked later", because a customer can book while GeoSure is away.

### Consequences
- Good, because bookings no longer stop when another company stops.

### Confirmation
rule: no hard chain from booking to an external system

re-visit: when bookings_per_s > 53
"""
