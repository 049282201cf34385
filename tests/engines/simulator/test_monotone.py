"""With the same draws, more load never helps and more replicas or slots never hurt.

On graphs without refusals and timeouts that is nearly exact: calls can overtake each other on their
way, which moves a mean by a ten-thousandth now and then. Independent draws give no such order.
"""

import itertools
import random
from dataclasses import replace

import pytest

from tpo.engines.simulator import (
    Call,
    Constant,
    Exponential,
    Hyperexponential,
    LogNormal,
    Poisson,
    Scenario,
    Service,
    System,
    simulate,
)

GRAPHS = range(60)
OVERTAKING = 1.001


def graph(seed: int) -> System:
    """One to five services with calls between them that all succeed."""
    r = random.Random(seed)
    works = (
        *(Constant(0.01), Exponential(0.01)),
        *(LogNormal(0.01, 1.5), Hyperexponential(0.01, 3.0)),
    )
    names = [f"s{k}" for k in range(r.randint(1, 5))]
    services = [Service(n, r.choice(works), r.randint(1, 6), r.choice([1, 1, 2, 4])) for n in names]
    calls = [Call("client", names[0])]
    for i, caller in enumerate(names):
        calls += [
            Call(
                *(caller, callee, r.choice([1.0, 0.5])),
                parallel=r.random() < 0.3,
                network=r.choice([0.0, 0.002]),
                balance=r.choice(["round_robin", "random", "two_choices", "least_in_flight"]),
            )
            for callee in names[i + 1 :]
            if r.random() < 0.5
        ]
    return System(tuple(services), tuple(calls))


def with_more(system: System, name: str, times: int) -> System:
    return replace(
        system,
        services=tuple(replace(s, **{name: times * getattr(s, name)}) for s in system.services),
    )


def by_load(seed):
    return [
        simulate(graph(seed), Scenario(Poisson(rate), n=2000, seed=seed))
        for rate in (20.0, 30.0, 45.0, 67.0)
    ]


def by(name):
    def runs(seed):
        load = Scenario(Poisson(60.0), n=2000, seed=seed)
        return [simulate(with_more(graph(seed), name, k), load) for k in (5, 3, 2, 1)]

    return runs


@pytest.mark.parametrize(
    "runs", [by_load, by("replicas"), by("slots")], ids=["load", "replicas", "slots"]
)
def test_latency_only_rises(runs):
    wrong = steps = 0
    for seed in GRAPHS:
        results = runs(seed)
        means = [r.latency.mean() for r in results]
        assert all(b * OVERTAKING >= a for a, b in itertools.pairwise(means)), seed
        tails = [r.p(99) for r in results]
        wrong += sum(b * OVERTAKING < a for a, b in itertools.pairwise(tails))
        steps += 3
    assert wrong <= 0.02 * steps


def test_independent_draws_would_not_show_it():
    wrong = 0
    for seed in GRAPHS:
        rates = (20.0, 22.0, 24.2, 26.6)
        tails = [
            simulate(graph(seed), Scenario(Poisson(rate), n=2000, seed=1000 * seed + k)).p(99)
            for k, rate in enumerate(rates)
        ]
        wrong += sum(b * OVERTAKING < a for a, b in itertools.pairwise(tails))
    assert wrong > 0.15 * 3 * len(GRAPHS)
