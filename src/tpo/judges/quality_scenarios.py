"""Run six-part quality scenarios (SEI) on three designs of Second Perch and see which separate them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from tpo.judges.perch_options import (
    DESIGNS,
    ENVIRONMENTS,
    KNOBS,
    MEASURES,
    STIMULI,
    World,
    measured,
    turned,
)

UNSAID = "unsaid"
VAGUE = "responds_well"
SOURCES = ("recipient", "message_company", "network_team", "product_owner", UNSAID)
PARTS = ("change_of_place", "route_plan", "whole_service", UNSAID)
RESPONSES = ("is_answered", "is_accepted", "is_in_the_route_plan", "is_live", UNSAID)
ALL_MEASURES = (*MEASURES, VAGUE)
MARKS = ("none", "sensitivity", "tradeoff")
FITS = {
    "p95_s": "is_answered",
    "mean_s": "is_answered",
    "failed_per_1000": "is_accepted",
    "seen_after_s": "is_in_the_route_plan",
    "days_until_live": "is_live",
}
TURNS = (0.5, 2.0)


def run_scenarios(rows: Sequence[Mapping[str, Any]], world: World) -> dict[str, Any]:
    """Values and verdicts of every row on every design, and what the marks are worth."""
    ran = [_run(row, world) for row in rows]
    seen: list[tuple[Any, ...]] = []
    for one in ran:
        same = (one["stimulus"], one["environment"], one["measure"])
        one["again"] = same in seen
        seen.append(same)
        one["separates"] = 0 < len(one["passed"]) < len(DESIGNS) and not one["again"]
    pairs = [
        (a, b)
        for a, b in combinations(range(len(ran)), 2)
        if ran[a]["separates"]
        and ran[b]["separates"]
        and not set(ran[a]["passed"]) & set(ran[b]["passed"])
    ]
    opposed = {n for pair in pairs for n in pair}
    marked = {name: [n for n, row in enumerate(rows) if row["mark"] == name] for name in MARKS}
    flips = {n: _flip(rows[n], ran[n], world) for n in marked["sensitivity"]}
    return {
        "rows": ran,
        "separating": sum(one["separates"] for one in ran),
        "whole": sum(one["whole"] for one in ran),
        "tailless": sum(one["measure"] != "mean_s" for one in ran),
        "pairs": pairs,
        "tradeoff_marked": bool(marked["tradeoff"]),
        "tradeoff_true": any(n in opposed for n in marked["tradeoff"]),
        "sensitivity_marked": bool(marked["sensitivity"]),
        "sensitivity_true": any(flips.values()),
        "flip": next((flip for flip in flips.values() if flip), None),
    }


def _run(row: Mapping[str, Any], world: World) -> dict[str, Any]:
    environments = ENVIRONMENTS if row["environment"] == UNSAID else (row["environment"],)
    runs = {
        where: {d: measured(d, _world(row, where, world)) for d in DESIGNS}
        for where in environments
    }
    first = runs[environments[0]]
    vague = row["measure"] == VAGUE
    values = {d: 0.0 if vague else first[d][row["measure"]] for d in DESIGNS}
    passes = {
        where: tuple(d for d in DESIGNS if vague or found[d][row["measure"]] <= row["limit"])
        for where, found in runs.items()
    }
    said = [row[name] != UNSAID for name in ("source", "environment", "artefact", "response")]
    return {
        **row,
        "values": values,
        "p95": {d: first[d]["p95_s"] for d in DESIGNS},
        "passed": passes[environments[0]],
        "by_environment": passes,
        "flips": len(set(passes.values())) > 1,
        "vague": vague,
        "whole": all(said) and not vague and FITS[row["measure"]] == row["response"],
        "fits": vague or row["response"] in (UNSAID, FITS[row["measure"]]),
        "unsaid": not (said[0] and said[1]),
        "tail_hides": row["measure"] == "mean_s"
        and any(first[d]["p95_s"] > row["limit"] >= values[d] for d in DESIGNS),
    }


def _world(row: Mapping[str, Any], environment: str, world: World) -> World:
    assert row["stimulus"] in STIMULI
    return replace(world, environment=environment, stimulus=row["stimulus"])


def _flip(
    row: Mapping[str, Any], one: Mapping[str, Any], world: World
) -> tuple[str, str, float] | None:
    """(design, knob, turn) that changes a verdict of this row; None if nothing does."""
    if one["vague"] or row["environment"] == UNSAID:
        return None
    here = _world(row, row["environment"], world)
    for design in DESIGNS:
        for knob in KNOBS:
            for turn in TURNS:
                value = measured(design, turned(here, knob, turn))[row["measure"]]
                if (value <= row["limit"]) != (design in one["passed"]):
                    return design, knob, turn
    return None
