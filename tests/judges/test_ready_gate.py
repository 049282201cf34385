"""The ready-gate on 60 past stories."""

from itertools import combinations
from random import Random

import pytest

from tpo import case
from tpo.exercises.m03 import STORIES
from tpo.judges.ready_gate import CHECKS, LESS_REWORK, MOST_HELD, replay, shaken

NEEDED = {"examples", "no_open_question"}


def meets(gate, stories=STORIES):
    seen = replay(gate, stories)
    return seen["saved"] >= LESS_REWORK and seen["held"] <= MOST_HELD


def test_checks_of_judge_and_data_are_the_same():
    assert tuple(CHECKS) == tuple(name for name, _ in case.past_stories()[0].checks)


def test_every_gate_that_meets_both_limits_is_accepted_and_holds_the_two_that_matter():
    """All gates of at most four checks, so that no acceptable answer is turned away."""
    found = [set(g) for n in range(1, 5) for g in combinations(CHECKS, n) if meets(g)]
    assert len(found) >= 2
    assert all(gate >= NEEDED for gate in found)


@pytest.mark.parametrize("seed", range(30))
def test_the_good_gate_holds_in_another_half_year(seed):
    assert meets(sorted(NEEDED), shaken(STORIES, Random(seed)))


def test_no_gate_and_every_gate_fail_on_opposite_sides():
    assert replay([], STORIES)["saved"] == 0
    every = replay(list(CHECKS), STORIES)
    assert every["saved"] > LESS_REWORK
    assert every["held"] > 3 * MOST_HELD


def test_signatures_cost_days_and_estimates_save_nothing():
    seen = replay([], STORIES)
    assert 3 < seen["waits"]["three_signatures"] < 5
    assert seen["alone"]["three_signatures"] < 0.5
    assert seen["alone"]["estimate_hours"] < 0.5
