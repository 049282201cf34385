"""Read a short note that explains a decision's price to somebody who pays for it. Advice only."""

from __future__ import annotations

import re
from typing import Any

from tpo.engines.text import amounts, mentions

CHOICE = "What we chose, and instead of what"
BOUGHT = "What it buys"
PRICE = "What it costs, and who pays"
SIGN = "How we shall notice that we were wrong"
LABELS = (CHOICE, BOUGHT, PRICE, SIGN)
JARGON = (
    "async", "event-driven", "idempoten", "outbox", "saga", "microservice", "latency", "queue", "p95",
    "coupling", "monolith", "endpoint", "eventual", "broker", "payload", "throughput",
)  # fmt: skip
COSTS = (
    "cost",
    "pay",
    "later",
    "slower",
    "more work",
    "weeks",
    "lose",
    "gives up",
    "worse",
    "risk",
    "longer",
    "hours",
)
NUMBER = re.compile(r"\d")


def read_note(text: str, parts: dict[str, str]) -> dict[str, Any]:
    """What a finance controller finds in the note."""
    found = [word for word in JARGON if mentions(text, [word])]
    return {
        "words": len(text.split()),
        "filled": sum(len(part.split()) >= 4 for part in parts.values()),
        "labels": len(LABELS),
        "instead": mentions(parts[CHOICE], ("instead", "rather than", "not ", "over ")),
        "price": len(parts[PRICE].split()) >= 5
        and mentions(parts[PRICE], COSTS)
        and bool(NUMBER.search(parts[PRICE])),
        "gain": bool(NUMBER.search(parts[BOUGHT])),
        "sums": len(amounts(text)),
        "sign": bool(NUMBER.search(parts[SIGN])),
        "jargon": len(found),
        "jargon_word": found[0] if found else "",
    }
