"""A written budget policy beside "always ship" and "never ship", in the same three hundred quarters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tpo.engines.slo import BudgetPolicy, play_quarter
from tpo.engines.slo.budget import (
    OUTAGE_EUR,
    PEAK_TIMES,
    RISKY_BREAKS,
    RISKY_COSTS,
    RISKY_EUR,
)

QUARTERS = 300
ALWAYS, NEVER = BudgetPolicy(-99.0), BudgetPolicy(2.0)
RISKY_LOSS_EUR = RISKY_BREAKS * RISKY_COSTS * PEAK_TIMES * OUTAGE_EUR
"""What the risky release of a peak week costs on average."""
PEAK = {"ship_the_risky_one": "ship", "spend_evenly": "usual", "save_for_launch": "save"}


def policy(answer: Mapping[str, Any]) -> BudgetPolicy:
    """The decisions of an answer as a policy."""
    return BudgetPolicy(
        mend_below=answer["mend_below"],
        hold_after_miss=2 if answer["small_miss"] == "hold_two_weeks" else 0,
        provider_counts=answer["spent_by_provider"] != "not_ours",
        peak=PEAK[answer["before_launch"]],
    )


@lru_cache(maxsize=64)
def average(rule: BudgetPolicy, seed: int) -> Mapping[str, float]:
    """Averages over the quarters: euros, weeks without budget, launches in time, weeks on hold."""
    played = [play_quarter(rule, seed * 1_000 + i) for i in range(QUARTERS)]
    return {
        "eur": sum(r.eur for r in played) / QUARTERS,
        "without": sum(r.weeks_without for r in played) / QUARTERS,
        "in_time": sum(r.in_time for r in played) / QUARTERS,
        "held": sum(r.held for r in played) / QUARTERS,
        "damage_eur": sum(r.damage_eur for r in played) / QUARTERS,
    }


def replay(answer: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Play the quarters under the answer and under both extremes."""
    mine = average(policy(answer), seed)
    always, never = average(ALWAYS, seed)["eur"], average(NEVER, seed)["eur"]
    without_hold = average(policy({**answer, "small_miss": "carry_on"}), seed)["eur"]
    return {
        **mine,
        "always_eur": always,
        "never_eur": never,
        "gain_eur": mine["eur"] - max(always, never),
        "hold_costs_eur": without_hold - mine["eur"],
        "agreed": answer["spent_by_provider"] != "lower_the_target",
        "risky_loss_eur": RISKY_LOSS_EUR,
        "risky_gain_eur": RISKY_EUR,
    }
