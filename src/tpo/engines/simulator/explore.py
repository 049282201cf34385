"""Search designs: run many variants of a system on the same customers and find the best trades.

``explore(system, knobs, scenarios)`` changes one field of one service or call for each knob, plays
every combination against the same scenarios with the same draws, and marks the Pareto front: the
designs that no other design beats in cost, p99 and success at once.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from . import draws
from .model import Call, Scenario, Service, System
from .trace import RunTooLong


@dataclass(frozen=True)
class Design:
    """One design and how it did, over all scenarios.

    ``settings`` are the values of the knobs, in their order. ``cost`` is the price of its replicas
    (mean of the scenarios, in the unit of ``price_per_hour``, per hour); ``p99`` the worst latency
    in s that 99 % of the successful requests stayed within (infinite if none succeeded);
    ``success`` the lowest share of successful requests. ``best`` marks the Pareto front.
    """

    settings: tuple[Any, ...]
    system: System
    cost: float
    p99: float
    success: float
    best: bool = False


@dataclass(frozen=True)
class Exploration:
    """All designs that were run, in the order of their settings, and how many there were to run."""

    knobs: tuple[str, ...]
    designs: tuple[Design, ...]
    possible: int

    @property
    def front(self) -> tuple[Design, ...]:
        """The Pareto front, cheapest first."""
        best = [d for d in self.designs if d.best]
        return tuple(sorted(best, key=lambda d: (d.cost, d.p99, -d.success)))

    def within(
        self, cost: float = math.inf, p99: float = math.inf, success: float = 0.0
    ) -> Exploration:
        """Keep the designs that meet the constraints; the front is that of what is left."""
        kept = [d for d in self.designs if d.cost <= cost and d.p99 <= p99 and d.success >= success]
        return Exploration(self.knobs, _marked(kept), self.possible)

    def table(self) -> list[dict[str, Any]]:
        """Return one plain row for each design."""
        return [
            {
                **dict(zip(self.knobs, d.settings, strict=True)),
                **{"cost": d.cost, "p99": d.p99, "success": d.success, "best": d.best},
            }
            for d in self.designs
        ]


def explore(
    system: System,
    knobs: Mapping[str, Sequence[Any]],
    scenarios: Scenario | Iterable[Scenario],
    budget: int = 500,
    seed: int = 1,
) -> Exploration:
    """Run the designs that the knobs describe; at most ``budget`` of them.

    A knob is named ``service.field`` or ``caller>callee.field``; a field of a rule goes one level
    deeper, as in ``"web>db.retry.attempts"``. Its values replace that field. If there are more
    combinations than the budget, a random sample of them runs, the same for the same seed.

    Raises ``ValueError`` for a knob that names nothing, has no values, or gives an impossible
    system, and ``RunTooLong`` naming the settings of a design whose run does not end.
    """
    from . import simulate  # the package imports this file

    plays = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    if not plays:
        raise ValueError("explore: scenarios is empty; give at least one.")
    if not isinstance(budget, int) or budget < 1:
        raise ValueError(f"explore: budget is {budget!r}; it must be at least 1 design.")
    for name, values in knobs.items():
        if len(values) == 0:
            raise ValueError(f"explore: the knob '{name}' has no values.")
        _set(system, name, values[0])
    possible = math.prod(len(values) for values in knobs.values())
    designs = []
    for settings in _chosen(list(knobs.values()), possible, budget, seed):
        variant = system
        for name, value in zip(knobs, settings, strict=True):
            variant = _set(variant, name, value)
        try:
            results = [simulate(variant, scenario) for scenario in plays]
        except RunTooLong as error:
            chosen = ", ".join(f"{k} = {v!r}" for k, v in zip(knobs, settings, strict=True))
            raise RunTooLong(f"explore: with {chosen}: {error}") from None
        designs.append(
            Design(
                settings=settings,
                system=variant,
                cost=math.fsum(r.cost * 3600.0 / (r.end - r.start) for r in results) / len(results),
                p99=max(r.p(99) if r.ok.any() else math.inf for r in results),
                success=min(r.success for r in results),
            )
        )
    return Exploration(tuple(knobs), _marked(designs), possible)


def _chosen(
    values: list[Sequence[Any]], possible: int, budget: int, seed: int
) -> Iterator[tuple[Any, ...]]:
    """Yield all combinations, or as many as the budget allows, in order."""
    if possible <= budget:
        yield from itertools.product(*values)
        return
    wanted: set[int] = set()
    n = budget
    while len(wanted) < budget:  # a longer draw starts with the shorter one
        wanted = set()
        for u in draws.uniforms(seed, "explore", n):
            wanted.add(min(int(u * possible), possible - 1))
            if len(wanted) == budget:
                break
        n *= 2
    for number in sorted(wanted):
        settings = []
        for options in reversed(values):
            number, k = divmod(number, len(options))
            settings.append(options[k])
        yield tuple(reversed(settings))


def _marked(designs: Sequence[Design]) -> tuple[Design, ...]:
    """Mark the Pareto front: nobody is at least as good in everything and better in something."""
    scores = np.array([(d.cost, d.p99, -d.success) for d in designs]).reshape(-1, 3)

    def beaten(mine: Any) -> bool:
        return bool(((scores <= mine).all(axis=1) & (scores < mine).any(axis=1)).any())

    return tuple(replace(d, best=not beaten(mine)) for d, mine in zip(designs, scores, strict=True))


def _set(system: System, knob: str, value: Any) -> System:
    """Return the system with one field changed."""
    owner, _, path = knob.partition(".")
    names = path.split(".")
    if ">" in owner:
        calls = [f"{c.caller}>{c.callee}" for c in system.calls]
        if owner in calls and path:
            k = calls.index(owner)
            changed: Any = _with(system.calls[k], names, value, knob)
            return replace(system, calls=(*system.calls[:k], changed, *system.calls[k + 1 :]))
        known = ", ".join(calls)
    else:
        services = [s.name for s in system.services]
        if owner in services and path:
            k = services.index(owner)
            changed = _with(system.services[k], names, value, knob)
            return replace(
                system, services=(*system.services[:k], changed, *system.services[k + 1 :])
            )
        known = ", ".join(services)
    raise ValueError(
        f"explore: the knob '{knob}' names no field; write name.field, where name is one of {known}."
    )


def _with(thing: Service | Call | Any, names: list[str], value: Any, knob: str) -> Any:
    known = [f.name for f in fields(thing)]
    if names[0] not in known:
        raise ValueError(
            f"explore: the knob '{knob}' names no field; {type(thing).__name__} has "
            f"{', '.join(known)}."
        )
    if len(names) > 1:
        inner = getattr(thing, names[0])
        if not is_dataclass(inner):
            raise ValueError(f"explore: the knob '{knob}' goes too deep: {names[0]} is {inner!r}.")
        value = _with(inner, names[1:], value, knob)
    return replace(thing, **{names[0]: value})
