"""Replay past changes over a way of cutting a system into modules."""

from __future__ import annotations

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
