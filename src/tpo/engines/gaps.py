"""Gaps between what somebody can do and what the role asks: levels, targets, the largest first.

Levels run from 1 to 4: awareness, working, practitioner, expert (after the UK Government Digital
and Data capability framework).
"""

from __future__ import annotations

from collections.abc import Mapping

from tpo import case

LEVELS = ("awareness", "working", "practitioner", "expert")
TOP = 5  # goals of a learning plan come from this many of the largest gaps


def targets(niche: str = "") -> dict[str, int]:
    """The level the role asks for in each competency; a niche raises three of them by one."""
    raised = case.niches()[niche].raises if niche else ()
    return {
        c.id: min(c.target + (c.id in raised), len(LEVELS)) for c in case.competencies().values()
    }


def gaps(levels: Mapping[str, int], niche: str = "") -> dict[str, int]:
    """How many levels are missing in each competency, never below 0."""
    return {id: max(0, target - levels[id]) for id, target in targets(niche).items()}


def ordered(
    levels: Mapping[str, int], niche: str = "", first: Mapping[str, float] | None = None
) -> list[str]:
    """All competencies, the largest gap first; ties by ``first`` (larger first), then by module."""
    missing, extra = gaps(levels, niche), first or {}
    return sorted(missing, key=lambda id: (-missing[id], -extra.get(id, 0.0), id))


def largest(levels: Mapping[str, int], niche: str = "") -> set[str]:
    """The ``TOP`` largest gaps, and every other one that is as large as the last of them."""
    missing = gaps(levels, niche)
    floor = sorted(missing.values(), reverse=True)[TOP - 1]
    return {id for id, gap in missing.items() if gap and gap >= floor}
