from datetime import date, timedelta

import pytest

from tpo.learner import metrics
from tpo.learner.ledger import Attempt, Prediction, open_ledger


def said(confidence, right, lab="W06a", question="?"):
    return Prediction(lab, question, "x", confidence, "2026-03-02T12:00:00+00:00", right)


def tried(exercise, outcome, message=None):
    return Attempt(exercise, outcome, message, {}, "2026-03-02T12:00:00+00:00")


def test_calibration_counts_the_first_answer_to_each_question():
    found = metrics.calibration(
        [said(90, False), said(50, True), said(90, True, "W06b"), said(60, None, "W06c")]
    )
    assert found.levels == (metrics.Level(90, 2, 1),)
    assert (found.count, found.confidence, found.right, found.unknown) == (2, 0.9, 0.5, 1)


def test_without_predictions_there_is_nothing_to_divide_by():
    found = metrics.calibration([])
    assert (found.count, found.confidence, found.right) == (0, 0.0, 0.0)


def test_tries_count_ideas_and_not_slips():
    found = metrics.tries(
        [
            tried("10.9", "right"),  # no such exercise
            tried("6.3", "not started", "6.3:not-started"),
            tried("6.3", "not yet", "6.3:shape"),
            tried("6.3", "your cell raised", "6.3:raised"),
            tried("6.3", "not yet", "6.3a"),
            tried("6.3", "right", "6.3:right"),
            tried("6.3", "not yet", "6.3a"),
            tried("3.1", "right", "3.1:right"),
            tried("6.5", "right", "6.5:right"),  # a person marks it
        ]
    )
    assert found == [metrics.Tries("3.1", 1, 1), metrics.Tries("6.3", 3, 2)]


def test_a_module_is_done_when_labs_and_exercises_are():
    book = open_ledger(None)
    titles, labs = {"M06": "Under load", "M99": "Later"}, {"M06": ["W06a"]}

    def state():
        return metrics.modules(book, titles, labs)[0].state

    assert state() == "not begun"
    book.add_prediction("W06a", "?", "x", 70)
    assert state() == "begun"
    for id in metrics.modules(book, titles, labs)[0].open:
        book.add_attempt(id, "right", None, {})
    assert state() == "done"


@pytest.mark.parametrize(
    ("weeks_ago", "count"), [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2, 4], 3), ([1, 2], 2)]
)
def test_weeks_in_a_row(weeks_ago, count):
    today = date(2026, 3, 4)
    moments = [f"{today - timedelta(weeks=n)}T12:00:00+00:00" for n in weeks_ago]
    assert metrics.weeks_in_a_row(moments, today) == count
