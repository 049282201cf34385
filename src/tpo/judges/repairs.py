"""How often a booking succeeds: a learner's reckoning and repairs against the chain itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tpo import case
from tpo.engines.system_graph import Part, availability, hours_down
from tpo.judges.linnet_map import booking_chain

WAYS: dict[str, Callable[[Sequence[float]], float]] = {
    "multiply": math.prod,
    "average": lambda shares: sum(shares) / len(shares),
    "weakest": min,
}
PARTS = tuple(s.name for s in case.services().values() if s.availability_percent is not None)
REPAIRS = tuple(case.repairs())


def measured() -> dict[str, float]:
    """{part: availability} of the catalogue."""
    return {
        name: round((case.services()[name].availability_percent or 0) / 100, 12) for name in PARTS
    }


def reckon(
    hard_parts: Sequence[str], combine: str, month: Mapping[str, float]
) -> tuple[float, float]:
    """(the learner's figure, the chain's own) for one month's availabilities."""
    chain = [name for name, _ in booking_chain()]
    said = WAYS[combine]([month[name] for name in dict.fromkeys(hard_parts)])
    return said, availability(Part(name, month[name]) for name in chain)


def mend(repairs: Sequence[str]) -> float:
    """Availability of a booking after these repairs (each counts once), unrounded."""
    parts = {name: Part(name, share) for name, share in booking_chain()}
    for name in dict.fromkeys(repairs):
        repair, part = case.repairs()[name], parts[case.repairs()[name].part]
        better = repair.to_percent / 100 if repair.to_percent else part.availability
        parts[part.name] = Part(
            part.name,
            better,
            part.hard and repair.effect != "soft",
            part.spares + (repair.effect == "spare"),
        )
    return availability(parts.values())


def judge_repairs(
    hard_parts: Sequence[str], combine: str, repairs: Sequence[str], month: Mapping[str, float]
) -> dict[str, Any]:
    """What the reckoning and the repairs come to."""
    chain = [name for name, _ in booking_chain()]
    said, today = reckon(hard_parts, combine, month)
    after, before = mend(repairs), mend(())
    chosen = [case.repairs()[name] for name in dict.fromkeys(repairs)]
    return {
        "said": said,
        "today": today,
        "off_h": abs(said - today) * hours_down(0),
        "said_down_h": hours_down(said),
        "today_down_h": hours_down(today),
        "not_hard": tuple(p for p in dict.fromkeys(hard_parts) if p not in chain),
        "forgotten": tuple(p for p in chain if p not in hard_parts),
        "chain": len(chain),
        "before": before,
        "after": after,
        "after_down_h": hours_down(after),
        "person_weeks": sum(repair.person_weeks for repair in chosen),
        "eur_month": sum(repair.eur_month for repair in chosen),
    }
