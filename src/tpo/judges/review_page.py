"""Structure and sources of an incident review's first page: advice only; a person marks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tpo.engines.text import amounts, labelled, mentions, says_date, source_of

HAPPENED = "What customers met"
POSSIBLE = "Why it could happen"
CHANGES = "What we change, who, by when"
NOTICE = "How we notice the next one"
LABELS = (HAPPENED, POSSIBLE, CHANGES, NOTICE)

PEOPLE = ("booking", "customer", "merchant", "parcel", "recipient", "courier", "partner", "label")
BLAME = ("careless", "human error", "should have", "fault", "negligen", "blame", "failed to")
OWNERS = ("amara", "jun", "hana", "priya", "callum", "farid", "ruth", "mateo", "sofia")
SIGNALS = ("share", "alert", "page", "burn", "per cent", "percent", "%", "minutes")


def read_page(text: str, bill: Mapping[str, float]) -> dict[str, Any]:
    """What a reader finds under the four labels. ``bill`` is {line: euros} with its "total"."""
    parts = labelled(text, LABELS)
    sums = amounts(text)
    return {
        "words": len(text.split()),
        "customers": mentions(parts[HAPPENED], PEOPLE) and bool(re.search(r"\d", parts[HAPPENED])),
        "blame": sum(mentions(text, [word]) for word in BLAME),
        "blameless": not any(mentions(text, [word]) for word in BLAME)
        and len(parts[POSSIBLE].split()) >= 12,
        "owned": mentions(parts[CHANGES], OWNERS) and says_date(parts[CHANGES]),
        "noticed": any(word in parts[NOTICE].lower() for word in SIGNALS)
        and len(parts[NOTICE].split()) >= 6,
        "unsourced": sum(source_of(amount, bill) is None for amount in sums),
        "sourced": all(source_of(amount, bill) is not None for amount in sums),
    }
