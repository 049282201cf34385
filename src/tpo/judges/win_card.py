"""Read a quick-win card: the four lines and the numbers in them. Advisory only."""

from __future__ import annotations

import re
from typing import Any

from tpo.engines.text import labelled, mentions, says_date

LABELS = ("Outcome", "Decision", "Risk", "Next step")


def read_card(text: str) -> dict[str, Any]:
    """What a reader finds on the card."""
    parts = labelled(text, LABELS)
    return {
        "words": len(text.split()),
        "outcome": bool(re.search(r"\d", parts["Outcome"])),
        "decision": len(parts["Decision"].split()) >= 6,
        "risk": len(parts["Risk"].split()) >= 6,
        "step": says_date(parts["Next step"])
        and mentions(parts["Next step"], ["ask", "decide", "show", "meet", "send", "agree"]),
    }
