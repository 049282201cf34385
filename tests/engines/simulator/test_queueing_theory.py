"""Closed forms: the mean of several runs lies within 3.5 standard errors of the exact value.

Seeds are fixed, so a passing row always passes; the width is printed when one does not.
"""

import math
import statistics

import pytest

from tpo.engines.simulator import (
    Call,
    Constant,
    Exponential,
    Hyperexponential,
    LogNormal,
    Poisson,
    Retry,
    Scenario,
    Service,
    System,
    simulate,
)

RUNS = 12
N = 8000


def erlang_b(c, a):
    b = 1.0
    for k in range(1, c + 1):
        b = a * b / (k + a * b)
    return b


def erlang_c(c, a):
    b = erlang_b(c, a)
    return b / (1 - a / c * (1 - b))


def station(rate, work, runs=RUNS, warmup=300.0, service=(), **call):
    system = System((Service("s", work, **dict(service)),), (Call("client", "s", **call),))
    return [
        simulate(system, Scenario(Poisson(rate), n=N, seed=seed, warmup=warmup / rate))
        for seed in range(1, runs + 1)
    ]


def agrees(values, exact):
    mean = statistics.fmean(values)
    error = statistics.stdev(values) / math.sqrt(len(values))
    assert abs(mean - exact) <= 3.5 * error + 1e-9, (mean, exact, error)
    assert error <= 0.04 * exact  # wide enough to pass anything would prove nothing


def mean_latency(result):
    return math.fsum(result.latency) / result.n


@pytest.mark.parametrize(("c", "a"), [(3, 2.0), (5, 4.0), (10, 8.0), (14, 10.0)])
def test_erlang_c_waiting_probability(c, a):
    # Published: (3, 2) = 4/9, (5, 4) = .554113, (10, 8) = .409180, (14, 10) = .174132.
    published = {3: 4 / 9, 5: 0.554113, 10: 0.409180, 14: 0.174132}[c]
    assert erlang_c(c, a) == pytest.approx(published, abs=1e-6)
    runs = station(a, Exponential(1.0), service={"slots": c})
    waited = []
    for r in runs:
        jobs = r._run.jobs
        waited.append(float((jobs.start > jobs.accepted)[300:].mean()))
    agrees(waited, published)


@pytest.mark.parametrize("work", [Exponential(1.0), Constant(1.0)])
@pytest.mark.parametrize(("c", "a", "published"), [(5, 4.0, 0.199067), (10, 12.0, 0.301925)])
def test_erlang_b_blocking_whatever_the_distribution(c, a, published, work):
    assert erlang_b(c, a) == pytest.approx(published, abs=1e-6)
    runs = station(a, work, service={"slots": c, "queue_limit": 0})
    agrees([r.outcomes["rejected"] / r.n for r in runs], published)


@pytest.mark.parametrize(
    ("work", "cv2"),
    [
        (Constant(1.0), 0.0),
        (Exponential(1.0), 1.0),
        (LogNormal(1.0, cv=1.3), 1.69),
        (Hyperexponential(1.0, cv2=3.0), 3.0),
    ],
)
def test_pollaczek_khinchine_mean_latency(work, cv2):
    rho = 0.6
    runs = station(rho, work, runs=24)
    agrees([mean_latency(r) for r in runs], 1.0 + rho * (1.0 + cv2) / 2.0 / (1.0 - rho))


def test_p99_of_one_server():
    agrees([r.p(99) for r in station(0.5, Exponential(1.0))], math.log(100) / 0.5)


def test_little_law_holds_within_each_run():
    for r in station(3.2, Exponential(1.0), runs=4, service={"slots": 4}):
        rate = r.n / (r.end - r.start)
        assert r.in_flight_mean("s") == pytest.approx(rate * mean_latency(r), rel=0.01)


def test_utilisation_is_offered_load():
    runs = station(3.2, Exponential(1.0), service={"slots": 4})
    agrees([r.utilisation("s") for r in runs], 0.8)


def test_random_balance_makes_independent_queues():
    # Poisson arrivals split at random: each replica is an M/M/1 queue.
    runs = station(2.8, Exponential(1.0), service={"replicas": 4}, balance="random")
    agrees([mean_latency(r) for r in runs], 1 / (1 - 0.7))


def test_jackson_network():
    system = System(
        (
            Service("front", Constant(0.0), slots=10**6),
            Service("a", Exponential(0.004), slots=4),
            Service("b", Exponential(0.02), slots=10),
        ),
        (Call("client", "front"), Call("front", "a"), Call("front", "b", share=0.4)),
    )
    rate = 800.0
    exact = 0.004 + erlang_c(4, 3.2) / (1000 - rate)
    exact += 0.4 * (0.02 + erlang_c(10, 6.4) / (500 - 0.4 * rate))
    runs = [simulate(system, Scenario(Poisson(rate), n=N, seed=s)) for s in range(1, RUNS + 1)]
    agrees([mean_latency(r) for r in runs], exact)


def test_retries_of_independent_errors():
    runs = station(
        10.0, Exponential(0.001), service={"slots": 1000, "error_rate": 0.2}, retry=Retry(3)
    )
    agrees([float(r.attempts.mean()) for r in runs], (1 - 0.2**3) / (1 - 0.2))


def test_timeouts_of_an_infinite_server():
    runs = station(20.0, Exponential(1.0), service={"slots": 10**6}, timeout=1.5)
    agrees([r.outcomes["timeout"] / r.n for r in runs], math.exp(-1.5))


def test_timeouts_behind_a_queue_when_zombies_go_on():
    # The zombie keeps its place, so the queue is that of M/M/1 and P(T > t) = e^−(μ−λ)t.
    agrees(
        [r.outcomes["timeout"] / r.n for r in station(0.7, Exponential(1.0), timeout=5.0, runs=24)],
        math.exp(-0.3 * 5.0),
    )
