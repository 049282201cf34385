"""A delivery panel: read a deployment log by the learner's definitions, then try the next step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tpo.engines.delivery import DAY, TEAMS, WEEKS, Reading, draw_deploys, measure

STEPS = {
    "own_release_path": "the service leaves when it is ready, without the weekly train",
    "everyone_daily": "every team deploys every day by June",
    "more_approvals": "a second signature before each deployment",
    "more_testers": "two more people who test before the train",
    "bigger_trains": "a train every second week, with more time to test",
}
# What a step does to a service's lead time and failures; the course's choice. Whoever leaves on a
# train waits for it in three quarters of the lead time, and a full train breaks more often.
TRAIN_SHARE = 0.75
EFFECTS = {  # days added, change-fail share times
    "own_release_path": (0.0, 0.6),
    "everyone_daily": (0.0, 1.5),
    "more_approvals": (2.0, 1.0),
    "more_testers": (1.0, 0.8),
    "bigger_trains": (3.5, 1.2),
}
CONSTRAINT = "roost"


def assess(answer: Mapping[str, Any], seed: int, slow_days: float = 9.0) -> dict[str, Any]:
    """Compare the panel with the truth, and the constraint before and after the next step."""
    log = draw_deploys(seed, slow_days)
    pooled = answer["shown_for"] == "all_services_together"
    reading = Reading(answer["lead_time_from"], answer["middle"], answer["failures"])
    shown = measure(log, reading, WEEKS, pooled)
    true = measure(log, Reading(), WEEKS)
    named = answer["constraint"]
    panel = {name: shown["all" if pooled else name] for name in true}
    off = {
        name: max(
            _off(panel[name][metric], true[name][metric])
            for metric in ("lead_days", "recovery_h", "fail_share", "per_week", "rework_share")
        )
        for name in true
    }
    after_lead, after_fail = _after(answer["next_step"], named, true[named])
    worst = max(true, key=lambda name: true[name]["lead_days"])
    worst_off = max(off, key=lambda name: off[name])
    return {
        "panel_lead": panel[CONSTRAINT]["lead_days"],
        "true_lead": true[CONSTRAINT]["lead_days"],
        "panel_fail": panel[worst_off]["fail_share"],
        "true_fail": true[worst_off]["fail_share"],
        "off": off[worst_off],
        "worst_off": worst_off,
        "healthy": len(true) - 1,
        "deploys": len(log),
        "rare": sum(d.service == CONSTRAINT for d in log),
        "provider_troubles": sum(d.trouble == "provider" for d in log),
        "constraint": named,
        "found": named == worst,
        "named_lead": true[named]["lead_days"],
        "after_lead": after_lead,
        "after_fail": after_fail,
        "true_named_fail": true[named]["fail_share"],
        "shortened": 1 - after_lead / true[named]["lead_days"],
        "longest_days": max((d.deployed - d.committed) / DAY for d in log),
    }  # fmt: skip


def _off(shown: float, true: float) -> float:
    """How far a shown figure is from the true one, as a factor above 1; nan counts as equal."""
    if math.isnan(shown) or math.isnan(true) or shown == true:
        return 1.0
    low, high = sorted((shown, true))
    return high / low if low > 0 else 9.0


def _after(step: str, service: str, now: Mapping[str, float]) -> tuple[float, float]:
    """Lead time in days and change-fail share of a service after the step."""
    days, times = EFFECTS[step]
    if service != CONSTRAINT:  # it has no train to leave behind
        return now["lead_days"] + days, now["fail_share"]
    stays = 1 - TRAIN_SHARE if step == "own_release_path" else 1.0
    return now["lead_days"] * stays + days, min(1.0, now["fail_share"] * times)


SERVICES = tuple(TEAMS)
