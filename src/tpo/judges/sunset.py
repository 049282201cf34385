"""A version goes away: 42 partners over 26 weeks, played against a plan.

Weeks count from Monday 20 July 2026. The peak freeze (9 November to 4 January) is weeks 17 to 24:
partners don't touch their programs in it, and neither does Linnet. A partner begins to move when
it has heard of the change *and* the new version exists; moving takes its own number of weeks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from tpo import case

WEEKS = 26
FREEZE = (17, 24)
PEAK = (19, 22)
DUAL_LIMIT = 20
CARRY_PEOPLE = 1.5  # people who keep two versions alive
MONTHLY_WEEKS = 5  # so long must one watch to see someone who calls once a month
DEAF, SELDOM = 9, 3  # partners who never read a mail; batch jobs that call once a month
OUTREACH = ("mail", "by_usage")
CONSENT = ("the_date", "usage_is_zero")


@dataclass(frozen=True)
class Partner:
    """One partner. ``volume`` is its share of calls to the old version.

    ``reads_mail``: opens Linnet's newsletter; ``monthly``: a batch job that calls once a month;
    ``sees_headers``: its program reports a Deprecation header; ``work``: weeks it needs to move;
    ``leftover``: believes it has moved, and forgot one job.
    """

    id: str
    volume: float
    reads_mail: bool
    monthly: bool
    sees_headers: bool
    work: int
    leftover: bool


@dataclass(frozen=True)
class Outcome:
    """What a plan did."""

    broken: tuple[str, ...]
    broken_volume: float
    unreached: int
    silent_broken: int
    dual_weeks: int
    in_freeze: tuple[str, ...]
    waited: int


@lru_cache
def partners() -> tuple[Partner, ...]:
    """The 42 partners: usage from the case's data, what nobody can see drawn once."""
    held = case.partner_usage()
    seldom = tuple(i for i, p in enumerate(held) if p.calls.count(0) > len(p.calls) // 2)
    return _people([p.partner_id for p in held], [float(sum(p.calls)) for p in held], seldom, 42)


def _people(
    names: list[str], calls: list[float], seldom: tuple[int, ...], seed: int
) -> tuple[Partner, ...]:
    draw = Random(seed)
    deaf = set(draw.sample([i for i in range(len(names)) if i not in seldom], DEAF))
    return tuple(
        Partner(
            id=name,
            volume=calls[i] / sum(calls),
            reads_mail=i not in deaf and i not in seldom,
            monthly=i in seldom,
            sees_headers=i not in deaf and draw.random() < 0.4,
            work=draw.randint(3, 8),
            leftover=draw.random() < 0.12,
        )
        for i, name in enumerate(names)
    )


def who_called(weeks: int) -> str:
    """Who of the partners called version 1 in the last weeks, as one sentence."""
    held = case.partner_usage()
    quiet = [p.partner for p in held if not sum(p.calls[-weeks:])]
    span = "the last week" if weeks == 1 else f"the last {weeks} weeks"
    silent = f" Not one call from {', '.join(quiet)}." if quiet else " Nobody is missing."
    return f"In {span}, {len(held) - len(quiet)} of {len(held)} partners called.{silent}"


def frozen(week: int) -> bool:
    """Is this a week of the freeze?"""
    return FREEZE[0] <= week <= FREEZE[1]


def play(plan: Mapping[str, Any], who: tuple[Partner, ...] | None = None) -> Outcome:
    """Play the plan; weeks are 1 to 26, None is never."""
    everyone = who or partners()
    ready = plan["replacement_week"]
    off = plan["off_week"]
    moved = {p.id: _moved(p, plan) for p in everyone}
    last = max((m for m in moved.values() if math.isfinite(m)), default=0)
    waited = 0
    if off is not None and plan["consent"] == "usage_is_zero":
        calling = [p for p in everyone if moved[p.id] > off and _visible(p, plan)]
        if calling:  # off only when nobody whom the watch shows still calls
            until = max(moved[p.id] for p in calling)
            waited = 0 if math.isinf(until) else max(0, int(until) - off)
            off = None if math.isinf(until) else int(until)
    broken = [p for p in everyone if off is not None and moved[p.id] > off]
    begin = ready if ready is not None else 1
    end = off if off is not None else WEEKS + 26  # the bill of a plan without an end: a year
    acts = {"off": off, "brownout": plan["brownout_week"], "replacement": ready}
    return Outcome(
        broken=tuple(p.id for p in broken),
        broken_volume=sum(p.volume for p in broken),
        unreached=sum(math.isinf(_heard(p, plan)) for p in everyone),
        silent_broken=sum(p.monthly for p in broken),
        dual_weeks=max(0, end - begin),
        in_freeze=tuple(name for name, week in acts.items() if week is not None and frozen(week)),
        waited=waited if last else 0,
    )


def _visible(p: Partner, plan: Mapping[str, Any]) -> bool:
    """Does the watch show this partner's calls?"""
    return bool(plan["usage_watch_weeks"] >= (MONTHLY_WEEKS if p.monthly else 1))


def _heard(p: Partner, plan: Mapping[str, Any]) -> float:
    """The week in which the partner knows that it has to move."""
    weeks = []
    if plan["announce_week"] is not None and p.reads_mail:
        weeks.append(plan["announce_week"])
    if plan["headers_week"] is not None and p.sees_headers:
        weeks.append(plan["headers_week"])
    if plan["outreach"] == "by_usage" and plan["announce_week"] is not None and _visible(p, plan):
        weeks.append(plan["announce_week"] + plan["usage_watch_weeks"])
    return min(weeks, default=math.inf)


def _moved(p: Partner, plan: Mapping[str, Any]) -> float:
    """The first week in which the partner no longer calls the old version."""
    ready = plan["replacement_week"]
    heard = _heard(p, plan)
    if ready is None or math.isinf(heard):
        return math.inf
    week = max(heard, ready)
    week = _worked(week, p.work)
    if p.leftover:  # finds the forgotten job when a brownout makes it fail, outside the freeze
        brownout = plan["brownout_week"]
        if brownout is None:
            return math.inf
        week = _worked(max(week, brownout), 1)
    return week


def _worked(start: float, weeks: int) -> float:
    week = start
    while weeks > 0:
        if not frozen(int(week)):
            weeks -= 1
        week += 1
    return week


def drawn(draw: Random) -> tuple[Partner, ...]:
    """Fresh partners of the same kind."""
    names = [f"P-{i:02d}" for i in range(1, len(partners()) + 1)]
    calls = [draw.paretovariate(1.1) for _ in names]
    seldom = tuple(sorted(draw.sample(range(len(names)), SELDOM)))
    return _people(names, calls, seldom, draw.randrange(10**6))


def judge(plan: Mapping[str, Any], who: tuple[Partner, ...]) -> dict[str, Any]:
    """What the plan did, as numbers."""
    seen = play(plan, who)
    moves = plan["off_week"] is not None and plan["replacement_week"] is not None
    announced, ready = plan["announce_week"], plan["replacement_week"]
    return {
        "broken": len(seen.broken),
        "broken_share": seen.broken_volume,
        "partners": len(who),
        "unreached": seen.unreached,
        "silent": seen.silent_broken,
        "dual": seen.dual_weeks,
        "frozen": len(seen.in_freeze),
        "frozen_what": ", ".join(seen.in_freeze) or "nothing",
        "ends": plan["off_week"] is not None,
        "moves": moves,
        "too_early": max(0, (ready if ready is not None else WEEKS) - announced)
        if announced is not None
        else 0,
        "waited": seen.waited,
    }
