import base64
import re
from dataclasses import replace

import pytest

from tests.labs import toy
from tests.labs.toy import VAN, VAN_IN_NUMBERS
from tpo.labs import lab as labs
from tpo.labs.lab import Choice, Range


@pytest.fixture(autouse=True)
def fresh_runs():
    toy.runs.clear()
    labs._data.cache_clear()


def test_the_start_state_is_each_controls_start():
    assert labs.start(VAN) == {"load": 4, "route": "short", "rain": False}
    assert labs.asked(VAN) == {"load": 10, "route": "long", "rain": False}


def test_positions_and_states_are_each_others_inverse():
    state = {"load": 20, "route": "long", "rain": True}
    assert labs.positions(VAN, state) == [19, 1, 1]
    assert labs.state_at(VAN, [19, 1, 1]) == state


@pytest.mark.parametrize(
    "positions",
    [
        None,
        [],
        [0, 0],
        [0, 0, 0, 0],
        [20, 0, 0],
        [-1, 0, 0],
        ["0", 0, 0],
        [0, 0, True],
        [1.0, 0, 0],
    ],
)
def test_positions_that_no_card_could_send_are_no_state(positions):
    assert labs.state_at(VAN, positions) is None


def test_a_state_that_is_run_twice_is_computed_once():
    labs.data(VAN, labs.start(VAN))
    labs.data(VAN, labs.start(VAN))
    labs.data(VAN, labs.start(VAN), draft=True)
    assert [draft for _, draft in toy.runs] == [False, True]


def test_an_author_who_mistypes_a_control_hears_at_once():
    with pytest.raises(ValueError, match="no control named 'parcels'"):
        replace(VAN, prediction=replace(VAN.prediction, asked={"parcels": 10}))
    with pytest.raises(ValueError, match="load can't be 99"):
        replace(VAN, prediction=replace(VAN.prediction, asked={"load": 99}))
    with pytest.raises(ValueError, match="does not offer"):
        Range("load", "Parcels", values=(1, 2), start=3)
    with pytest.raises(ValueError, match="does not offer"):
        Choice("route", "Route", {"short": "Short"}, start="long")
    with pytest.raises(ValueError, match="same name"):
        replace(VAN, controls=(*VAN.controls, VAN.controls[0]))


def test_a_view_has_picture_and_sentence_and_the_picture_says_it_too():
    shown = labs.view(VAN, labs.start(VAN))
    assert shown.sentence == "With 4 parcels the van is out 12 min."
    assert 'role="img"' in shown.svg
    assert f'aria-label="The van &amp; the &lt;rain&gt;. {shown.sentence}"' in shown.svg
    assert f"<desc>{shown.sentence}</desc>" in shown.svg


def test_a_run_that_fails_is_one_sentence_without_a_traceback(caplog):
    shown = labs.view(VAN, {"load": 13, "route": "short", "rain": False})
    assert shown.svg == shown.sentence == ""
    assert shown.error == (
        "The run stopped with these settings (ZeroDivisionError: thirteen parcels)."
        " Move a control back; if it happens again, tell your instructor it was lab T01."
    )
    assert not [r for r in caplog.records if r.levelname in ("WARNING", "ERROR")]


@pytest.mark.parametrize(
    ("lab", "given", "kept"),
    [
        (VAN, 1, "60 min"),
        (VAN, 3, None),
        (VAN, -1, None),
        (VAN, True, None),
        (VAN, "60 min", None),
        (VAN, None, None),
        (VAN_IN_NUMBERS, 62.5, "62.5 min"),
        (VAN_IN_NUMBERS, 0, "0 min"),
        (VAN_IN_NUMBERS, 601, None),
        (VAN_IN_NUMBERS, float("nan"), None),
        (VAN_IN_NUMBERS, True, None),
        (VAN_IN_NUMBERS, "62", None),
    ],
)
def test_a_prediction_is_one_of_the_options_or_a_number_in_range(lab, given, kept):
    assert labs.read_answer(lab, given) == kept


def test_the_reveal_sets_prediction_beside_result():
    wrong = labs.reveal(VAN, "30 min", 70)
    assert wrong.sentence == "You said 30 min, 70 % sure. The run says 60 min."
    assert not wrong.right
    assert labs.reveal(VAN, "60 min", 70).right
    assert labs.reveal(VAN_IN_NUMBERS, "64.5 min", 70).right
    assert not labs.reveal(VAN_IN_NUMBERS, "66 min", 70).right


def test_an_answer_the_lab_no_longer_offers_has_no_reveal():
    assert labs.reveal(VAN, "45 min", 70) is None
    assert labs.reveal(VAN_IN_NUMBERS, "two hours", 70) is None
    assert labs.reveal(VAN_IN_NUMBERS, "", 70) is None


def test_static_readers_get_picture_sentence_and_question_with_the_answer_folded_away():
    html = labs.static_html(VAN)
    before, folded = html.split("<details>")
    assert "How long does a van with 10 parcels take" in before
    assert "30 min · 60 min · 2 h" in before
    assert "With 4 parcels the van is out 12 min." in before
    assert "twice the time" not in before
    assert "twice the time" in folded
    assert "With 10 parcels the van is out 60 min." in folded
    assert "What would you tell the depot?" in folded
    first, second = re.findall(r'<img alt="([^"]+)" src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert first[0] == "With 4 parcels the van is out 12 min."
    assert base64.b64decode(second[1]).decode().startswith("<svg")
    assert "<rain>" not in html


def test_static_text_is_the_sentence():
    assert labs.static_text(VAN) == (
        "Lab T01 · The van & the <rain>. With 4 parcels the van is out 12 min."
    )


def test_static_pages_are_the_same_every_time():
    first = labs.static_html(VAN)
    labs._data.cache_clear()
    assert labs.static_html(VAN) == first


def test_static_readers_of_a_failing_lab_get_one_sentence():
    broken = replace(VAN, prediction=replace(VAN.prediction, asked={"load": 13}))
    assert "The run stopped with these settings" in labs.static_html(broken)
