"""The finder of leaked numbers must find them, or it proves nothing."""

import random

import pytest

from tests.grading.course import AUTOMATIC
from tests.grading.leaks import leaks, numbers, tokens
from tpo.exercises.contract import Case
from tpo.judges.in_flight import Traffic

HIDDEN = [0.4137, 2.2]
PAGE = '<style>p{{margin:0.4137em}}</style><p title="x">You waited {}.</p>'


@pytest.mark.parametrize("shown", ["0.4137 s", "0.414 s", "0.41 s", "41.4 %", "414 ms", "2.20"])
def test_a_number_is_found_however_it_is_written(shown):
    assert leaks(PAGE.format(shown), HIDDEN, set())


@pytest.mark.parametrize("shown", ["0.5 s", "in 2 s", "a while"])
def test_other_numbers_style_sheets_and_single_digits_are_not_leaks(shown):
    assert leaks(PAGE.format(shown), HIDDEN, set()) == set()


def test_what_is_public_is_no_leak():
    assert leaks(PAGE.format("414 ms"), HIDDEN, tokens("a scan takes 414 ms")) == set()


def test_a_number_in_an_attribute_or_between_coloured_spans_is_found():
    assert leaks('<p data-rate="0.4137">.</p>', HIDDEN, set()) == {"0.4137"}
    assert leaks('<span class="mf">0.</span><span class="mi">4137</span>', HIDDEN, set())


def test_numbers_are_found_in_cases_at_any_depth():
    deep = {"a": [(1, {"b": 2.5})], "text": "9", "no": None, "yes": True, "nan": float("nan")}
    assert list(numbers(deep)) == [1, 2.5]
    traffic = Traffic(5.1, 40.5, 1.2, 0.3, 0.9, 2.0, 3, seed=7)
    assert {5.1, 40.5, 7} <= set(numbers(Case("x", {"traffic": traffic}).given))


@pytest.mark.parametrize("exercise", AUTOMATIC, ids=lambda e: e.id)
def test_every_automatic_exercise_draws_numbers_to_look_for(exercise):
    cases = exercise.hidden(random.Random(1))
    assert len(set(numbers([case.given for case in cases]))) >= 3
