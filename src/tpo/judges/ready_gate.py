"""Replay a ready-gate on past stories: what rework it would have saved, and who would have waited.

A gate holds back each story that misses one of its checks. A story held back is put right first;
its rework is then taken to be that of the stories which passed. Waiting is taken from the data in
the same way: a story that gets a check late waits as long as the stories that had it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

CHECKS: dict[str, str] = {
    "examples": "an example for each rule",
    "no_open_question": "no open question that could change the rule",
    "small_enough": "small enough for one week",
    "user_named": "says who needs it",
    "neighbours_agreed": "teams whose service it calls have agreed",
    "test_data": "test data is at hand",
    "design_final": "final design attached",
    "estimate_hours": "an estimate in hours is present",
    "three_signatures": "three managers have signed",
}
MOST_CHECKS = 4
LESS_REWORK, MOST_HELD = 0.40, 0.15

Story = Mapping[str, Any]


def mean(values: Sequence[float]) -> float:
    """The average; 0 for none."""
    return sum(values) / len(values) if values else 0.0


def replay(gate: Sequence[str], stories: Sequence[Story]) -> dict[str, Any]:
    """Rework per story before and with the gate (days), share held back, added waiting (days)."""
    before = mean([s["rework_days"] for s in stories])
    held = [s for s in stories if not all(s[check] for check in gate)]
    ready = [s for s in stories if all(s[check] for check in gate)]
    after = before
    if held and ready:
        usual = mean([s["rework_days"] for s in ready])
        total = sum(s["rework_days"] for s in ready)
        total += usual * len(held)
        after = total / len(stories)
    return {
        "before": before,
        "after": after,
        "saved": 1 - after / before if before else 0.0,
        "held": len(held) / len(stories),
        "stories_held": len(held),
        "stories": len(stories),
        "checks": len(gate),
        "waits": {check: waiting(check, stories) for check in CHECKS},
        "alone": {check: rework_gap(check, stories) for check in CHECKS},
    }


def waiting(check: str, stories: Sequence[Story]) -> float:
    """How many days longer stories waited that had the check."""
    with_it = [s["waited_days"] for s in stories if s[check]]
    without = [s["waited_days"] for s in stories if not s[check]]
    return mean(with_it) - mean(without)


def rework_gap(check: str, stories: Sequence[Story]) -> float:
    """How many days more rework stories had that missed the check."""
    with_it = [s["rework_days"] for s in stories if s[check]]
    without = [s["rework_days"] for s in stories if not s[check]]
    return mean(without) - mean(with_it)


def shaken(stories: Sequence[Story], rng: random.Random) -> list[Story]:
    """The same team in another half-year: each story's days up to 10 % more or less."""
    return [
        {
            **story,
            "rework_days": story["rework_days"] * (0.9 + 0.2 * rng.random()),
            "waited_days": story["waited_days"] * (0.9 + 0.2 * rng.random()),
        }
        for story in stories
    ]
