"""How often a chain works: parts in a row multiply, spares side by side help.

Availability is a share of time from 0 to 1. Parts are taken to fail independently of each
other, which is kind to the result; parts that share a cause fail together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

MONTH_H = 30 * 24.0


@dataclass(frozen=True)
class Part:
    """One part of a chain. ``hard``: the chain fails with it. ``spares``: equal ones beside it."""

    name: str
    availability: float
    hard: bool = True
    spares: int = 0


def availability(parts: Iterable[Part]) -> float:
    """The share of time in which every hard part, or one of its spares, answers.

    Series: A = a1 · a2 · …; parallel: A = 1 - (1 - a)^(1 + spares)
    (E. Bauer and R. Adams, "Reliability and Availability of Cloud Computing", 2012, ch. 2).
    """
    return math.prod(parallel(part.availability, part.spares) for part in parts if part.hard)


def parallel(share: float, spares: int) -> float:
    """The share of time in which at least one of ``1 + spares`` equal, independent parts works."""
    return 1.0 - (1.0 - share) ** (1 + spares)


def hours_down(share: float) -> float:
    """Hours without service in a month of 30 days."""
    return (1.0 - share) * MONTH_H
