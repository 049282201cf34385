"""What the labs of M04 must show, whatever the exact numbers of the run."""

import itertools
import re

import pytest

from tpo import case
from tpo.labs import lab as labs
from tpo.labs import m04


def seen(lab, **state):
    return labs.data(lab, {**labs.start(lab), **state})


# ---- W04a ------------------------------------------------------------------------------------


def test_a_change_of_place_touches_far_more_than_three_parts_two_of_them_outside():
    whole = seen(m04.ZOOM_MAP, step=m04.STEPS)
    assert len(whole["touched"]) >= 9
    assert sorted(whole["outside"]) == ["PingCo", "partner"]
    assert not labs.reveal(m04.ZOOM_MAP, "3 parts", 70).right


def test_each_step_lights_at_least_what_the_one_before_did():
    counts = [seen(m04.ZOOM_MAP, step=n)["touched"] for n in range(m04.STEPS + 1)]
    for before, after in itertools.pairwise(counts):
        assert after[: len(before)] == before


def test_every_reader_gets_other_words_for_the_same_map():
    pictures = {
        reader: labs.view(m04.ZOOM_MAP, {"zoom": "containers", "audience": reader, "step": 4}).svg
        for reader in ("ines", "amara", "marisol")
    }
    assert len(set(pictures.values())) == 3
    assert "news board" in pictures["marisol"]
    assert "Delivery" in pictures["ines"]
    assert set(m04.PLAIN) == set(m04.PLACES)


def test_every_box_of_linnet_has_its_place():
    assert set(case.services()) | set(case.providers()) <= set(m04.PLACES)
    assert len(set(m04.PLACES.values())) == len(m04.PLACES)


# ---- W04b ------------------------------------------------------------------------------------


def test_money_is_reached_only_over_the_shared_tables():
    without = seen(m04.RIPPLE, sync=True, event=True, data=False)
    whole = seen(m04.RIPPLE, sync=True, event=True, data=True)
    assert set(whole["teams"]) - set(without["teams"]) == {"Money"}
    assert labs.reveal(m04.RIPPLE, "Money", 70).right


def test_no_arrows_no_ripple():
    assert set(seen(m04.RIPPLE, sync=False)["reached"]) == set(m04.ORIGINS)


# ---- W04c ------------------------------------------------------------------------------------


def test_six_doors_in_a_row():
    hard = {"soft_address": False, "soft_label": False, "soft_nest": False}
    assert 100 * seen(m04.CHAIN_METER, **hard)["whole"] == pytest.approx(99.103, abs=0.0005)
    soft = seen(m04.CHAIN_METER, **{**hard, "soft_address": True})["whole"]
    spare = seen(m04.CHAIN_METER, **hard, second=True)["whole"]
    assert soft == pytest.approx(spare, abs=0.0001)
    assert 100 * seen(m04.CHAIN_METER, **hard, better=True)["whole"] == pytest.approx(
        99.192, abs=0.001
    )


def test_the_hours_in_the_picture_are_those_of_the_sentence():
    shown = labs.view(m04.CHAIN_METER, labs.asked(m04.CHAIN_METER))
    hours = re.search(r"(\d\.\d) hours", shown.sentence)[1]
    assert f"{hours} h = " in shown.svg


# ---- W04d ------------------------------------------------------------------------------------


def test_layers_look_tidy_and_touch_more_than_two():
    means = {cut: seen(m04.CUT_LINES, cut=cut, replayed=40)["mean"] for cut in m04.CUTS}
    assert means["one"] == 1
    assert means["layer"] > 2
    assert max(means.values()) == means["each"]
    assert means["layer"] > means["noun"] > means["team"] > 1.5


def test_no_cut_of_the_lab_passes_exercise_4_4():
    from tpo.exercises.contract import check_artefact
    from tpo.exercises.m04 import CUT

    for cut in m04.CUTS:
        modules = {name: list(items) for name, items in m04._modules(cut).items()}
        assert check_artefact(CUT, modules).outcome == "not yet"
