"""Read a one-page story of a change: is a person in it, what is new, what shapes it, what if.

Observations only. The labels are those of the template that the exercise hands out.
"""

from __future__ import annotations

import re
from typing import Any

from tpo import case
from tpo.engines.text import labelled, mentions

MOMENT = "The person and the moment"
TODAY = "What happens today"
THEN = "What will happen"
CHANGES = "What changes, part by part"
STAYS = "What stays as it is"
RULE = "The rule that shapes it"
RISK = "What can go wrong"
LEGEND = "Legend"
LABELS = (MOMENT, TODAY, THEN, CHANGES, STAYS, RULE, RISK, LEGEND)

JARGON = (
    "idempoten", "webhook", "endpoint", "payload", "async", "schema", "latency", "throughput",
    "microservice", "container", "api", "queue", "cache", "retry", "retries", "monolith",
    "event-driven", "eventual consistency", "load balancer", "database",
)  # fmt: skip
ROLES = ("recipient", "nurse", "courier", "merchant", "neighbour", "driver", "customer")
MARK = re.compile(r"\b(NEW|CHANGED|TOLD)\b")
TURN = ("so ", "which lets", "which gives", "because of this", "that is why", "chance", "therefore")


def read_page(text: str) -> dict[str, Any]:
    """What a reader finds on the page."""
    parts = labelled(text, LABELS)
    names = [person.name.split()[0] for person in case.people().values() if person.id != "you"]
    first = parts[MOMENT]
    minutes = str(int(case.company()["route_freeze_min"]))
    unexplained = [word for stem in JARGON if (word := _unexplained(text, stem))]
    return {
        "words": len(text.split()),
        "filled": sum(len(part.split()) >= 3 for part in parts.values()),
        "labels": len(LABELS),
        "person": mentions(first, [*names, *ROLES]),
        "marks": len(MARK.findall(parts[CHANGES])),
        "stays": len(parts[STAYS].split()) >= 3,
        "rule": minutes in parts[RULE],
        "turned": mentions(parts[RULE], [turn.strip() for turn in TURN]),
        "risk": len(parts[RISK].split()) >= 6,
        "minutes": minutes,
        "legend": len(parts[LEGEND].split()) >= 4 and mentions(parts[LEGEND], ("new",)),
        "jargon": len(unexplained),
        "jargon_word": unexplained[0] if unexplained else "",
    }


def _unexplained(text: str, stem: str) -> str:
    """The technical word as written, unless brackets or "that is" follow its first use; else ""."""
    found = re.search(rf"\b{re.escape(stem)}[\w-]*", text, re.IGNORECASE)
    if not found:
        return ""
    explained = re.match(r"\s*(\(|,? that is|, which means|[:=]|[–—-] )", text[found.end() :])
    return "" if explained else found[0]
