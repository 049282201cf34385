"""The builds of Second Perch, told apart by criteria."""

import runpy

import pytest

from tests.engines.criteria.test_reading import WHOLE
from tpo.engines.criteria import Build, judge
from tpo.engines.second_perch import CORRECT, DOMAIN, HOLD_OUT, WRONG, Reroute
from tpo.paths import answers

REFERENCE = runpy.run_path(str(answers("3.1") / "right" / "reference.py"))["criteria"]
ALL = WRONG + HOLD_OUT


def test_the_reference_runs_whole_in_every_correct_build():
    found = judge(REFERENCE, DOMAIN, ALL)
    assert found.text.all_problems == ()
    assert found.too_strict == ()
    assert found.contradictions == ()


@pytest.mark.parametrize("build", ALL, ids=[b.id for b in ALL])
def test_the_reference_refuses_every_wrong_build(build):
    assert judge(REFERENCE, DOMAIN, [build]).caught == 1


def test_ten_rules_ten_wrong_builds_and_the_hold_outs_touch_each_rule():
    assert [b.id for b in WRONG] == [f"R{n}" for n in range(1, 11)]
    assert {b.id.partition("-")[0] for b in HOLD_OUT} == {b.id for b in WRONG}


def test_no_correct_build_is_refused_as_wrong():
    assert judge(REFERENCE, DOMAIN, CORRECT).caught == 0


def test_a_bug_name_that_changes_nothing_would_be_found():
    """Red proof for the test above: an unknown bug is a right build, and slips."""
    idle = Build("none", lambda: Reroute(bug="none"), "nothing")
    assert judge(REFERENCE, DOMAIN, [idle]).caught == 0


@pytest.mark.parametrize(
    "text",
    [
        "Scenario: never\n When the recipient asks for a Nest\n Then the fee is €9\n",
        "Scenario: always\n When the recipient asks for a Nest\n",
        "Scenario: refuse all\n When the recipient asks for a Nest\n Then the change is refused\n",
        "Scenario: nobody asked\n Given the parcel is loaded\n Then the change is refused\n",
    ],
)
def test_criteria_that_mean_nothing_refuse_nothing(text):
    found = judge(text, DOMAIN, ALL)
    assert (found.caught, found.usable) == (0, ())


def test_the_happy_path_catches_few():
    assert judge(WHOLE.replace("12:00", "09:00"), DOMAIN).caught == 0


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ("it is 09:00", 'the recipient sees the message "Your change is made."'),
        ("it is 09:00", "the merchant is told within 30 seconds"),
        ("it is 12:30", "the merchant is not told"),
        ("the delivery was changed 2 times before", "the fee is €0.90"),
    ],
)
def test_a_criterion_that_fixes_what_the_rules_leave_free_fails_a_correct_build(given, then):
    text = f"Scenario: x\n Given {given}\n When the recipient asks for a Nest\n Then {then}\n"
    [(_, failure)] = judge(text, DOMAIN).too_strict
    assert failure.build.id == "B"


def test_two_scenarios_that_ask_for_different_fees_contradict_each_other():
    rows = "".join(
        f"Scenario: {fee}\n When the recipient asks for a Nest\n Then the fee is {fee}\n"
        for fee in ("€0", "€0.90")
    )
    [(first, second, one, two)] = judge(rows, DOMAIN).contradictions
    assert (first.number, second.number) == (1, 2)
    assert (one, two) == ("the fee is €0", "the fee is €0.90")


def test_slips_are_told_heaviest_first_and_in_one_order():
    slipped = judge(WHOLE, DOMAIN).slipped
    assert [b.id for b in slipped][:2] == ["R4", "R8"]


def test_a_build_that_breaks_is_refused():
    def broken():
        perch = Reroute()
        perch.free = {}
        return perch

    found = judge(WHOLE, DOMAIN, [Build("broken", broken, "it stops")])
    assert found.caught == 1
