"""Technical debt as a bill that grows: principal, interest, incidents, and the month of paying.

Unit: person-weeks. ``months`` waited before paying, so 0 is now. Interest of month k (counted
from 0) is ``interest`` × (1 + ``growth``)^k; it ends with the module's life.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

HORIZON = 24


@dataclass(frozen=True)
class Debt:
    """One debt. ``principal`` repays it; ``interest`` is the extra work a month, growing by ``growth``.

    An incident happens in a month with chance ``incident_chance`` and costs ``incident``.
    ``life`` months until the module retires (None: it stays). Paying the ``core`` only takes
    ``core_cost`` of the principal and removes ``core_cure`` of interest and incidents.
    """

    principal: float
    interest: float
    growth: float = 0.0
    incident_chance: float = 0.0
    incident: float = 0.0
    life: int | None = None
    core_cost: float = 0.6
    core_cure: float = 0.7


@dataclass(frozen=True)
class Bill:
    """What a debt costs over the horizon, in person-weeks."""

    principal: float
    interest: float
    incidents: float

    @property
    def total(self) -> float:
        """Everything together."""
        return self.principal + self.interest + self.incidents


def bill(debt: Debt, months: int | None, whole: bool = True, horizon: int = HORIZON) -> Bill:
    """The bill when the debt is paid after so many ``months`` (None: never)."""
    alive = horizon if debt.life is None else min(horizon, debt.life)
    before = alive if months is None else min(months, alive)
    left = 0.0 if whole else 1 - debt.core_cure
    interest = risk = 0.0
    for k in range(alive):
        share = 1.0 if k < before else left
        interest += share * debt.interest * (1 + debt.growth) ** k
        risk += share * debt.incident_chance * debt.incident
    paid = 0.0 if months is None else debt.principal * (1.0 if whole else debt.core_cost)
    return Bill(paid, interest, risk)


def break_even(debt: Debt, longest: int = 600) -> int | None:
    """Fewest months of life for which paying now is cheaper than never; None if there are none."""
    saved = 0.0
    for k in range(longest):
        saved += debt.interest * (1 + debt.growth) ** k + debt.incident_chance * debt.incident
        if saved >= debt.principal:
            return k + 1
    return None


def cheapest(
    debts: dict[str, Debt], most: float, window: int = 3, horizon: int = HORIZON
) -> tuple[float, dict[str, tuple[int | None, bool]]]:
    """The cheapest plan that pays at most ``most`` person-weeks in each ``window`` of months.

    Returns (person-weeks, {name: (months waited or None, whole)}). Every debt is paid at the
    start of a window if at all, because waiting inside a window only adds interest.
    """
    names = list(debts)
    choices: list[list[tuple[float, float, int | None, bool]]] = []
    for name in names:
        debt = debts[name]
        never = bill(debt, None, True, horizon).total
        rows: list[tuple[float, float, int | None, bool]] = [(never, 0.0, None, True)]
        for months in range(0, horizon, window):
            for whole in (True, False):
                found = bill(debt, months, whole, horizon)
                rows.append((found.total, found.principal, months, whole))
        choices.append(sorted(rows, key=lambda row: row[0]))
    best = (math.inf, {})  # type: tuple[float, dict[str, tuple[int | None, bool]]]

    def place(
        n: int, total: float, used: dict[int, float], plan: list[tuple[int | None, bool]]
    ) -> None:
        nonlocal best
        if total >= best[0]:
            return
        if n == len(names):
            best = (total, dict(zip(names, plan, strict=True)))
            return
        for cost, paid, months, whole in choices[n]:
            at = -1 if months is None else months // window
            if months is not None and used.get(at, 0.0) + paid > most + 1e-9:
                continue
            after = used if months is None else {**used, at: used.get(at, 0.0) + paid}
            place(n + 1, total + cost, after, [*plan, (months, whole)])

    place(0, 0.0, {}, [])
    return best
