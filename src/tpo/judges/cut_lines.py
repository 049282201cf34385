"""Replay change requests over a way of cutting Linnet's capabilities into modules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import Any

from tpo import case
from tpo.engines.system_graph import coupling

CUTS = ("layer", "team", "noun")


def sorted_by(column: str) -> dict[str, tuple[str, ...]]:
    """The capabilities grouped by one of their columns."""
    groups: dict[str, tuple[str, ...]] = {}
    for row in case.capabilities().values():
        name = getattr(row, column)
        groups[name] = (*groups.get(name, ()), row.name)
    return groups


def replay_changes(
    modules: Mapping[str, Collection[str]], changes: Sequence[str]
) -> dict[str, Any]:
    """What these changes (ids, repeats allowed) touch in the modules."""
    asked = [case.change_requests()[id].capabilities for id in changes]
    seen = coupling(modules, asked)
    busiest = max(seen.in_changes, key=lambda name: seen.in_changes[name])
    return {
        "modules": seen.modules,
        "mean": seen.mean,
        "alone": seen.alone,
        "largest": seen.largest,
        "apart": sum(map(len, asked)) / len(asked),
        "changes": len(asked),
        "busiest": busiest,
        "busiest_changes": seen.in_changes[busiest],
        **{f"like_{column}": likeness(modules, sorted_by(column)) for column in CUTS},
    }


def likeness(one: Mapping[str, Collection[str]], other: Mapping[str, Collection[str]]) -> float:
    """Share of the pairs joined in either grouping that are joined in both (Jaccard, 0 to 1)."""
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / len(a | b) if a | b else 1.0


def _pairs(groups: Mapping[str, Collection[str]]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for items in groups.values() for pair in combinations(sorted(items), 2))
