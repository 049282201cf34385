"""Walk journeys after each slice of Second Perch: who can finish what, and in which week.

A slice builds steps (what the recipient sees), rules (what the service decides) and data (what is
kept). A part is built once and stays. A journey can be walked when every step, rule and data it
needs is there: a screen without its rule lets nobody through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

DAYS_A_WEEK = 5

# Days of the team for each part, as Amara estimated them (course: no figure in the curriculum).
STEPS = {"ask": 2.0, "see": 1.0, "change_again": 2.0, "withdraw": 1.0}
RULES = {
    "R1": 1.0,
    "R2": 4.0,
    "R3": 2.0,
    "R4": 3.0,
    "R5": 2.0,
    "R6": 2.0,
    "R7": 3.0,
    "R8": 1.0,
    "R9": 1.0,
    "R10": 1.0,
}
DATA = {"changes": 1.0, "compartments": 1.0, "fees": 1.0, "usage": 1.0}
USAGE = "usage"  # an event for each new journey that shows it was used; paid in each slice

TEAM = {  # which team would build a rule if work were cut along the organisation chart
    "R1": "Delivery Choice",
    "R8": "Delivery Choice",
    "R10": "Delivery Choice",
    "R3": "Nests",
    "R6": "Nests",
    "R2": "Courier App",
    "R4": "Money",
    "R5": "Money",
    "R7": "Merchant Integration",
    "R9": "Notifications",
}


@dataclass(frozen=True)
class Walk:
    """A journey of one kind of recipient: what it needs, and its share of the requests."""

    title: str
    share: float
    rules: tuple[str, ...]
    steps: tuple[str, ...] = ("ask", "see")
    data: tuple[str, ...] = ("changes",)


BASE = ("R1", "R8")
WALKS: dict[str, Walk] = {
    "door_to_nest": Walk(
        "from the door to a Nest", 0.40, (*BASE, "R3"), data=("changes", "compartments")
    ),
    "another_day": Walk("to another day", 0.22, BASE),
    "neighbour": Walk("to a neighbour or a safe place", 0.18, (*BASE, "R5")),
    "in_the_van": Walk("when the parcel is already in the van", 0.08, (*BASE, "R2")),
    "nest_to_nest": Walk(
        "from one Nest to another", 0.05, (*BASE, "R3", "R6"), data=("changes", "compartments")
    ),
    "second_change": Walk(
        "a second time", 0.04, (*BASE, "R4"), ("ask", "see", "change_again"), ("changes", "fees")
    ),
    "other_clock": Walk("where the clocks differ", 0.02, (*BASE, "R10")),
    "merchant": Walk("and the merchant hears of it", 0.01, (*BASE, "R7")),
}
NOBODY = "nobody"
WHO = (*WALKS, NOBODY)
RISKIEST = "door_to_nest"  # nobody knows yet whether recipients choose a Nest by themselves
MARISOL = "neighbour"  # her neighbour is her only safe place


def walk_slices(slices: Sequence[dict[str, Any]], pace: float = 1.0) -> dict[str, Any]:
    """Walk every journey after every slice. ``pace`` scales the days of all parts."""
    have: set[str] = set()
    watched: set[str] = set()
    days: list[float] = []
    open_after: list[tuple[str, ...]] = []
    adds: list[bool] = []
    for piece in slices:
        parts = {*piece["steps"], *piece["rules"], *piece["data"]}
        new = sorted((parts - have) | (parts & {USAGE}))
        adds.append(any(part != USAGE for part in new))
        days.append(pace * sum((STEPS | RULES | DATA)[part] for part in new))
        have |= parts
        open_after.append(tuple(name for name in WALKS if _walkable(name, have)))
        if USAGE in piece["data"]:
            watched.add(piece["who"])
    weeks = [total / DAYS_A_WEEK for total in accumulate(days)]
    own = [p["who"] in o and a for p, o, a in zip(slices, open_after, adds, strict=True)]
    first = next((w for w, o in zip(weeks, open_after, strict=True) if o), None)
    learnt = [
        i
        for i, (p, o) in enumerate(zip(slices, open_after, strict=True), 1)
        if p["who"] == RISKIEST and RISKIEST in o and USAGE in p["data"]
    ]
    return {
        "slices": len(slices),
        "weeks": weeks,
        "open_after": open_after,
        "own": own,
        "walking": sum(own),
        "first_week": first,
        "risk_in": learnt[0] if learnt else None,
        "rules": sum(rule in have for rule in RULES),
        "missing": [rule for rule in RULES if rule not in have],
        "silent": [i for i, p in enumerate(slices, 1) if USAGE not in p["data"]],
        "spikes": sum(p["who"] == NOBODY for p in slices),
        "served": [sum(WALKS[name].share for name in o) for o in open_after],
        "marisol_week": next(
            (w for w, o in zip(weeks, open_after, strict=True) if MARISOL in o), None
        ),
        "blocked": _blocked(slices, own, open_after),
        "layers": _layered(slices),
        "teams": _by_team(slices),
        "verbs": _by_verb(slices),
    }


def _walkable(name: str, have: set[str]) -> bool:
    walk = WALKS[name]
    return have.issuperset((*walk.steps, *walk.rules, *walk.data))


def _blocked(
    slices: Sequence[dict[str, Any]], own: Sequence[bool], open_after: Sequence[tuple[str, ...]]
) -> tuple[int, int] | None:
    """(a slice, the later one it needs before its people notice anything); the first such pair."""
    for i, piece in enumerate(slices):
        if own[i] or piece["who"] == NOBODY:
            continue
        for later in range(i + 1, len(slices)):
            if piece["who"] in open_after[later]:
                return i + 1, later + 1
    return None


def _layered(slices: Sequence[dict[str, Any]]) -> bool:
    """Whether screens, rules and data come in slices of their own."""
    kinds = [tuple(k for k in ("steps", "rules", "data") if set(p[k]) - {USAGE}) for p in slices]
    single = {k[0] for k in kinds if len(k) == 1}
    return (
        {"steps", "rules"} <= single and len(single) >= 2 and ("data" in single or len(kinds) < 4)
    )


def _by_team(slices: Sequence[dict[str, Any]]) -> bool:
    """Whether every slice holds the rules of one team only, and there are at least four teams."""
    teams = [sorted({TEAM[rule] for rule in p["rules"]}) for p in slices if p["rules"]]
    alone = len(teams) >= 4 and all(len(t) == 1 for t in teams)
    return alone and len({t[0] for t in teams}) == len(teams)


def _by_verb(slices: Sequence[dict[str, Any]]) -> bool:
    """Whether the steps come one to a slice: create, read, update, delete."""
    verbs = [p["steps"][0] for p in slices if len(set(p["steps"])) == 1]
    return len(set(verbs)) >= 3
