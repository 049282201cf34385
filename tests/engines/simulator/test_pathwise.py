"""Exact equality with the textbook recursions on the same draws: no tolerance, every request."""

from heapq import heapreplace

import numpy as np
import pytest

from tpo.engines.simulator import (
    Call,
    Exponential,
    Hyperexponential,
    LogNormal,
    Poisson,
    Scenario,
    Service,
    System,
    simulate,
)
from tpo.engines.simulator.plan import arrival_times, work_multiples

N = 5000


def draws(work, rate, seed):
    arrivals, _ = arrival_times(Scenario(Poisson(rate), n=N, seed=seed))
    return arrivals.tolist(), (work.mean * work_multiples(work, seed, "work client>s", N)).tolist()


def event_loop(work, slots, rate, seed):
    system = System((Service("s", work, slots=slots),), (Call("client", "s"),))
    return simulate(system, Scenario(Poisson(rate), n=N, seed=seed)).latency.tolist()


def lindley(arrivals, work):
    """One server: each leaves its work after the later of its arrival and the last departure."""
    free, latency = 0.0, []
    for a, w in zip(arrivals, work, strict=True):
        free = max(a, free) + w
        latency.append(free - a)
    return latency


def kiefer_wolfowitz(arrivals, work, slots):
    """c servers, first come first served: each takes the server that is free first."""
    free, latency = [0.0] * slots, []
    for a, w in zip(arrivals, work, strict=True):
        end = max(a, free[0]) + w
        heapreplace(free, end)
        latency.append(end - a)
    return latency


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("work", [Exponential(1.0), LogNormal(0.7, cv=2.0)])
def test_one_server_equals_lindley(work, seed):
    rate = 0.9 / work.mean
    assert event_loop(work, 1, rate, seed) == lindley(*draws(work, rate, seed))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("slots", [4, 16])
@pytest.mark.parametrize("work", [Exponential(1.0), Hyperexponential(0.3, cv2=4.0)])
def test_c_servers_equal_kiefer_wolfowitz(work, slots, seed):
    rate = 0.9 * slots / work.mean
    assert event_loop(work, slots, rate, seed) == kiefer_wolfowitz(*draws(work, rate, seed), slots)


def test_the_comparison_can_fail():
    work, rate = Exponential(1.0), 3.6
    wrong = kiefer_wolfowitz(*draws(work, rate, 1), 5)
    assert not np.allclose(event_loop(work, 4, rate, 1), wrong)
