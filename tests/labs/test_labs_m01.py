"""What the labs of M01 must show."""

import re

import pytest

from tpo import case
from tpo.labs import lab as labs
from tpo.labs import m01
from tpo.labs.lab import Place
from tpo.learner import assessment, ledger


def seen(lab, **state):
    return labs.data(lab, {**labs.start(lab), **state})


def said(lab, **state):
    return labs.view(lab, {**labs.start(lab), **state}).sentence


def test_a_window_of_two_hours_saves_more_than_one_call_in_a_hundred():
    assert labs.reveal(m01.ARRIVAL, "they fall by more than 1", 70).right
    best = min(m01.WINDOWS, key=lambda hours: seen(m01.ARRIVAL, window=hours)["contacts"])
    assert 2 <= best <= 4  # neither a minute nor half a day
    assert "€0 k" not in said(m01.ARRIVAL, window=6.0)


def test_owning_everything_stalls_like_owning_nothing():
    assert labs.reveal(m01.WEEK, "6.4 days", 70).right
    mine = seen(m01.WEEK, **labs.asked(m01.WEEK))
    assert len(mine["stalled"]) >= 8
    assert len(seen(m01.WEEK)["stalled"]) == 16


def test_giving_scope_to_sales_passes_it_on_and_changes_three_of_five():
    scope = [d.id for d in m01.DECISIONS if d.kind == "scope"]
    state = {**labs.asked(m01.WEEK), **dict.fromkeys(scope[:5], "tomasz")}
    relayed = seen(m01.WEEK, **state)
    assert (relayed["relayed"], relayed["changed"]) == (5, 3)
    assert "passed on through you" in said(m01.WEEK, **state)


@pytest.mark.parametrize("setting", ["scrum", "stage_gate"])
def test_a_week_without_a_late_or_bounced_decision_can_be_laid(setting):
    state = {"setting": setting, "ask": True}
    for decision in m01.DECISIONS:
        able = [p for p in getattr(decision, setting) if p in m01.PLACES]
        assert able, f"{decision.id}: nobody on the board can take it"
        state[decision.id] = able[0]
    week = seen(m01.WEEK, **state)
    assert (week["stalled"], week["bounced"], week["rework"]) == (set(), 0, 0)


def test_one_duty_alone_never_moves():
    assert m01.never_move() == ("clarify",)
    assert labs.reveal(m01.CONTEXT, "clarify what exactly needs to be built", 70).right


def test_the_widest_difference_lies_where_nadia_felt_safe():
    assert labs.reveal(m01.RADAR, "Experiments", 70).right
    start = labs.view(m01.RADAR, labs.start(m01.RADAR))
    assert "shown" not in start.sentence  # the measured layer stays hidden before the prediction
    assert "orange" not in start.svg


def test_the_radar_draws_the_learners_own_levels_when_they_are_there(monkeypatch):
    mine = ledger.open_ledger(None)
    monkeypatch.setattr(m01, "current", lambda: mine)
    state = {"whose": "you", "measured": True}
    assert "Take the assessment on the start page first" in said(m01.RADAR, **state)
    for question in assessment.questions():
        assessment.keep_choice(mine, "A", "context", question.id, next(iter(question.options)))
    for id in case.competencies():
        assessment.keep_choice(mine, "A", "self", id, "practitioner")
    for item in assessment.items("A"):
        right = item.key if item.competency != "K07" else (item.key + 1) % 4
        assessment.keep_answer(mine, "A", item.id, right, 60)
    assessment.keep_guess(mine, "A", ["K01", "K02", "K03"])
    assert "the three largest gaps: Data (1 of 3)" in said(m01.RADAR, **state)


def test_every_state_within_one_move_has_a_picture_and_a_sentence():
    for lab in m01.LABS:
        for control in lab.controls:
            for value in control.values:
                shown = labs.view(lab, {**labs.asked(lab), control.name: value})
                assert not shown.error, (lab.id, control.name, value)
                assert re.match(r"<svg .*aria-label=", shown.svg)


def test_all_cards_of_a_lab_offer_the_same_places():
    card = Place("one", "One", {"a": "A", "b": "B"}, "a")
    other = Place("two", "Two", {"a": "A"}, "a")
    with pytest.raises(ValueError, match="same places"):
        labs.Lab(
            "W99x", "", "", (card, other), m01.WEEK.prediction, m01.WEEK.run,
            m01.WEEK.figure, m01.WEEK.sentence, "",
        )  # fmt: skip
    with pytest.raises(ValueError, match="starts at"):
        Place("one", "One", {"a": "A"}, "z")
