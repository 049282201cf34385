"""Read a short note that announces a change of a field. Observations only."""

from __future__ import annotations

from typing import Any

from tpo.engines.text import labelled, mentions, says_date

CHANGE = "What changes"
AFFECTED = "Who reads it today"
BOTH = "Old and new side by side"
ASK = "What I need from you"
LABELS = (CHANGE, AFFECTED, BOTH, ASK)
READERS = ("tally", "aviary", "tracking", "notify", "routing", "merchant", "invoice", "report")
OVERLAP = ("both", "side by side", "until", "week", "month", "day", "parallel", "alongside")
ACTS = ("test", "confirm", "tell", "reply", "switch", "check", "read", "answer", "send", "name")


def read_note(text: str) -> dict[str, Any]:
    """What a reader finds under the four labels."""
    parts = labelled(text, LABELS)
    return {
        "words": len(text.split()),
        "change": len(parts[CHANGE].split()) >= 4,
        "affected": sum(mentions(parts[AFFECTED], [name]) for name in READERS) >= 2,
        "both": mentions(parts[BOTH], OVERLAP),
        "date": says_date(text),
        "ask": mentions(parts[ASK], ACTS),
    }
