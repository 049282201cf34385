"""Item statistics against numbers worked out by hand and by another library."""

import csv
import random
from xml.etree import ElementTree

import numpy as np
import pytest

from tpo.grading import attempts
from tpo.grading.attempts import Attempt
from tpo.grading.graded import exercise
from tpo.grading.item_stats import Result, drawing, items, sentences, table, write_csv


def results(scores, of=10.0, wrong=None):
    """Learner → points by exercise, as results."""
    wrong = wrong or {}
    return [
        Result(who, id, points, of, wrong.get((who, id), ""))
        for who, row in scores.items()
        for id, points in row.items()
    ]


CLASS = {
    "a": {"6.1": 10, "6.2": 10, "6.10": 0},
    "b": {"6.1": 5, "6.2": 10, "6.10": 10},
    "c": {"6.1": 0, "6.2": 0, "6.10": 10},
    "d": {"6.1": 5, "6.2": 0, "6.10": 10},
}


def test_difficulty_discrimination_and_order_by_hand():
    one, two, ten = items(results(CLASS))
    assert [item.exercise for item in (one, two, ten)] == ["6.1", "6.2", "6.10"]
    assert (one.difficulty, two.difficulty, ten.difficulty) == (0.5, 0.5, 0.75)
    # 6.1 against the rest (10, 20, 10, 10); 6.10 against (20, 15, 0, 5)
    assert one.discrimination == pytest.approx(0.0)
    assert ten.discrimination == pytest.approx(np.corrcoef([0, 10, 10, 10], [20, 15, 0, 5])[0, 1])
    assert one.first_try is None


def test_discrimination_is_the_corrected_item_total_correlation():
    chance = random.Random(4)
    scores = {f"s{i}": {id: chance.randint(0, 10) for id in "1234"} for i in range(60)}
    for item in items(results(scores)):
        own = [row[item.exercise] for row in scores.values()]
        rest = [sum(row.values()) - row[item.exercise] for row in scores.values()]
        assert item.discrimination == pytest.approx(np.corrcoef(own, rest)[0, 1])


def test_nothing_is_said_where_nothing_varies():
    alike = {who: {"6.1": 10, "6.2": 3} for who in "abc"}
    assert [item.discrimination for item in items(results(alike))] == [None, None]
    assert [item.discrimination for item in items(results({"a": {"6.1": 1}}))] == [None]


def test_first_tries_come_from_each_learners_first_attempt():
    tries = [
        Attempt("m", "a", "2026-01-01T10:00:00", {"6.1": 3}),
        Attempt("m", "a", "2026-01-02T10:00:00", {"6.1": 10}),
        Attempt("m", "b", "2026-01-01T10:00:00", {"6.1": 10}),
    ]
    found = items(results({"a": {"6.1": 10}, "b": {"6.1": 10}, "c": {"6.1": 10}}), tries)
    assert found[0].first_try == 0.5  # c was never seen before the latest


def test_misconceptions_are_counted_most_frequent_first():
    wrong = {("a", "6.1"): "6.1b", ("b", "6.1"): "6.1a", ("c", "6.1"): "6.1a"}
    found = items(results(CLASS, wrong=wrong))
    assert found[0].misconceptions == (("6.1a", 2), ("6.1b", 1))
    assert any("6.1a, seen 2 times" in said for said in sentences(found))


def test_table_csv_and_picture_say_the_same(tmp_path):
    found = items(results(CLASS, wrong={("c", "6.2"): "6.2a"}))
    lines = table(found)
    assert lines[1].split() == ["6.1", "4", "10", "0.50", "0.00", "–"]
    write_csv(found, tmp_path / "items.csv")
    rows = list(csv.DictReader((tmp_path / "items.csv").open(encoding="utf-8")))
    assert [row["difficulty"] for row in rows] == ["0.5000", "0.5000", "0.7500"]
    assert rows[1]["misconceptions"] == "6.2a:1"
    svg = ElementTree.fromstring(drawing(found, "M06"))
    assert svg.get("role") == "img"
    described = svg.find("{http://www.w3.org/2000/svg}desc").text
    assert described == " ".join(sentences(found))
    assert "With 4 learners, all of this is a hint, not a finding." in described


def test_attempts_survive_a_torn_line_and_count_once(tmp_path):
    path = tmp_path / "attempts.jsonl"
    attempts.append(path, Attempt("m", "a", "1", {"6.1": 1}))
    attempts.append(path, Attempt("m", "a", "1", {"6.1": 2}))  # graded again
    with path.open("a") as file:
        file.write('{"assignment": "m", "stu')  # a kill
    attempts.append(path, Attempt("m", "b", "0", {"6.1": 3}))
    attempts.append(path, Attempt("other", "b", "0", {"6.1": 4}))
    found = attempts.read(path, "m")
    assert [(a.student, a.scores["6.1"]) for a in found] == [("b", 3), ("a", 2)]


@pytest.mark.parametrize(("cell", "id"), [("6-3-grade", "6.3"), ("6-5-answer", "6.5"), ("x", "x")])
def test_a_cell_names_its_exercise(cell, id):
    assert exercise(cell) == id
