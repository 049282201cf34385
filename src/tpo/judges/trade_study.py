"""Judge a trade study on Second Perch: scores against evidence, result against futures and brief."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tpo import case
from tpo.engines.trade_study import (
    BEST,
    Score,
    Study,
    alike,
    anchored,
    confidence,
    dominated,
    leaders,
    regret,
    tipping,
    totals,
)
from tpo.judges.perch_options import World, measured

DO_NOTHING = "do_nothing"
TIE = "tie"
PEAK = World("peak_day")
SLOW = World("tuesday", "routing_slow")
RUNS = {  # criterion -> (world, measure)
    "answer_s": (PEAK, "p95_s"),
    "failed": (SLOW, "failed_per_1000"),
    "seen_s": (PEAK, "seen_after_s"),
    "change_days": (PEAK, "days_until_live"),
}
RUN_RANGE = 0.1  # a run on another day differs by about so much
NEAR = 1.0  # points by which a score may differ from its evidence
CORRELATED = 0.9


@lru_cache
def evidence(seed: int = 1) -> Mapping[str, Mapping[str, Score]]:
    """{option: {criterion: score}} from runs and estimates, on the anchored scale."""
    data = case.choosing()
    return {
        option: {name: _score(option, name, seed) for name in data.criteria}
        for option in data.options
    }


def value(option: str, criterion: str, seed: int = 1) -> tuple[float, float, float]:
    """(low, likely, high) in the criterion's own unit."""
    data = case.choosing()
    design = data.options[option].design
    if data.criteria[criterion].source == "run" and design is not None:
        world, measure = RUNS[criterion]
        found = measured(design, World(world.environment, world.stimulus, seed=seed))[measure]
        return found * (1 - RUN_RANGE), found, found * (1 + RUN_RANGE)
    row = data.estimates[option, criterion]
    return row.low, row.value, row.high


def _score(option: str, criterion: str, seed: int) -> Score:
    yard = case.choosing().criteria[criterion]
    points = [anchored(v, yard.worst, yard.best) for v in value(option, criterion, seed)]
    return Score(points[1], min(points), max(points))


def brief_weights() -> dict[str, float]:
    """What Ines would pay for."""
    return {wish.criterion: wish.weight for wish in case.choosing().brief.values()}


def doubles(criteria: tuple[str, ...], seed: int = 1) -> list[tuple[str, str, float]]:
    """Pairs of these criteria that say the same of all six options."""
    rows = evidence(seed)
    study = Study(
        dict.fromkeys(criteria, 1.0),
        {option: {name: row[name] for name in criteria} for option, row in rows.items()},
    )
    return alike(study, CORRELATED)


def full_study(weights: Mapping[str, float], options: tuple[str, ...], seed: int = 1) -> Study:
    """A study of these options whose scores are exactly those of the evidence."""
    rows = evidence(seed)
    names = tuple(weights)
    return Study(weights, {o: {name: rows[o][name] for name in names} for o in options})


def judge_study(study: Mapping[str, Any], seed: int = 1) -> dict[str, Any]:
    """Observations on a study as `exercises.m09` reads it."""
    data, rows = case.choosing(), evidence()  # the sheet that the scores were made from
    weights: dict[str, float] = study["weights"]
    criteria = tuple(weights)
    cells = [
        (option, name, score, source)
        for option, row in study["options"].items()
        for name, (score, source) in row.items()
    ]
    loose = [(o, n) for o, n, _, source in cells if source != data.criteria[n].evidence]
    off = [
        (o, n)
        for o, n, score, source in cells
        if (o, n) not in loose and not _fits(score, rows[o][n])
    ]
    own = Study(weights, _own_scores(study, loose))
    leading = leaders(own)
    chances = confidence(own, seed)
    order = sorted(chances, key=lambda name: -chances[name])
    sums = totals(own)
    by_total = sorted(sums, key=lambda name: -sums[name])
    first, second = by_total[0], by_total[1]
    beaten = dominated(own)
    real = [o for o in study["options"] if o != DO_NOTHING and o not in beaten]
    pick = study["pick"]
    broken = _broken(pick, seed)
    tip = {name: tipping(own, name) for name in criteria}
    said = study["tipping"]
    claimed = study["claim_p95_ms"]
    design = data.options[pick].design
    ran = 1000 * measured(design, World("peak_day", seed=seed))["p95_s"] if design else None
    whole = full_study(brief_weights(), tuple(data.options), seed)
    return {
        "options": len(study["options"]),
        "do_nothing": DO_NOTHING in study["options"],
        "real": len(real),
        "beaten": beaten,
        "beaten_by": next(iter(beaten.items()), ("", "")),
        "late_edits": study["late_edits"],
        "toward": study["toward"],
        "doubles": doubles(criteria, seed),
        "cells": len(cells),
        "loose": len(loose),
        "off": len(off),
        "off_cell": off[0] if off else ("", ""),
        "off_evidence": rows[off[0][0]][off[0][1]].value if off else 0.0,
        "sound": 1 - (len(loose) + len(off)) / len(cells),
        "totals": sums,
        "leading": leading,
        "first": first,
        "second": second,
        "first_total": sums[first],
        "second_total": sums[second],
        "chances": chances,
        "favourite": order[0],
        "chance": chances[order[0]],
        "result": study["result"],
        "result_chance": chances.get(study["result"], 0.0),
        "said_chance": study["confidence"],
        "pick": pick,
        "pick_leads": pick in study["options"] and chances[pick] >= 0.15,
        "tiebreaker": study["tiebreaker"],
        "regret": regret(whole, pick, brief_weights(), seed),
        "broken": broken,
        "tip": tip,
        "said_tip": said,
        "tip_off": _tip_off(said, tip),
        "claimed_ms": claimed,
        "ran_ms": ran,
        "claim_off": abs(claimed / ran - 1) if ran and claimed else (0.0 if ran is None else 1.0),
    }


def _fits(score: float, found: Score) -> bool:
    return bool(found.low - NEAR <= score <= found.high + NEAR)


def _own_scores(
    study: Mapping[str, Any], loose: list[tuple[str, str]]
) -> dict[str, dict[str, Score]]:
    """The learner's scores with the range that their evidence leaves; without any, everything."""
    rows = evidence()
    own: dict[str, dict[str, Score]] = {}
    for option, row in study["options"].items():
        own[option] = {}
        for name, (score, _) in row.items():
            found = rows[option][name]
            if (option, name) in loose:
                own[option][name] = Score(score, 0.0, BEST)
            else:
                own[option][name] = Score(score, min(score, found.low), max(score, found.high))
    return own


def _broken(option: str, seed: int) -> list[tuple[str, float, float]]:
    """(criterion, value, most) of each hard limit of the brief that the option breaks."""
    found = []
    for wish in case.choosing().brief.values():
        likely = value(option, wish.criterion, seed)[1]
        if wish.most is not None and likely > wish.most:
            found.append((wish.criterion, likely, wish.most))
    return found


def _tip_off(said: tuple[str, float] | None, tip: Mapping[str, Any]) -> float:
    """Points of 100 by which the tipping weight was missed; 100 if there is none."""
    if said is None:
        return 0.0 if all(found is None for found in tip.values()) else 100.0
    found = tip.get(said[0])
    return 100.0 if found is None else abs(100 * found.weight - said[1])
