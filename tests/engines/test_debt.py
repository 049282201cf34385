"""The debt clock: the curriculum's figures, and the cheapest plan against trying everything."""

import itertools

import pytest

from tpo.engines.debt import Debt, bill, break_even, cheapest

CLOCK = Debt(8, 1.2, 0.06)


def test_the_figures_of_the_curriculum():
    assert break_even(CLOCK) == 6
    assert round(bill(CLOCK, 12).total) == 28
    assert round(bill(CLOCK, None).total) == 61
    assert bill(CLOCK, 0).total == 8


def test_a_module_that_retires_stops_costing():
    short = Debt(8, 1.2, 0.06, life=4)
    assert bill(short, None).total < 8
    assert bill(short, 20).interest == bill(short, None).interest  # paid for nothing


def test_the_core_cures_its_share():
    half = Debt(10, 1, 0, 0.1, 20, core_cost=0.5, core_cure=0.8)
    found = bill(half, 0, whole=False)
    assert (found.principal, found.interest) == (5, pytest.approx(0.2 * 24))
    assert found.incidents == pytest.approx(0.2 * 24 * 2)


def test_incidents_alone_can_make_it_worth_paying():
    quiet = Debt(12, 0.3, 0, 0.03, 71)
    assert break_even(Debt(12, 0.3)) == 40
    assert break_even(quiet) == 5


def test_what_never_pays_back_has_no_break_even():
    assert break_even(Debt(5, 0)) is None


def test_the_cheapest_plan_is_found():
    debts = {"a": CLOCK, "b": Debt(8, 1.2, 0.06, life=4), "c": Debt(12, 0.3, 0, 0.03, 71)}
    for most in (8, 12, 16, 30):
        total, plan = cheapest(debts, most)
        options = [None, *itertools.product(range(0, 24, 3), (True, False))]
        best = min(
            sum(
                bill(debts[n], None).total if o is None else bill(debts[n], *o).total
                for n, o in zip(debts, chosen, strict=True)
            )
            for chosen in itertools.product(options, repeat=3)
            if all(
                sum(
                    bill(debts[n], *o).principal
                    for n, o in zip(debts, chosen, strict=True)
                    if o is not None and o[0] // 3 == quarter
                )
                <= most
                for quarter in range(8)
            )
        )
        assert total == pytest.approx(best)
        assert plan["b"][0] is None
