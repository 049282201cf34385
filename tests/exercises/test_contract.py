import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercises.toy import TOY, answer, broken
from tpo.exercises.contract import check_artefact, grade_artefact, ramp, replay_artefact
from tpo.exercises.render import as_html, as_text


def test_right_buys_full_points_and_says_what_it_bought():
    verdict = check_artefact(TOY, answer())
    assert (verdict.outcome, verdict.points) == ("right", 10)
    assert verdict.message.first == "Every guest has a seat."
    assert verdict.kept == (("every guest sits", True), ("at most 40 seats", True))


def test_not_started_is_the_artefact_as_handed_out():
    verdict = check_artefact(TOY, TOY.shape.blank())
    assert (verdict.outcome, verdict.points) == ("not started", 0)
    assert "Begin with the seats." in as_text(verdict)


def test_a_named_misconception_beats_the_broken_promise():
    verdict = check_artefact(TOY, answer(seats=0))
    assert (verdict.outcome, verdict.message.id) == ("not yet", "0.1a")
    assert verdict.message.first == "No seats at all: 30 guests leave."
    assert verdict.points == 0


def test_an_unnamed_mistake_gets_the_weakest_promise_with_the_runs_numbers():
    verdict = check_artefact(TOY, answer(seats=20))
    assert verdict.message.id == "0.1:seated"
    assert verdict.message.first == "10 guests stand."
    assert 0 < verdict.points < 10


def test_our_own_failure_is_an_apology_with_an_id_and_no_traceback():
    def judge(answer, case):
        raise ZeroDivisionError("secret detail")

    verdict = check_artefact(broken(judge), answer())
    text = as_text(verdict)
    assert verdict.outcome == "our checker failed"
    assert "you lose nothing" in text
    assert "0.1-" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("kept", [math.nan, math.inf, -math.inf, -3.0, 17.0])
def test_a_broken_criterion_never_leaves_zero_to_max(kept):
    def judge(answer, case):
        return {"seats": 50, "guests": 30, "short": kept}

    verdict = check_artefact(broken(judge), answer())
    assert 0 <= verdict.points <= verdict.max_points


def test_hidden_feedback_names_the_property_and_no_number_of_the_case():
    verdict = grade_artefact(TOY, answer(seats=20), random.Random(1))
    text = as_text(verdict).replace("0.1", "").replace("of 10 points", "")
    assert "every guest sits" in text
    assert "guests stand" not in text
    assert not any(str(n) in text.partition("· Not yet")[0] for n in range(20, 40))


def test_the_same_learner_meets_the_same_hidden_case():
    from tpo.exercises.hidden import draw

    def cases(learner):
        return TOY.hidden(draw("s", learner, "0.1"))

    assert cases("ada") == cases("ada")
    assert len({cases(f"learner {n}")[0].given["guests"] for n in range(40)}) > 3


def test_replay_tells_without_a_verdict():
    assert replay_artefact(TOY, answer(), "small") == "• 35 seats for 3 guests."
    assert replay_artefact(TOY, answer(seats=...)) == "Still blank: `seats`."
    assert "no practice case" in replay_artefact(TOY, answer(), "huge")


def test_text_and_card_carry_the_same_words():
    verdict = check_artefact(TOY, answer(seats=0))
    html = as_html(verdict)
    for part in (verdict.message.first, *verdict.message.paragraphs()):
        assert part in html
        assert part in as_text(verdict)
    assert 'role="status"' in html


@given(st.integers(0, 200), st.integers(0, 200))
def test_points_are_monotone_where_one_answer_is_better_in_everything(a, b):
    """More seats up to 40 are better for guests and no worse for cost."""
    low, high = sorted((min(a, 40), min(b, 40)))
    points = [check_artefact(TOY, answer(seats=n)).points for n in (low, high)]
    assert points[0] <= points[1]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(...),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8) | st.sampled_from(list(answer())), inner, max_size=6)
        | st.tuples(inner)
    ),
    max_leaves=8,
)


@given(JUNK)
def test_no_input_crashes_and_every_sentence_is_short(junk):
    verdict = check_artefact(TOY, junk)
    assert verdict.outcome in ("right", "not yet", "not started")
    assert len(verdict.message.first) <= 80
    assert 0 <= verdict.points <= 10


@pytest.mark.parametrize(
    ("value", "nothing", "full", "share"),
    [(5, 0, 10, 0.5), (5, 10, 0, 0.5), (-1, 0, 10, 0), (11, 0, 10, 1), (3, 3, 3, 1)],
)
def test_ramp(value, nothing, full, share):
    assert ramp(value, nothing, full) == share
