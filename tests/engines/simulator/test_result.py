"""The figures of a result, checked on runs small enough to count by hand."""

import math

import numpy as np
import pytest

from tpo.engines.simulator import (
    Arrivals,
    Call,
    Constant,
    Poisson,
    Scenario,
    Service,
    Steps,
    System,
    quantile,
    simulate,
)

# One slot, 2 s of work. Arrivals at 0, 1 and 5 s: busy 0–4 and 5–7, the second waits 1 s.
SYSTEM = System(
    (Service("s", Constant(2.0), price_per_hour=3.6),), (Call("client", "s", timeout=2.5),)
)


@pytest.fixture(scope="module")
def small():
    return simulate(SYSTEM, Scenario(Arrivals((0.0, 1.0, 5.0)))).window(0.0, 8.0)


def test_requests(small):
    assert small.n == 3
    assert small.outcomes == {
        **{"ok": 2, "timeout": 1, "rejected": 0, "error": 0},
        **{"open": 0, "down": 0, "in_flight": 0},
    }
    assert small.errors_by_cause == {"timeout": 1}
    assert small.attempts_per_request == 1.0
    assert small.success == 2 / 3
    assert small.latency.tolist() == [2.0, 2.5, 2.0]
    assert small.p(100) == 2.0  # of the successful ones


def test_services(small):
    assert small.calls("s") == 3
    assert small.waits("s").tolist() == [0.0, 1.0, 0.0]
    assert (small.wait("s", 50), small.wait("s", 95)) == (0.0, 1.0)
    assert small.utilisation("s") == 6.0 / 8.0
    assert small.in_flight_mean("s") == (2.0 + 3.0 + 2.0) / 8.0
    assert small.in_flight_peak("s") == 2
    assert small.effects("s").tolist() == [1, 1, 1]
    assert small.wasted_work("s") == small.wasted_work() == pytest.approx(1 / 3)
    assert small.cost == pytest.approx(3.6 * 8 / 3600)


def test_a_window_restricts_requests_and_time(small):
    w = small.window(0.5, 4.5)
    assert w.n == 1
    assert w.success == 0.0
    assert math.isnan(w.p(50))
    assert w.utilisation("s") == 3.5 / 4.0
    assert w.in_flight_mean("s") == (1.5 + 3.0) / 4.0
    assert w.calls("s") == 1


def test_peak_counts_what_was_already_inside():
    r = simulate(SYSTEM, Scenario(Arrivals((0.0, 1.0, 5.0))))
    assert r.window(1.5, 1.75).in_flight_peak("s") == 2
    assert r.window(3.5, 3.75).in_flight_peak("s") == 1
    assert r.window(4.25, 4.75).in_flight_peak("s") == 0


def test_timeline(small):
    line = small.timeline(1.0)
    assert line.t.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert line.arrivals.tolist() == [1, 1, 0, 0, 0, 1, 0, 0]
    assert line.ok.tolist() == [1, 0, 0, 0, 0, 1, 0, 0]
    assert line.calls["s"].tolist() == [1, 1, 0, 0, 0, 1, 0, 0]
    assert line.in_flight["s"].tolist() == [1, 2, 1, 1, 0, 1, 1, 0]
    assert line.queue["s"].tolist() == [0, 1, 0, 0, 0, 0, 0, 0]


def test_warmup_leaves_early_requests_out():
    r = simulate(SYSTEM, Scenario(Poisson(0.1), duration=1000.0, warmup=500.0))
    assert (r.start, r.end) == (500.0, 1000.0)
    assert r.arrival.min() >= 500.0
    assert r.n == r.window(500.0, 1000.0).n < r.window(0.0, 1000.0).n


def test_the_price_of_the_window():
    r = simulate(SYSTEM, Scenario(Arrivals((0.0, 1.0, 5.0)))).window(0.0, 8.0)
    assert r.cost == pytest.approx(3.6 * 8 / 3600)


@pytest.mark.parametrize("load", [Poisson(10.0), Steps([(0, 5), (50, 15)])])
def test_each_load_keeps_its_rate(load):
    r = simulate(SYSTEM, Scenario(load, duration=100.0))
    for start, end, rate in ((0.0, 50.0, load.steps[0][1]), (50.0, 100.0, load.steps[-1][1])):
        assert r.window(start, end).n == pytest.approx(50.0 * rate, rel=0.15)


def test_another_seed_is_another_day():
    one, two = (simulate(SYSTEM, Scenario(Poisson(1.0), n=50, seed=s)) for s in (1, 2))
    assert one.arrival.tolist() != two.arrival.tolist()


def test_wasted_work_includes_what_zombies_made_others_do():
    system = System(
        (Service("a", Constant(2.0)), Service("b", Constant(1.0))),
        (Call("client", "a", timeout=1.0), Call("a", "b")),
    )
    r = simulate(system, Scenario(Arrivals((0.0,)))).window(0.0, 9.0)
    assert r.wasted_work("b") == 1.0


def test_a_cache_that_does_not_exist_is_named(small):
    with pytest.raises(ValueError, match="there is no call 's' → 'x'"):
        small.cache("s", "x")


def test_quantiles_are_values_that_happened():
    values = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert [quantile(values, q) for q in (0, 20, 21, 50, 95, 100)] == [1, 1, 2, 3, 5, 5]
    assert math.isnan(quantile(np.array([]), 50))
