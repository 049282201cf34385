"""Trade study: hand-computed studies, and laws that hold for all of them."""

import random

import pytest

from tpo.engines.trade_study import (
    Score,
    Study,
    alike,
    anchored,
    confidence,
    dominated,
    leaders,
    regret,
    tipping,
    tornado,
    totals,
)


def exact(value):
    return Score(value, value, value)


def study(weights, **rows):
    names = list(weights)
    return Study(
        weights, {o: dict(zip(names, map(exact, row), strict=True)) for o, row in rows.items()}
    )


TWO = study({"cost": 1, "speed": 3}, cheap=(10, 2), quick=(2, 8))


def test_totals_are_weighted_means():
    assert totals(TWO) == pytest.approx({"cheap": 4.0, "quick": 6.5})
    assert leaders(TWO) == ("quick",)


def test_equal_totals_are_a_tie():
    assert leaders(study({"a": 1, "b": 1}, x=(4, 6), y=(6, 4))) == ("x", "y")


def test_the_tipping_weight_is_where_the_totals_meet():
    # 10 t + 2 (1 - t) = 2 t + 8 (1 - t)  →  t = 6 / 14
    tip = tipping(TWO, "cost")
    assert (tip.weight, tip.to) == (pytest.approx(6 / 14), "cheap")
    t = tip.weight
    both = totals(TWO, {"cost": t, "speed": 1 - t})
    assert both["cheap"] == pytest.approx(both["quick"])


def test_a_criterion_that_favours_the_leader_at_any_weight_has_no_tipping_weight():
    assert tipping(study({"a": 1, "b": 1}, x=(8, 8), y=(5, 2)), "a") is None


def test_dominated_means_nowhere_better_and_somewhere_worse():
    found = dominated(study({"a": 1, "b": 1}, x=(5, 5), y=(5, 4), z=(9, 1)))
    assert found == {"y": "x"}
    assert dominated(study({"a": 1}, x=(5,), y=(5,))) == {}


def test_two_names_for_one_idea_are_found():
    same = study({"a": 1, "b": 1, "c": 1}, x=(1, 2, 9), y=(4, 5, 2), z=(8, 9, 5))
    assert [(a, b) for a, b, _ in alike(same)] == [("a", "b")]
    assert alike(study({"a": 1, "b": 0}, x=(1, 2), y=(4, 5))) == []  # what counts nothing


def test_confidence_is_certain_without_doubt_and_even_for_twins():
    assert confidence(TWO)["quick"] == 1.0
    doubt = Score(5, 0, 10)
    twins = Study({"a": 1}, {"x": {"a": doubt}, "y": {"a": doubt}})
    assert confidence(twins)["x"] == pytest.approx(0.5, abs=0.04)
    assert confidence(twins, seed=3) == confidence(twins, seed=3)


def test_regret_is_measured_by_the_other_persons_weights():
    assert regret(TWO, "quick", {"cost": 1, "speed": 3}) == 0
    assert regret(TWO, "quick", {"cost": 1, "speed": 0}) == 1


def test_the_tornado_is_sorted_and_its_ends_are_leads():
    rows = tornado(TWO)
    assert [name for name, *_ in rows] == ["speed", "cost"]  # ties keep their order otherwise
    assert {n: (a, b) for n, a, b in rows}["speed"][0] == pytest.approx(-8)


def test_anchors_clip():
    assert anchored(50, 60, 0) == pytest.approx(10 / 6)
    assert (anchored(99, 60, 0), anchored(-5, 60, 0)) == (0, 10)


def test_laws_hold_on_random_studies():
    rng = random.Random(5)
    for _ in range(100):
        names = [f"c{i}" for i in range(rng.randint(2, 5))]
        weights = {n: rng.uniform(0.1, 5) for n in names}
        rows = {o: {n: exact(round(rng.uniform(0, 10), 1)) for n in names} for o in ("x", "y", "z")}
        s = Study(weights, rows)
        scaled = Study({n: 7 * w for n, w in weights.items()}, rows)
        assert totals(scaled) == pytest.approx(totals(s))
        beaten = dominated(s)
        assert all(totals(s)[worse] < totals(s)[better] for worse, better in beaten.items())
        turned = Study(dict(reversed(weights.items())), dict(reversed(rows.items())))
        assert totals(turned) == pytest.approx(totals(s))
        for name in names:
            tip = tipping(s, name)
            if tip:
                rest = 1 - s.shares[name]
                at = {
                    n: tip.weight if n == name else w / rest * (1 - tip.weight)
                    for n, w in s.shares.items()
                }
                both = totals(s, at)
                assert both[tip.to] == pytest.approx(both[leaders(s)[0]], abs=1e-6)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Study({}, {"x": {}}), "at least one"),
        (lambda: Study({"a": -1}, {"x": {"a": exact(1)}}), "negative"),
        (lambda: Study({"a": float("nan")}, {"x": {"a": exact(1)}}), "negative"),
        (lambda: Study({"a": 0}, {"x": {"a": exact(1)}}), "nothing counts"),
        (lambda: Study({"a": 1}, {"x": {"b": exact(1)}}), "'x' needs a score"),
        (lambda: Score(5, 6, 7), "must lie"),
    ],
)
def test_impossible_studies_are_refused_in_one_sentence(make, words):
    with pytest.raises(ValueError, match=words):
        make()
