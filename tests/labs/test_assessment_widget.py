"""The assessment's widget: no key leaves Python, junk is ignored, every answer is kept at once."""

import json

import pytest

from tpo.labs.assessment import AssessmentWidget, show, spec, static_text
from tpo.learner import assessment as forms
from tpo.learner.ledger import open_ledger


def send(widget, **content):
    widget._receive(widget, content, [])


@pytest.fixture
def ledger():
    return open_ledger(None)


def test_the_page_gets_every_question_and_no_key(ledger):
    for form in forms.FORMS:
        sent = json.dumps(spec(form), ensure_ascii=False)
        for item in forms.items(form):
            assert json.dumps(item.ask, ensure_ascii=False) in sent
            assert item.why not in sent
        assert '"slip"' not in sent
        assert all(set(item) == {"id", "ask", "shown", "options"} for item in spec(form)["items"])


def test_answers_are_kept_when_they_are_sent(ledger):
    widget = AssessmentWidget("A", ledger)
    send(widget, kind="context", id="hours", value="3")
    send(widget, kind="self", id="K03", value="expert")
    send(widget, kind="answer", id="K01-1", option=2, confidence=70)
    send(widget, kind="guess", value=["K01", "K05", "K09"])
    assert widget.kept == AssessmentWidget("A", ledger).kept
    assert widget.kept["answers"] == {"K01-1": [2, 70]}
    assert widget.kept["self"] == {"K03": "expert"}
    assert widget.kept["context"] == {"hours": "3"}
    assert widget.kept["guess"] == ["K01", "K05", "K09"]


@pytest.mark.parametrize(
    "junk",
    [
        None,
        7,
        {},
        {"kind": "answer"},
        {"kind": "answer", "id": "K01-1", "option": "2", "confidence": 70},
        {"kind": "self", "id": "K03", "value": {}},
        {"kind": "guess", "value": [{}]},
        {"kind": "reset"},
    ],
)
def test_what_the_page_could_not_have_sent_is_ignored(ledger, junk):
    widget = AssessmentWidget("A", ledger)
    before = widget.kept
    widget._receive(widget, junk, [])
    assert widget.kept == before


def test_a_form_that_does_not_exist_gets_one_sentence(capsys):
    show("C")
    assert capsys.readouterr().out == "There is no form 'C'; there are A and B.\n"


def test_without_a_page_it_is_one_sentence(ledger):
    bundle, _ = AssessmentWidget("A", ledger)._repr_mimebundle_()
    assert bundle["text/plain"] == static_text("A")
    assert "28 tasks, about 25 minutes" in bundle["text/html"]
