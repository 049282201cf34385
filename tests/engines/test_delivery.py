"""Delivery metrics: each trap changes the figure that it should, and memory stays small."""

import math
import random

import pytest

from tpo.engines.delivery import (
    DAY,
    WEEKS,
    Durations,
    Health,
    Reading,
    draw_deploys,
    measure,
)


def test_medians_from_bins_are_within_one_percent():
    rng = random.Random(1)
    values = [rng.uniform(10, 4e6) for _ in range(2_001)]
    durations = Durations()
    for value in values:
        durations.add(value)
    assert durations.median() == pytest.approx(sorted(values)[1_000], rel=0.008)
    assert durations.mean() == pytest.approx(sum(values) / len(values))
    assert len(durations.bins) < 2_600
    assert durations.quantile(0.9) > durations.median()
    assert math.isnan(Durations().median())
    assert math.isnan(Durations().mean())


def test_bins_do_not_grow_with_the_log():
    durations = Durations()
    for i in range(100_000):
        durations.add(60 + i % 5_000)
    assert len(durations.bins) < 1_000


def test_each_trap_moves_its_figure():
    log = draw_deploys(85)
    assert len(log) == 520
    true = measure(log, Reading(), WEEKS)
    pooled = measure(log, Reading(), WEEKS, pooled=True)["all"]
    assert true["roost"]["lead_days"] > 4 * pooled["lead_days"]
    asked = measure(log, Reading(lead_from="asked"), WEEKS)
    assert asked["tracking"]["lead_days"] > 5 * true["tracking"]["lead_days"]
    means = measure(log, Reading(middle="mean"), WEEKS)
    assert max(means[s]["lead_days"] / true[s]["lead_days"] for s in true) > 1.5
    outages = measure(log, Reading(failures="any_trouble"), WEEKS)
    assert all(outages[s]["fail_share"] >= true[s]["fail_share"] for s in true)
    assert true["roost"]["fail_share"] == max(v["fail_share"] for v in true.values())
    assert true["roost"]["per_week"] == pytest.approx(1.0)


def test_a_short_log_counts_as_a_week():
    health = Health()
    health.add(0, DAY, True, None, False)
    numbers = health.numbers()
    assert numbers["per_week"] == 1
    assert math.isnan(numbers["recovery_h"])
    assert numbers["fail_share"] == 1
