"""A quarter of weeks under a written budget policy: ship, mend or wait, and what it earns.

Each week the team ships features, works on reliability, or holds still. Features earn for the
rest of the quarter and now and then break something; reliability work makes both the bad luck
and the breakage smaller for good. What fails is paid from the error budget of 30 days and in
euros. Who has promised more than is kept pays credits to partners for every week without budget.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpo.engines.simulator.draws import uniforms

WEEKS = 13
PEAK_WEEKS = (8, 9)
LAUNCH_WEEK = 10  # Second Perch; it needs budget in hand
"""Weeks count from 0."""

FEATURE_EUR = 2_400.0  # a week, for the rest of the quarter, for each week of feature work
RISKY_EUR = 9_000.0  # what the risky release of the peak week earns, once
LAUNCH_EUR = 32_000.0  # a week, from the launch on
LAUNCH_NEEDS = 0.60  # of the budget
CREDIT_EUR = 14_000.0  # to partners, for each week without budget
OUTAGE_EUR = 214_000 / 3.22  # what spending one whole budget costs (INC-0417)
RECOVERS = 7 / 30  # of a budget falls out of the 30-day window each week
SHIP_BREAKS, SHIP_COSTS = 0.32, 0.28  # chance a week, share of the budget
LUCK_BREAKS, LUCK_COSTS = 0.20, 0.35  # provider slow and the like, without any release
MEND = 0.55  # what a week of reliability work leaves of costs
FLOOR = 0.12  # it never gets better than this
DECAY = 1.06  # each week of shipping wears some of it off
PEAK_TIMES = 2.6  # as many customers, as much damage
RISKY_BREAKS, RISKY_COSTS = 0.55, 0.75


@dataclass(frozen=True)
class BudgetPolicy:
    """What is done in which situation.

    ``mend_below``: share of the budget left under which the team works on reliability.
    ``hold_after_miss``: weeks without any release after any spending of budget at all.
    ``provider_counts``: is bad luck with a provider answered like any other loss?
    ``peak``: "ship" the risky release in the peak weeks, ship as "usual", or ship only what is
    safe and "save" the budget for the launch.
    """

    mend_below: float
    hold_after_miss: int = 0
    provider_counts: bool = True
    peak: str = "usual"


@dataclass(frozen=True)
class QuarterResult:
    """One quarter. ``left`` is the budget at the end of each week (1 is all of it)."""

    eur: float
    left: tuple[float, ...]
    did: tuple[str, ...]
    launched: bool
    in_time: bool
    weeks_without: int
    held: int
    damage_eur: float


def play_quarter(policy: BudgetPolicy, seed: int) -> QuarterResult:
    """Play 13 weeks; every policy meets the same luck for the same seed."""
    u = {name: uniforms(seed, f"budget-{name}", WEEKS) for name in ("ship", "luck", "size", "risk")}
    spent = 0.0  # of the budget, in the last 30 days
    by_provider = 0.0
    weakness, features, eur, damage, hold = 1.0, 0.0, 0.0, 0.0, 0
    left: list[float] = []
    did: list[str] = []
    launched = in_time = False
    without = held = 0
    for week in range(WEEKS):
        peak = week in PEAK_WEEKS
        counted = spent if policy.provider_counts else spent - by_provider
        action = _action(policy, 1 - counted, hold, week)
        hold = max(0, hold - 1)
        did.append(action)
        held += action == "hold"
        times = PEAK_TIMES if peak else 1.0
        lost = luck = 0.0
        if u["luck"][week] < LUCK_BREAKS:
            luck = LUCK_COSTS * (0.5 + u["size"][week]) * weakness * times
        if action == "ship":
            features += 1
            weakness = min(1.0, weakness * DECAY)
            if u["ship"][week] < SHIP_BREAKS:
                lost += SHIP_COSTS * (0.5 + u["size"][week]) * weakness * times
            if peak and policy.peak == "ship":
                eur += RISKY_EUR
                if u["risk"][week] < RISKY_BREAKS:
                    lost += RISKY_COSTS * times
        elif action == "mend":
            weakness = max(FLOOR, weakness * MEND)
        if week >= LAUNCH_WEEK and not launched and 1 - spent - lost - luck >= LAUNCH_NEEDS:
            launched, in_time = True, week == LAUNCH_WEEK
        spent = spent * (1 - RECOVERS) + lost + luck
        by_provider = by_provider * (1 - RECOVERS) + luck
        if lost + luck > 0 and policy.hold_after_miss:
            hold = policy.hold_after_miss
        damage += (lost + luck) * OUTAGE_EUR
        without += spent >= 1
        eur += features * FEATURE_EUR + (LAUNCH_EUR if launched else 0.0)
        left.append(1 - spent)
    eur -= damage + without * CREDIT_EUR
    return QuarterResult(eur, tuple(left), tuple(did), launched, in_time, without, held, damage)


def _action(policy: BudgetPolicy, left: float, hold: int, week: int) -> str:
    if hold:
        return "hold"
    if left < policy.mend_below:
        return "mend"
    if policy.peak == "save" and week in (*PEAK_WEEKS, LAUNCH_WEEK):
        return "mend"
    return "ship"
