"""Replay past changes over a way of cutting a system into modules."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Coupling:
    """What the replay saw.

    ``mean``: modules touched by one change, on average. ``alone``: share of changes that stay in
    one module. ``largest``: share of all capabilities in the largest module. ``in_changes``:
    {module: changes that touch it}.
    """

    modules: int
    mean: float
    alone: float
    largest: float
    in_changes: Mapping[str, int]


def coupling(
    modules: Mapping[str, Collection[str]], changes: Sequence[Collection[str]]
) -> Coupling:
    """Count how many modules each change touches. ``changes`` are the capabilities of each change.

    Every capability of a change must be in exactly one module. Fewer modules for each change mean
    fewer people who have to meet; one large module hides the meetings inside (hence ``largest``).
    """
    home = {item: name for name, items in modules.items() for item in items}
    touched = [dict.fromkeys(home[item] for item in change) for change in changes]
    return Coupling(
        modules=len(modules),
        mean=sum(map(len, touched)) / len(touched),
        alone=sum(len(each) == 1 for each in touched) / len(touched),
        largest=max(len(items) for items in modules.values()) / len(home),
        in_changes={name: sum(name in each for each in touched) for name in modules},
    )


def cut_by_changes(
    items: Collection[str], changes: Sequence[Collection[str]], modules: int, largest: int
) -> dict[str, tuple[str, ...]]:
    """Join what changed together into ``modules`` groups of at most ``largest`` items.

    Again and again, the two groups that were changed together most often, for their size, are
    joined. A group is named after its first item.
    """
    groups = [[item] for item in items]
    while len(groups) > modules:
        pairs = [
            (i, j)
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
            if len(groups[i]) + len(groups[j]) <= largest
        ]
        if not pairs:
            break
        i, j = max(pairs, key=lambda ij: _together(groups[ij[0]], groups[ij[1]], changes))
        groups[i] += groups.pop(j)
    return {group[0]: tuple(group) for group in groups}


def _together(a: Collection[str], b: Collection[str], changes: Sequence[Collection[str]]) -> float:
    both = sum(any(x in c for x in a) and any(x in c for x in b) for c in changes)
    return both / math.sqrt(len(a) * len(b))
