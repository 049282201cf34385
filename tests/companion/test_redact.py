"""What the redaction check finds, what it lets pass, and that it can be told to."""

import pytest

from tests.answers.bank import bank
from tpo.companion.portfolio import redact, show


def found(text, keep_out=(), fine=()):
    return [(f.quote, f.what) for f in redact.search("here", text, keep_out, fine)]


@pytest.mark.parametrize(
    ("text", "quote", "what"),
    [
        ("Write to jo.smith+x@acme.co.uk.", "jo.smith+x@acme.co.uk", "an e-mail address"),
        ("Call +49 170 1234567 today", "+49 170 1234567", "a phone number"),
        ("030 / 1234 5678", "030 / 1234 5678", "a phone number"),
        ("(030) 12345678", "(030) 12345678", "a phone number"),
        ("ring 555-0134 now", "555-0134", "a phone number"),
        ("I asked Sandra about it", "Sandra", "a person's name"),
        ("Sandra's team waits", "Sandra", "a person's name"),
        ("Then Piet Hein agreed", "Piet Hein", "a person's name"),
        ("with Jan van der Berg in the room", "Jan van der Berg", "a person's name"),
        ("Dr. Okonkwo signed it", "Dr. Okonkwo", "a person's name"),
        ("Peter Müller: “no”", "Peter Müller", "a person's name"),
        ("see C:\\Users\\me\\plan.xlsx", "C:\\Users\\me\\plan.xlsx", "a place on your disk"),
        ("see /home/me/plan.xlsx", "/home/me/plan.xlsx", "a place on your disk"),
    ],
)
def test_it_finds(text, quote, what):
    assert (quote, what) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "It cost €1,200.50 on 2026-03-02, 280 a second, from 12 000 to 14 000, 03:30 to 04:15.",
        "Parcel LP-000042, version v3.1.0, rule R10, 62,400 requests, 0.35 s, 99.950 %",
        "The Product Owner of Delivery Choice asks Hana and Marisol Quint about Second Perch.",
        "On Address Friday INC-0417 the Reroute Service was slow. GeoSure answered late.",
        "partner-desk@linnet.example",
        "Monday or Tuesday? In March, Scrum and Kanban.",
    ],
)
def test_it_lets_the_case_and_ordinary_words_pass(text):
    assert found(text) == []


def test_no_answer_of_the_course_is_held_back():
    """About two hundred texts about Linnet: not one false alarm."""
    alarms = [
        finding.sentence
        for kind in ("right", "wrong")
        for answer in bank(kind)
        for finding in redact.search(answer.id, show.plain(answer.artefact), (), ())
    ]
    assert alarms == []


def test_the_learners_own_words_count_as_whole_words_in_any_case():
    assert found("At ACME we pack. Acmeist poems.", ["acme", " "]) == [
        ("ACME", "a word on your own list")
    ]


def test_what_the_learner_allowed_is_no_finding_any_more():
    assert found("I asked Sandra", fine=["sandra"]) == []


def test_each_quote_is_told_once_with_its_place():
    [finding] = redact.search("6.5, a brief", "Sandra and Sandra", (), ())
    assert finding.sentence == "6.5, a brief: “Sandra” looks like a person's name."
