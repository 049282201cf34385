"""Read a one-page brief: which elements a decision-maker needs are there, and do sums add up.

Observations only. The labels are those of the template that the exercise hands out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpo.engines.text import amounts, labelled, mentions, says_chance, says_date, source_of

HAPPENED = "What happened"
COST = "What it cost"
OPTIONS = ("Option 1, more head-room", "Option 2, say no early", "Option 3, finish later")
RISK = "What can still go wrong"
ASK = "I ask you to"
LABELS = (HAPPENED, COST, *OPTIONS, RISK, ASK)

TECHNIQUE = ("breaker", "retry", "retries", "timeout", "jitter", "backoff", "idempoten", "queue")
PEOPLE = ("booking", "customer", "merchant", "parcel", "recipient", "courier", "order")
SCALING = ("scale", "scaling", "server", "worker", "hardware", "autoscal", "capacity", "bigger")
ACTS = ("decide", "approve", "choose", "release", "sign", "agree", "fund", "confirm", "pick")
OTHERWISE = ("reject", "refuse", "turn away", "turned away", "say no", "shed", "later", "without")


def read_brief(text: str, bill: Mapping[str, float]) -> dict[str, Any]:
    """What a reader finds. ``bill`` is {line: euros} of the incident plus its "total"."""
    parts = labelled(text, LABELS)
    opening = f"{parts[HAPPENED]} {parts[COST]}"
    options = [parts[name] for name in OPTIONS if len(parts[name].split()) >= 4]
    scaling = [o for o in options if mentions(o, SCALING) and not mentions(o, OTHERWISE)]
    sums = amounts(parts[COST])
    claimed, added = _claim(sums, bill["total"])
    return {
        "words": len(text.split()),
        "technique": sum(mentions(opening, [word]) for word in TECHNIQUE),
        "outcome": mentions(opening, PEOPLE) and bool(amounts(opening)),
        "filled": len(options),
        "with_chance": sum(says_chance(option) for option in options),
        "only_scaling": len(scaling),
        "different": len(options) - max(0, len(scaling) - 1),
        "ask": mentions(parts[ASK], ACTS) and says_date(parts[ASK]),
        "claimed": claimed,
        "added": added,
        "adds_up": added is None or abs(added - claimed) <= 1000,
        "unsourced": sum(source_of(amount, bill) is None for amount in sums),
    }


def _claim(sums: list[Any], total: float) -> tuple[float, float | None]:
    """(the total claimed, the sum of the parts given or None), both in euros.

    The largest amount is the claimed total; two or more others are its parts.
    """
    if not sums:
        return total, None
    largest = max(sums, key=lambda amount: amount.eur)
    parts = [amount.eur for amount in sums if amount is not largest]
    return largest.eur, sum(parts) if len(parts) >= 3 else None
