"""Patterns in Linnet's situations: what each does to five bars, and whether the limits hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tpo import case
from tpo.engines.patterns import BARS, NONE, Bars, Place, bars, compose, moved
from tpo.engines.system_graph import cut_by_changes
from tpo.judges.cut_lines import sorted_by

NOTHING = "nothing"
CHOICES = (NONE, *case.patterns())
PRICES = (*BARS, NOTHING)
MODULES, LARGEST = 5, 6  # the cut that the past changes suggest


@lru_cache
def cuts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Ways of cutting Linnet's fourteen capabilities, from the same catalogue as M04's.

    ``tangle``: by layer, as Roost is · ``modules``: what changed together · ``one_out``: the
    tangle after the two groups with most changes of their own were moved out.
    """
    tangle = sorted_by("layer")
    modules = cut_by_changes(tuple(case.capabilities()), changes(), MODULES, LARGEST)
    busy = sorted(modules, key=lambda name: -_alone(modules[name]))[:2]
    moved_out = tuple(item for name in busy for item in modules[name])
    rest = {
        name: kept
        for name, items in tangle.items()
        if (kept := tuple(item for item in items if item not in moved_out))
    }
    return {"tangle": tangle, "modules": modules, "one_out": {**rest, "moved": moved_out}}


@lru_cache
def changes() -> tuple[tuple[str, ...], ...]:
    """What the forty past changes touched."""
    return tuple(change.capabilities for change in case.change_requests().values())


def place(situation: str, seed: int = 1, faster: float = 1.0) -> Place:
    """The situation as numbers; ``faster`` times as many requests."""
    found = Place(
        **{k: _figure(v) for k, v in case.situations()[situation].place.items()}, seed=seed
    )
    return replace(found, per_s=found.per_s * faster)


def _figure(value: Any) -> Any:
    """A value of a situation; ``service.fact`` is looked up in the catalogue."""
    if isinstance(value, str) and "." in value:
        service, fact = value.split(".")
        return case.services()[service].facts[fact]
    return value


@lru_cache(maxsize=2048)
def prices(pattern: str, situation: str, seed: int = 1, faster: float = 1.0) -> Bars:
    """The bars of a pattern in a situation, from a run."""
    return bars(compose(pattern, place(situation, seed, faster)), cuts(), changes())


def weeks(pattern: str) -> float:
    """Person-weeks to build it."""
    return 0.0 if pattern == NONE else case.patterns()[pattern].weeks


def compare(
    pattern: str, price: str, situation: str, seed: int = 1, faster: float = 1.0
) -> dict[str, Any]:
    """What a pattern does in a situation, against its limits and against doing nothing."""
    before = prices(NONE, situation, seed, faster)
    after = prices(pattern, situation, seed, faster)
    limits = case.situations()[situation].limits
    reached = {**after.by_name(), "weeks": weeks(pattern)}
    broken = [name for name, most in limits.items() if reached[name] > most]
    was = {**before.by_name(), "weeks": 0.0}
    dearer = [name for name in BARS if moved(before, after, name) > 0]
    true_price = price in dearer or (price == NOTHING and not dearer)
    return {
        "pattern": pattern,
        "situation": situation,
        "met": not broken,
        "broken": broken,
        "kept": 1 - len(broken) / len(limits),
        "today_kept": sum(was[name] <= most for name, most in limits.items()) / len(limits),
        "dearer": dearer,
        "better": [name for name in BARS if moved(before, after, name) < 0],
        "price_true": true_price,
        "before": was,
        "after": reached,
    }


def _alone(items: tuple[str, ...]) -> int:
    return sum(set(change) <= set(items) for change in changes())
