"""The five bars of a design, all from one run and one replay of past changes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tpo.engines.patterns.place import CHANGE, LOOK, PARTNER, STORE, Code, Design
from tpo.engines.simulator import Result, simulate
from tpo.engines.system_graph import coupling

BARS = ("wait", "failed", "old", "bill", "change")
SECONDS_A_MONTH = 30 * 86_400.0
DAYS_A_YEAR = 220.0  # working days

# A planning model of the way from "we want it" to "it is live", in working days. Its shape is the
# point (meetings, a shared release train, upkeep of each pipeline), not its last digit.
WORK_DAYS = 1.0  # the change itself
MEET_DAYS = 0.5  # for each further module that a change touches
TEAM_DAYS = 0.5  # for each further team that has to be asked
CONTRACT_DAYS = 0.6  # for each further deployable: two versions have to fit
TRAIN_DAYS = 0.1  # for each colleague on the same release train
UPKEEP_DAYS = 1.8  # of one person for each deployable, shared by everybody

Cuts = Mapping[str, Mapping[str, Collection[str]]]
Changes = Sequence[Collection[str]]


@dataclass(frozen=True)
class Bars:
    """What a design costs; in every bar less is better.

    ``wait``: seconds within which 95 of 100 answered requests (of the watched kind) came back.
    ``failed``: of 1,000 requests, those that failed, stayed half done, or whose news never
    arrived. ``old``: of 1,000 looks, those that showed what was no longer true. ``bill``: euros a
    month for the replicas. ``change``: working days until a change is live.
    """

    wait: float
    failed: float
    old: float
    bill: float
    change: float

    def by_name(self) -> dict[str, float]:
        """The five bars by name."""
        return {name: getattr(self, name) for name in BARS}


NOTICED = {"wait": 0.005, "failed": 1.0, "old": 1.0, "bill": 20.0, "change": 0.1}
"""A bar has moved when it moved by more than this and by more than ``NOTICED_SHARE``."""
NOTICED_SHARE = 0.03


def moved(before: Bars, after: Bars, bar: str) -> int:
    """1 if a bar got noticeably worse, -1 if better, else 0."""
    a, b = getattr(before, bar), getattr(after, bar)
    if math.isinf(a) or math.isinf(b):
        return int(b > a) - int(a > b)
    step = max(NOTICED[bar], NOTICED_SHARE * min(a, b))
    return int(b - a > step) - int(a - b > step)


def bars(design: Design, cuts: Cuts, changes: Changes) -> Bars:
    """Run the design, and replay ``changes`` over its cut of the code (one of ``cuts``)."""
    seen = simulate(design.system, design.scenario)
    if design.seen_after:
        behind = _behind(design, seen)
        if behind > 0:
            late = design.call(*design.reads, lag=design.between(*design.reads).lag + behind)
            seen = simulate(late.system, late.scenario)
    place = design.place
    watched = seen.of_class(place.watch) if place.watch else seen
    looks = seen.of_class(LOOK)
    return Bars(
        wait=watched.p(95) if watched.ok.any() else math.inf,
        failed=1000 * _failed(design, seen) / seen.n,
        old=1000 * float(looks.stale.mean()) if looks.n else 0.0,
        bill=seen.cost / (seen.end - seen.start) * SECONDS_A_MONTH,
        change=days_for_a_change(design.code, place.people, cuts, changes, place.partner_changes),
    )


def days_for_a_change(
    code: Code, people: int, cuts: Cuts, changes: Changes, partner_changes: float = 0.0
) -> float:
    """Working days from wanting a change to having it live, on average over a year."""
    seen = coupling(cuts[code.cut], changes)
    further = seen.mean - 1 + partner_changes * (code.partner_touches - 1)
    things = min(code.deployables, seen.modules)
    own = cuts[code.cut].get(code.own, ())
    asked = sum(not set(change) <= set(own) for change in changes) / len(changes)
    days = (
        WORK_DAYS
        + MEET_DAYS * further
        + TEAM_DAYS * code.asked_teams * asked
        + CONTRACT_DAYS * further * (things - 1) / things
        + TRAIN_DAYS * max(0.0, people / code.deployables - 1)
        + UPKEEP_DAYS * (code.deployables + code.helpers) / people
    )
    # Who asks during a freeze waits for its end: half of it on average.
    return days + code.frozen_days / DAYS_A_YEAR * code.frozen_days / 2


def _behind(design: Design, seen: Result) -> float:
    """Seconds until a change can be seen, on average.

    Old looks are in proportion to it, so that one number stands for a time that varies.
    """
    late = seen.of_class(CHANGE).delays(design.seen_after)
    late = late[~np.isnan(late)]
    return float(late.mean()) if len(late) else 0.0


def _failed(design: Design, seen: Result) -> int:
    """Requests that failed, changes half done, and changes whose news or work never arrived."""
    place, changes = design.place, seen.of_class(CHANGE)
    failed = seen.n - int(seen.ok.sum())
    if place.both:  # written here and not there, or written twice: somebody has to tidy up
        here, there = changes.effects(STORE), changes.effects(PARTNER)
        failed += int((((here > 0) != (there > 0)) | (here > 1)).sum())
    wanted = [name for name in (place.reach, design.seen_after) if name]
    lost = np.zeros(changes.n, bool)
    for name in wanted:
        exists = any(service.name == name for service in design.system.services)
        arrived = changes.effects(name) > 0 if exists else np.zeros(changes.n, bool)
        asked = name != PARTNER or place.asks >= 1  # else not every change has work there
        lost |= ~arrived & asked
    return failed + int((changes.ok & lost).sum())
