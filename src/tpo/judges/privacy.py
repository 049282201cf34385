"""Which of eighteen fields are personal data, how long they stay, and who reads a status.

*Personal* is what points to a person, alone or together with something Linnet also has
(GDPR, article 4 (1)); a number that can be turned back into a phone is still one (recital 26).
Each label has its reason, and contestable fields accept both answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case

CLASSES = ("not_personal", "personal", "dont_store")
PERSONAL = {
    "recipient_name": "names a person",
    "recipient_phone": "reaches a person",
    "phone_hash": "nine digits: every hash can be tried in minutes",
    "recipient_email": "reaches a person",
    "street_address": "a home",
    "delivery_note": "free text: names, habits, where the key lies",
    "safe_place": "where a home can be entered or a parcel taken",
    "delegate_name": "names a second person",
    "signature_image": "a person's hand",
    "device_id": "one phone is one courier",
    "gps_trace": "a courier's day, minute by minute",
}
PLAIN = {
    "parcel_weight_g": "a thing, not a person",
    "service": "door or Nest",
    "depot_id": "one of 14 buildings",
    "compartment_size": "small, medium or large",
}
CONTESTABLE = {
    "parcel_id": "a person only together with the order; both answers hold",
    "neighbour_consent": "a token; who keeps the key decides; both answers hold",
}
FORBIDDEN = {"neighbour_address": "a third person's home; Sofia's red line"}
MAY_BE_LEFT_OUT = ("gps_trace", "signature_image", "delegate_name", "phone_hash")
FIELDS = {**PERSONAL, **PLAIN, **CONTESTABLE, **FORBIDDEN}
LIMITS_DAYS = {"personal_days": 400, "delivery_days": 400, "billing_days": 3_650}


def readers() -> tuple[str, ...]:
    """Services that read a parcel's status: those the log tells, and those that read tables."""
    services = case.services()
    told = [call.to for call in services["trill"].calls if call.to != "courier-app"]
    reads = [s.name for s in services.values() if any(c.kind == "db" for c in s.calls)]
    return tuple(told + reads)


NEVER = ("address-check", "label", "identity", "nest-reservations")
MAYBE = ("courier-app", "scan-ingest", "roost", "merchant-gateway", "booking")


def assess(
    classes: Mapping[str, str], hit: Sequence[str], days: Mapping[str, float | None]
) -> dict[str, Any]:
    """What a classification misses. ``days`` are last days by group (None: kept for ever)."""
    missed = [
        name
        for name in PERSONAL
        if classes[name] == "not_personal"
        or (classes[name] == "dont_store" and name not in MAY_BE_LEFT_OUT)
    ]
    over = [name for name in PLAIN if classes[name] != "not_personal"]
    must = readers()
    return {
        "missed": tuple(missed),
        "over": tuple(over),
        "found_personal": 1 - len(missed) / len(PERSONAL),
        "found_plain": 1 - len(over) / len(PLAIN),
        "neighbour": classes["neighbour_address"] == "dont_store",
        "lost_readers": tuple(name for name in must if name not in hit),
        "extra_readers": tuple(name for name in NEVER if name in hit),
        "readers": len(must),
        "forever": tuple(name for name in LIMITS_DAYS if days[name] is None),
        "too_long": tuple(
            name
            for name, most in LIMITS_DAYS.items()
            if days[name] is not None and days[name] > most  # type: ignore[operator]
        ),
    }
