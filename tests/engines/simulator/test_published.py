"""Results others have published, reproduced."""

import pytest

from tpo.engines.simulator import (
    Breaker,
    Call,
    Constant,
    Exponential,
    Poisson,
    Retry,
    Scenario,
    Service,
    Slow,
    System,
    simulate,
)


def stack(depth, tries, budget=None):
    """A chain of services, each trying the next one; the last always fails."""
    names = [f"s{k}" for k in range(depth)]
    services = tuple(
        Service(n, Constant(0.001), slots=10**6, error_rate=float(n == names[-1])) for n in names
    )
    calls = tuple(
        Call(a, b, retry=Retry(tries, budget=budget))
        for a, b in zip(["client", *names], names, strict=False)
    )
    return System(services, calls), names[-1]


@pytest.mark.parametrize(
    ("depth", "tries", "published"),
    [
        (5, 3, 243),  # Brooker, Timeouts, retries and backoff with jitter, Amazon Builders' Library
        (3, 4, 64),  # Site Reliability Engineering, Addressing Cascading Failures
    ],
)
def test_retries_multiply_from_layer_to_layer(depth, tries, published):
    system, last = stack(depth, tries)
    r = simulate(system, Scenario(Poisson(1.0), n=20))
    assert r.amplification(last) == published


def test_a_budget_turns_three_times_the_load_into_1_1():
    # Site Reliability Engineering, Handling Overload.
    free, last = stack(1, 3)
    capped, _ = stack(1, 3, budget=0.1)
    scenario = Scenario(Poisson(100.0), n=5000)
    assert simulate(free, scenario).amplification(last) == 3.0
    assert simulate(capped, scenario).amplification(last) == pytest.approx(1.1, abs=0.001)


# Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021, §2.1: a database good for
# 300 queries a second, one retry after 1 s, an outage of 10 s. Below 150 a second it recovers by
# itself; above, it never does, until the load falls or the retries stop.
def after_the_outage(rate, tries=2, service=(), **call):
    db = Service("db", Exponential(0.05), slots=15, **dict(service))
    system = System((db,), (Call("client", "db", timeout=1.0, retry=Retry(tries), **call),))
    outage = Slow("db", 30.0, at=30.0, for_=10.0)
    r = simulate(system, Scenario(Poisson(rate), duration=200.0, faults=(outage,), drain=5.0))
    assert r.window(5.0, 30.0).success > 0.999
    return r.window(150.0, 195.0).success


def test_below_the_threshold_it_recovers():
    assert after_the_outage(100.0) > 0.99


@pytest.mark.parametrize("rate", [170.0, 220.0])
def test_above_the_threshold_it_never_does(rate):
    assert after_the_outage(rate) < 0.01
    assert after_the_outage(rate, tries=1) > 0.99


def test_what_breaks_the_circle():
    assert after_the_outage(200.0, service={"queue_limit": 200}) > 0.99
    assert after_the_outage(200.0, service={"order": "lifo"}) > 0.99
    assert after_the_outage(200.0, breaker=Breaker(100, 0.5, open_for=5.0)) > 0.99


@pytest.mark.parametrize(("load", "published"), [(0.7, 1.61445), (0.9, 2.61406)])
def test_two_choices(load, published):
    # Mitzenmacher, IEEE TPDS 12(10), 2001: mean time with two choices of many servers. With 100
    # servers the value is a few per cent above the limit.
    n = 100
    system = System(
        (Service("s", Exponential(1.0), replicas=n),), (Call("client", "s", balance="two_choices"),)
    )
    r = simulate(system, Scenario(Poisson(load * n), n=40_000, warmup=60.0))
    assert r.latency.mean() == pytest.approx(published, rel=0.05)
