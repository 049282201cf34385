"""Exploring designs: every combination, the same customers, and a front nobody beats."""

import itertools
import math

import pytest

from tpo.engines.simulator import (
    Call,
    Constant,
    Exponential,
    Poisson,
    Retry,
    RunTooLong,
    Scenario,
    Service,
    Slow,
    System,
    explore,
    simulate,
)

SYSTEM = System(
    (
        Service("web", Constant(0.001), slots=50, price_per_hour=1.0),
        Service("db", Exponential(0.02), slots=2, price_per_hour=3.0),
    ),
    (Call("client", "web"), Call("web", "db", timeout=0.3, retry=Retry(1))),
)
LOAD = Scenario(Poisson(150.0), n=1500)
KNOBS = {"db.replicas": [1, 2, 3, 4], "web>db.retry.attempts": [1, 2]}


def test_every_combination_runs_and_equals_a_run_by_hand():
    found = explore(SYSTEM, KNOBS, LOAD)
    assert [d.settings for d in found.designs] == list(itertools.product(*KNOBS.values()))
    assert found.possible == 8
    design = found.designs[5]
    assert design.settings == (3, 2)
    assert design.system.service("db").replicas == 3
    assert design.system.calls[1].retry.attempts == 2
    r = simulate(design.system, LOAD)
    assert (design.p99, design.success) == (r.p(99), r.success)
    assert design.cost == pytest.approx(10.0)
    assert found.table()[5]["db.replicas"] == 3
    assert found == explore(SYSTEM, KNOBS, [LOAD])


def test_the_front_is_what_nobody_beats():
    found = explore(SYSTEM, KNOBS | {"web.replicas": [1, 2]}, LOAD)  # more web only costs
    assert 0 < len(found.front) < len(found.designs)
    costs = [d.cost for d in found.front]
    assert costs == sorted(costs)
    for d in found.designs:
        others = [o for o in found.designs if o is not d]
        beaten = any(
            (o.cost <= d.cost and o.p99 <= d.p99 and o.success >= d.success)
            and (o.cost < d.cost or o.p99 < d.p99 or o.success > d.success)
            for o in others
        )
        assert d.best is not beaten


def test_a_constraint_moves_the_front():
    found = explore(SYSTEM, KNOBS, LOAD)
    cheap = found.within(cost=8.0)
    assert max(d.cost for d in cheap.front) <= 8.0 < max(d.cost for d in found.front)
    good = found.within(success=0.99)
    assert min(d.cost for d in good.front) > min(d.cost for d in found.front)
    assert found.within(cost=0.0).front == ()


def test_the_worst_scenario_counts():
    slow = Scenario(Poisson(150.0), n=1500, faults=(Slow("db", 5.0, 2.0, 4.0),))
    calm, both = explore(SYSTEM, KNOBS, LOAD), explore(SYSTEM, KNOBS, [LOAD, slow])
    for a, b in zip(calm.designs, both.designs, strict=True):
        assert b.success <= a.success
        assert b.p99 >= a.p99


def test_a_budget_takes_a_sample_that_stays_the_same():
    knobs = {"db.replicas": range(1, 30), "db.slots": range(1, 30)}
    load = Scenario(Poisson(10.0), n=20)
    few = explore(SYSTEM, knobs, load, budget=12)
    assert few.possible == 841
    assert len({d.settings for d in few.designs}) == 12
    assert [d.settings for d in few.designs] == sorted(d.settings for d in few.designs)
    assert few == explore(SYSTEM, knobs, load, budget=12)
    assert few != explore(SYSTEM, knobs, load, budget=12, seed=2)


def test_a_design_where_nothing_succeeds_is_the_slowest():
    found = explore(SYSTEM, {"web>db.timeout": [0.000001, 0.3]}, Scenario(Poisson(5.0), n=30))
    assert found.designs[0].p99 == math.inf
    assert found.designs[0].success == 0.0


@pytest.mark.parametrize(
    ("knobs", "sentence"),
    [
        ({"cache.slots": [1]}, "'cache.slots' names no field; write name.field, where name is one"),
        ({"db": [1]}, "'db' names no field"),
        ({"web>cache.timeout": [1]}, "where name is one of client>web, web>db."),
        ({"db.size": [1]}, "'db.size' names no field; Service has name, work, slots"),
        ({"db.slots.size": [1]}, "'db.slots.size' goes too deep: slots is 2."),
        ({"db.slots": []}, "the knob 'db.slots' has no values."),
        ({"db.slots": [0]}, "Service 'db': slots is 0"),
    ],
)
def test_bad_knobs_get_one_sentence(knobs, sentence):
    with pytest.raises(ValueError, match=r"^(explore|Service)") as error:
        explore(SYSTEM, knobs, LOAD)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_nothing_to_run():
    with pytest.raises(ValueError, match="scenarios is empty"):
        explore(SYSTEM, KNOBS, [])
    with pytest.raises(ValueError, match="budget is 0"):
        explore(SYSTEM, KNOBS, LOAD, budget=0)


def test_a_design_whose_run_does_not_end_is_named(monkeypatch):
    monkeypatch.setattr(simulate, "__defaults__", (20_000,))
    load = Scenario(Poisson(150.0), n=3000)
    assert len(explore(SYSTEM, {"db.replicas": [2]}, load).designs) == 1
    knobs = {"db.replicas": [2, 1], "web>db.retry.attempts": [100]}
    with pytest.raises(RunTooLong) as error:
        explore(SYSTEM, knobs, load)
    text = str(error.value)
    assert text.startswith(
        "explore: with db.replicas = 1, web>db.retry.attempts = 100: The run was"
    )
    assert "the queue of 'web' had grown to " in text
