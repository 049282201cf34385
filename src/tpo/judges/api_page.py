"""Read an API product page: what a partner looks for, and whether it is there. Advisory only."""

from __future__ import annotations

import re
from typing import Any

from tpo.engines.text import labelled, mentions, says_date

FOR_YOU = "What your customers can do"
EXAMPLE = "One example"
FAILURES = "When it says no"
LIMITS = "How much, how fast"
CHANGES = "What may change, and how you will know"
CONTACT = "Who helps"
LABELS = (FOR_YOU, EXAMPLE, FAILURES, LIMITS, CHANGES, CONTACT)
INTERNAL = ("roost", "trill", "tally", "aviary", "rigging", "nest-reservations", "geosure")
PEOPLE = ("customer", "shopper", "recipient", "buyer", "people", "parcel arrives", "she", "they")
NOTICE = ("month", "week", "day", "notice", "version", "announce")


def read_page(text: str) -> dict[str, Any]:
    """What a partner finds on the page."""
    parts = labelled(text, LABELS)
    codes = set(re.findall(r"\b(4\d\d|5\d\d)\b", parts[FAILURES]))
    return {
        "words": len(text.split()),
        "internal": sum(mentions(text, [name]) for name in INTERNAL),
        "outcome": mentions(parts[FOR_YOU], PEOPLE) and len(parts[FOR_YOU].split()) >= 8,
        "example": bool(re.search(r"\b(POST|PUT|PATCH|GET)\b|\{", parts[EXAMPLE])),
        "failures": len(codes),
        "limits": len(re.findall(r"\d+", parts[LIMITS])),
        "policy": mentions(parts[CHANGES], NOTICE)
        and (bool(re.search(r"\d", parts[CHANGES])) or says_date(parts[CHANGES])),
        "contact": bool(re.search(r"@|\+?\d{5,}|chat|channel|desk", parts[CONTACT], re.I)),
    }
