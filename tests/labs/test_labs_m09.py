"""What the labs of M09 must show, whatever the exact numbers of the run."""

import pytest

from tpo import case
from tpo.engines.patterns import NONE, PATTERNS
from tpo.labs import lab as labs
from tpo.labs import m09


def seen(lab, **state):
    return labs.data(lab, {**labs.start(lab), **state})


# ---- W09a ------------------------------------------------------------------------------------


def test_every_pattern_makes_one_bar_worse_at_home_in_the_picture_too():
    for n, name in enumerate(m09.CHOICES[1:], 1):
        home = m09.SITUATIONS.index(case.patterns()[name].home)
        state = {"pattern": n, "situation": home}
        view = labs.view(m09.PATTERN_PRICES, state)
        assert "worse (" in view.sentence, view.sentence
        assert "▲ worse" in view.svg


def test_doing_nothing_moves_nothing_and_is_enough_at_fifty_a_second():
    fifty = m09.SITUATIONS.index("fifty_a_second")
    found = seen(m09.PATTERN_PRICES, pattern=0, situation=fifty)
    assert found["met"]
    assert not found["dearer"]
    assert m09.CHOICES[0] == NONE
    assert set(m09.CHOICES[1:]) == set(PATTERNS)


def test_the_prediction_of_pattern_prices():
    assert labs.reveal(m09.PATTERN_PRICES, "Old answers", 70).right
    assert not labs.reveal(m09.PATTERN_PRICES, "Bill", 70).right


def test_words_beside_a_bar_stand_clear_of_the_limit():
    for end, limit, begin in (
        (20, None, 206),
        (20, 60, 246),  # the limit would cut the words, so they go behind it
        (20, 200, 206),
        (200, 60, 386),
    ):
        assert m09._beside(end, limit, 80) == begin


# ---- W09b ------------------------------------------------------------------------------------


def test_two_of_six_weights_decide_and_the_argued_one_does_not():
    found = seen(m09.TIPPING_WEIGHT)
    turning = [name for name, low, high in found["tornado"] if min(low, high) < 0]
    assert len(turning) == 2
    assert "effort_weeks" in turning
    assert m09.ARGUED not in turning


def test_the_winner_changes_at_the_tipping_weight():
    tip = labs.data(m09.TIPPING_WEIGHT, labs.asked(m09.TIPPING_WEIGHT))["tips"]["effort_weeks"]
    others = sum(w for name, w in m09.WEIGHTS.items() if name != "effort_weeks")
    # the weight of 100 as a slider's value beside the others, which stay as they are
    at = tip.weight / (1 - tip.weight) * others
    below = max(v for v in range(0, 65, 5) if v < at)
    assert seen(m09.TIPPING_WEIGHT, effort_weeks=below)["leader"] == "events"
    if at < 60:
        above = min(v for v in range(0, 65, 5) if v > at)
        assert seen(m09.TIPPING_WEIGHT, effort_weeks=above)["leader"] == tip.to


def test_no_weights_at_all_are_said():
    nothing = dict.fromkeys(m09.WEIGHTS, 0)
    assert "nothing counts" in labs.view(m09.TIPPING_WEIGHT, nothing).sentence


# ---- W09c ------------------------------------------------------------------------------------


def test_the_clock_shows_the_curriculums_figures():
    assert labs.reveal(m09.DEBT_CLOCK, "6 months", 70).right
    year = seen(m09.DEBT_CLOCK, month=12, life=24)
    assert round(year["plan"].total) == 28
    assert round(year["never"]) == 61


def test_the_start_does_not_show_the_crossing():
    first = labs.data(m09.DEBT_CLOCK, labs.start(m09.DEBT_CLOCK))
    assert first["never"] < first["now"]


@pytest.mark.parametrize("risk", [False, True])
def test_incidents_make_waiting_dearer(risk):
    found = seen(m09.DEBT_CLOCK, month=m09.NEVER, life=24, risk=risk)
    assert found["plan"].incidents == pytest.approx(24 * m09.RISK * m09.KEYS.incident * risk)
    assert (
        "expected incidents"
        in labs.view(m09.DEBT_CLOCK, dict(labs.start(m09.DEBT_CLOCK), risk=risk)).sentence
    ) == risk


def test_the_plan_starts_like_never_and_ends_with_the_bill():
    found = seen(m09.DEBT_CLOCK, month=6, life=12)
    plan, never = found["lines"]["plan"], found["lines"]["never"]
    assert plan[:7] == never[:7]
    assert plan[-1][1] == pytest.approx(found["plan"].total)
