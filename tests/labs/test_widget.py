import pytest

import tpo.labs
from tests.labs import toy
from tests.labs.toy import VAN
from tpo.labs import lab as labs
from tpo.labs.widget import LabWidget
from tpo.learner.ledger import open_ledger


@pytest.fixture
def ledger(tmp_path):
    return open_ledger(tmp_path)


@pytest.fixture
def card(ledger):
    return LabWidget(VAN, ledger)


def send(card, **content):
    card._handle_custom_msg(content, [])


def predict(card, answer=0, confidence=70):
    send(card, kind="predict", answer=answer, confidence=confidence)


def move(card, positions, draft=False, reply_to=None):
    send(card, kind="move", positions=positions, draft=draft, reply_to=reply_to)


def test_a_lab_opens_locked_on_its_start_state(card):
    assert card.stage == {"locked": True, "notice": ""}
    assert card.view["positions"] == [3, 0, 0]
    assert card.view["sentence"] == "With 4 parcels the van is out 12 min."


def test_while_locked_no_message_moves_a_control(card):
    before = card.view
    move(card, [9, 1, 0])
    assert card.view == before


@pytest.mark.parametrize(
    ("answer", "confidence"),
    [(None, 70), (0, None), (0, 75), (0, "70"), (7, 70), ("30 min", 70), (0, [70])],
)
def test_the_lock_wants_a_prediction_and_a_confidence(card, ledger, answer, confidence):
    predict(card, answer, confidence)
    assert card.stage["locked"]
    assert ledger.predictions("T01") == []


def test_a_prediction_opens_the_lab_on_the_asked_state_and_is_recorded(card, ledger):
    predict(card)
    assert card.stage["reveal"]["sentence"] == "You said 30 min, 70 % sure. The run says 60 min."
    assert card.stage["reveal"]["explain"] == "Each parcel on the long route takes twice the time."
    assert card.view["positions"] == [9, 1, 0]
    assert "<svg" in card.view["svg"]
    (kept,) = ledger.predictions("T01")
    assert (kept.question, kept.answer, kept.confidence) == (VAN.prediction.question, "30 min", 70)
    assert kept.right is False


def test_picture_and_sentence_follow_the_controls_and_answer_the_request(card):
    predict(card)
    asked = card.view
    move(card, [0, 1, 1], draft=True, reply_to="this card")
    assert card.view["sentence"] == "With 1 parcels the van is out 11 min."
    assert card.view["svg"] != asked["svg"]
    assert card.view["reply_to"] == "this card"
    assert toy.runs[-1] == ({"load": 1, "route": "long", "rain": True}, True)


def test_a_second_prediction_is_not_taken(card, ledger):
    predict(card)
    predict(card, answer=1)
    assert [p.answer for p in ledger.predictions("T01")] == ["30 min"]
    assert card.stage["reveal"]["said"] == "30 min"


def test_running_the_cell_again_finds_the_prediction_and_the_line(card, ledger):
    predict(card)
    send(card, kind="note", text="  Send two\nvans. ")
    again = LabWidget(VAN, ledger)
    assert not again.stage["locked"]
    assert again.stage["reveal"]["said"] == "30 min"
    assert again.stage["note"] == "Send two vans."
    assert again.view["positions"] == [9, 1, 0]


def test_a_prediction_for_options_long_gone_is_asked_again(ledger):
    ledger.add_prediction("T01", "an older question", "45 min", 90)
    assert LabWidget(VAN, ledger).stage["locked"]


def test_an_empty_line_is_not_kept(card, ledger):
    predict(card)
    send(card, kind="note", text="  \n ")
    assert ledger.notes("T01") == []


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "move",
        {},
        {"kind": "move"},
        {"kind": "move", "positions": "all"},
        {"kind": "note", "text": 7},
        {"kind": "predict", "answer": {}, "confidence": {}},
        {"kind": "reset"},
    ],
)
def test_messages_no_card_would_send_change_nothing(card, ledger, content):
    predict(card)
    before = (card.stage, card.view)
    card._handle_custom_msg(content, [])
    assert (card.stage, card.view) == before


def test_a_state_that_fails_says_so_and_the_next_one_works(card):
    predict(card)
    move(card, [12, 0, 0])
    assert card.view["error"].startswith("The run stopped with these settings")
    assert card.view["sentence"] == ""
    move(card, [11, 0, 0])
    assert card.view["error"] == ""
    assert card.view["sentence"]


def test_what_went_wrong_with_the_ledger_is_on_the_card(tmp_path):
    (tmp_path / ".tpo").mkdir()
    (tmp_path / ".tpo" / "ledger.db").write_bytes(b"no ledger")
    card = LabWidget(VAN, open_ledger(tmp_path))
    assert card.stage["notice"].startswith("Your learning record was damaged")


def test_the_page_keeps_a_reading_copy_that_does_not_depend_on_the_learner(card):
    def still(bundle):
        return {kind: text for kind, text in bundle.items() if kind.startswith("text/")}

    before, _ = card._repr_mimebundle_()
    predict(card)
    after, _ = card._repr_mimebundle_()
    assert still(before) == still(after)
    assert still(before) == {
        "text/plain": labs.static_text(VAN),
        "text/html": labs.static_html(VAN),
    }
    assert "application/vnd.jupyter.widget-view+json" in before


def test_an_unknown_lab_gets_one_sentence_with_the_nearest_ids(capsys):
    tpo.labs.show("w06A")
    assert capsys.readouterr().out == (
        "There is no lab 'w06A'; the nearest are W06a, W06b, W06c.\n"
    )
    tpo.labs.show(None)
    assert capsys.readouterr().out.startswith("There is no lab 'None'; the nearest are W0")
