"""W06d: what booking's designs cost and promise in the busiest minute."""

import itertools

import pytest

from tpo.engines.simulator import simulate
from tpo.judges.booking_designs import KNOBS, cheapest, designs, kept, year_eur


def test_every_combination_is_a_design_and_costs_its_machines():
    for slow in (False, True):
        found = designs(slow)
        assert [d.settings for d in found.designs] == list(itertools.product(*KNOBS.values()))
        for design in found.designs:
            assert year_eur(design) == pytest.approx(5600 * design.settings[0])


def test_a_slow_minute_is_never_better():
    for calm, slow in zip(designs(False).designs, designs(True).designs, strict=True):
        assert slow.p99 >= calm.p99
        assert slow.success <= calm.success


def test_work_that_takes_twice_as_long_costs_most_of_twice_as_much():
    calm, slow = (year_eur(cheapest(kept(s, 0.99, 5.0, 1e9))) for s in (False, True))
    assert 1.5 < slow / calm < 2.0


def test_each_limit_moves_the_front():
    start = kept(True, 0.9, 10.0, 1e9)
    for tighter in (
        kept(True, 0.999, 10.0, 1e9),
        kept(True, 0.9, 3.0, 1e9),
        kept(True, 0.9, 10.0, 40_000),
    ):
        assert 0 < len(tighter.designs) < len(start.designs)
        assert [d.settings for d in tighter.front] != [d.settings for d in start.front]


def test_a_limit_that_a_design_just_meets_keeps_it():
    assert year_eur(cheapest(kept(True, 0.0, 1e9, 22_400))) == pytest.approx(22_400)
    assert cheapest(kept(True, 0.0, 1e9, 22_300)) is None


def test_nobody_on_the_front_is_beaten():
    front = designs(True).front
    for a, b in itertools.permutations(front, 2):
        assert not (
            (a.cost <= b.cost and a.p99 <= b.p99 and a.success >= b.success)
            and (a.cost, a.p99, a.success) != (b.cost, b.p99, b.success)
        )


def test_a_design_is_a_system_that_can_be_run_again():
    design = designs(False).designs[40]
    from tpo.engines.simulator import Poisson, Scenario

    r = simulate(design.system, Scenario(Poisson(50.0), duration=60.0, warmup=5.0, seed=3))
    assert (r.p(99), r.success) == (design.p99, design.success)
