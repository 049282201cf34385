"""What the labs of M03 must show."""

import pytest

from tpo.labs import lab as labs
from tpo.labs import m03


def seen(lab, **state):
    return labs.data(lab, {**labs.start(lab), **state})


def test_the_happy_path_catches_two():
    assert labs.reveal(m03.ZOO, "2", 70).right


def test_all_rows_but_the_wording_catch_all_ten_and_keep_both_right_builds():
    every = dict.fromkeys(m03.ROWS, True)
    good = seen(m03.ZOO, **{**every, "words": False})
    assert good["caught"] == 10
    assert good["right"] == [("A", True), ("B", True)]
    assert seen(m03.ZOO, **every)["right"] == [("A", True), ("B", False)]


def test_each_row_after_the_happy_path_catches_one_more_or_teaches():
    alone = {name: seen(m03.ZOO, **{name: True})["caught"] for name in m03.ROWS}
    idle = [name for name, caught in alone.items() if caught == 0]
    assert idle == ["early", "words"]  # off the line, and about words: what they teach


def test_marisol_waits_for_the_last_layer_and_uses_the_second_week_of_rules():
    week = {cut: seen(m03.LOAF, cut=cut, week=m03.LAST_WEEK)["marisol"] for cut in m03.CUTS}
    assert week["layers"] == m03.LAST_WEEK
    assert week["rules"] == 2
    assert week["teams"] > 4


def test_every_cut_builds_the_same_work_in_six_weeks():
    for _, slices in m03.CUTS.values():
        built = m03.walk_slices(slices)
        assert built["weeks"][-1] == pytest.approx(m03.LAST_WEEK)
        assert built["rules"] == 10
        assert built["served"][-1] == pytest.approx(1)


def test_an_open_question_costs_a_day_and_a_half():
    for red in (1, 4, 8):
        assert seen(m03.MAP, red=red)["mean"] / red == pytest.approx(1.5, abs=0.15)


def test_one_more_question_never_makes_it_cheaper():
    means = [mean for _, mean, _, _ in seen(m03.MAP, red=8)["curve"]]
    assert means == sorted(means)
