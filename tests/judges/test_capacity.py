"""W06a and 6.2: the knee against Erlang C, and what a plan does in the slow minutes."""

import math

import pytest

from tpo.judges.capacity import (
    COST_CAP_EUR,
    WORKER_YEAR_EUR,
    Burst,
    run_capacity,
    wait_at,
)


def p95(workers, service_s, per_s=50.0):
    """The wait that 95 of 100 stay within: P(W > t) = C · e^(−(c/s − λ)t), C by Erlang."""
    a, b = per_s * service_s, 1.0
    for k in range(1, workers + 1):
        b = a * b / (k + a * b)
    c = b / (1 - a / workers * (1 - b))
    return max(0.0, math.log(c / 0.05) / (workers / service_s - per_s))


@pytest.mark.parametrize(
    ("workers", "service_s", "lesson"),
    [
        (18, 0.35, 2.00),
        (19, 0.35, 0.60),
        (20, 0.35, 0.31),
        (22, 0.35, 0.12),
        (24, 0.35, 0.04),
        (28, 0.35, 0.00),
        (36, 0.70, 1.95),
        (40, 0.70, 0.26),
        (42, 0.70, 0.13),
    ],
)
def test_the_knee(workers, service_s, lesson):
    assert p95(workers, service_s) == pytest.approx(lesson, abs=0.006)
    seen = wait_at(workers, service_s)
    assert seen.p95_s == pytest.approx(p95(workers, service_s), rel=0.08, abs=0.01)
    assert seen.utilisation == pytest.approx(50 * service_s / workers, rel=0.01)
    assert seen.p50_s <= seen.p95_s


def test_in_flight_is_littles_law():
    assert wait_at(40).in_flight == pytest.approx(50 * 0.35, rel=0.01)


def test_fewer_workers_wait_longer():
    waits = [wait_at(c, n=20_000).p95_s for c in range(17, 29)]
    assert waits == sorted(waits, reverse=True)


# ---- plans ---------------------------------------------------------------------------------------


def test_a_plan_that_holds():
    for seed in (1, 2, 3):
        o = run_capacity(24, 100, burst=Burst(seed=seed))
        assert o.p95_wait_s <= 0.15
        assert o.left == 0.0
        assert 0.2 < o.refused < 1 / 3
        assert o.put_off == 0.0
        assert o.longest_line == 100
        assert o.cost_eur == 24 * WORKER_YEAR_EUR < COST_CAP_EUR


def test_finishing_later_turns_nobody_away():
    away, later = run_capacity(24, 100), run_capacity(24, 100, "finish_later")
    assert later.refused == 0.0
    assert later.put_off == away.refused


def test_sized_to_the_average():
    o = run_capacity(18, 100)
    assert o.offered == 17.5
    assert o.p95_wait_s > 0.8
    assert o.utilisation > 0.95


def test_a_pool_below_the_load_never_catches_up():
    o = run_capacity(17, None)
    assert o.utilisation > 0.99
    assert o.p95_wait_s > 10


def test_three_times_everything_costs_38_thousand_too_much():
    o = run_capacity(54, None)
    assert o.left == o.refused == 0.0
    assert o.cost_eur - COST_CAP_EUR == pytest.approx(37_800)


def test_an_endless_line_answers_people_who_have_left():
    o = run_capacity(24, None)
    assert o.refused == 0.0
    assert o.left > 0.8
    assert o.longest_line > 1_000


def test_new_workers_come_after_the_slow_minutes():
    with_it, without = run_capacity(22, None, autoscale=30), run_capacity(22, None)
    assert with_it.left == without.left > 0.8
    assert with_it.cost_eur - without.cost_eur == pytest.approx(30 * WORKER_YEAR_EUR / 24)


def test_autoscaling_helps_where_the_trouble_is_long():
    long = Burst(slow_s=900.0)
    assert run_capacity(22, None, autoscale=30, burst=long).left < 0.75
    assert run_capacity(22, None, burst=long).left > 0.95


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"workers": 0, "queue_limit": 1}, "workers"),
        ({"workers": 2.5, "queue_limit": 1}, "workers"),
        ({"workers": 10**9, "queue_limit": 1}, "workers"),
        ({"workers": 20, "queue_limit": -1}, "queue_limit"),
        ({"workers": 20, "queue_limit": 1, "when_full": "cry"}, "when_full"),
        ({"workers": 20, "queue_limit": 1, "autoscale": True}, "autoscale"),
    ],
)
def test_bad_values_are_named(given, named):
    with pytest.raises(ValueError, match=named):
        run_capacity(**given)
