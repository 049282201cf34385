"""Replay a plan for Linnet's debts over 24 months, incidents included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tpo import case
from tpo.engines.debt import HORIZON, Bill, Debt, bill, break_even, cheapest

QUARTER = 3
SCOPES = ("whole", "core")


@lru_cache
def linnet_debts() -> Mapping[str, Debt]:
    """The register as the engine's debts; incidents in person-weeks."""
    register = case.debt_register()
    return {
        d.name: Debt(
            d.principal,
            d.interest,
            d.growth,
            d.incident_chance,
            d.incident_eur / register.facts["person_week_eur"],
            d.life_months,
            d.core_cost,
            d.core_cure,
        )
        for d in register.debts.values()
    }


def most_a_quarter() -> float:
    """Person-weeks that may go into debt in three months."""
    return case.debt_register().facts["debt_weeks_a_quarter"]


def scaled(size: float, growth: float, chance: float) -> dict[str, Debt]:
    """The debts with other principals and interest, growth and chances of incidents."""
    return {
        name: replace(
            d,
            principal=d.principal * size,
            interest=d.interest * size,
            growth=d.growth * growth,
            incident_chance=d.incident_chance * chance,
            incident=d.incident * size,
        )
        for name, d in linnet_debts().items()
    }


def replay_plan(plan: Mapping[str, Mapping[str, Any]], debts: Mapping[str, Debt]) -> dict[str, Any]:
    """What the plan costs, beside never paying and the cheapest plan within the limit."""
    bills = {n: bill(d, plan[n]["months"], plan[n]["scope"] == "whole") for n, d in debts.items()}
    never = {n: bill(d, None) for n, d in debts.items()}
    quarters: dict[int, float] = {}
    for name, found in bills.items():
        months = plan[name]["months"]
        if months is not None:
            quarters[months // QUARTER] = quarters.get(months // QUARTER, 0.0) + found.principal
    size = sum(d.principal for d in debts.values()) / sum(
        d.principal for d in linnet_debts().values()
    )
    limit = most_a_quarter() * size
    best, best_plan = _best(tuple(debts.items()), limit)
    retired = [
        n
        for n, d in debts.items()
        if plan[n]["months"] is not None and (break_even(d) or HORIZON) > (d.life or HORIZON)
    ]
    flat = {n: replace(d, growth=0.0) for n, d in debts.items()}
    return {
        "total": _sum(bills),
        "never": _sum(never),
        "best": best,
        "best_plan": best_plan,
        "incidents": sum(b.incidents for b in bills.values()),
        "interest": sum(b.interest for b in bills.values()),
        "principal": sum(b.principal for b in bills.values()),
        "busiest": max(quarters.values(), default=0.0),
        "limit": limit,
        "paid": [n for n in debts if plan[n]["months"] is not None],
        "retired": retired,
        "life": debts[retired[0]].life if retired else 0,
        "break_even": break_even(debts[retired[0]]) if retired else 0,
        "bills": bills,
        "never_bills": never,
        "flat_total": sum(
            bill(d, plan[n]["months"], plan[n]["scope"] == "whole").total for n, d in flat.items()
        ),
    }


@lru_cache(maxsize=64)
def _best(debts: tuple[tuple[str, Debt], ...], limit: float) -> tuple[float, Mapping[str, Any]]:
    return cheapest(dict(debts), limit, QUARTER)


def _sum(bills: Mapping[str, Bill]) -> float:
    return sum(b.total for b in bills.values())
