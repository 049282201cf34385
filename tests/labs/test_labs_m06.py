"""What the labs of M06 must show, whatever the exact numbers of the run."""

import math
import xml.etree.ElementTree as ET

import pytest

import tpo.labs
from tpo.labs import lab as labs
from tpo.labs import m06

ALL = [tpo.labs.find(lab_id) for lab_id in tpo.labs.labs()]


def seen(lab, draft=False, **state):
    return labs.data(lab, {**labs.start(lab), **state}, draft)


def test_each_lab_is_found_under_its_own_id():
    assert [lab.id for lab in ALL] == list(tpo.labs.labs())


def neighbours(lab):
    """The start state with each control at its ends and in between, and the asked state."""
    yield labs.asked(lab)
    for control in lab.controls:
        for value in (*control.values[::5], control.values[-1]):
            yield {**labs.start(lab), control.name: value}


@pytest.mark.parametrize("lab", ALL, ids=lambda lab: lab.id)
def test_every_control_gives_a_sound_picture_and_sentence(lab):
    for state in neighbours(lab):
        shown = labs.view(lab, state, draft=True)
        assert shown.error == "", state
        ET.fromstring(shown.svg)
        for broken in ("nan", "inf", "None"):
            assert broken not in shown.svg.replace("infinit", ""), state
            assert broken not in shown.sentence, state
        assert 60 < len(shown.sentence) < 420, shown.sentence
        assert len(shown.svg) < 30_000


@pytest.mark.parametrize("lab", ALL, ids=lambda lab: lab.id)
def test_the_same_state_always_looks_and_reads_the_same(lab):
    first = labs.view(lab, labs.start(lab))
    labs._data.cache_clear()
    assert labs.view(lab, labs.start(lab)) == first


@pytest.mark.parametrize("lab", ALL, ids=lambda lab: lab.id)
def test_the_reveal_speaks_and_the_start_state_does_not_give_it_away(lab):
    answer = lab.prediction.answer
    said = "50 %" if isinstance(answer, labs.Number) else answer[0]
    reveal = labs.reveal(lab, said, 70)
    assert reveal.explain.endswith(".")
    assert reveal.says not in labs.view(lab, labs.start(lab)).sentence
    if not isinstance(answer, labs.Number):
        assert sum(labs.reveal(lab, option, 70).right for option in answer) == 1


# ---- W06a ------------------------------------------------------------------------------------


def test_97_percent_busy_means_seconds_and_a_few_workers_more_mean_nothing():
    at_18 = seen(m06.THE_KNEE, workers=18)
    assert labs.reveal(m06.THE_KNEE, "2 s", 70).right
    assert at_18["busy"] == pytest.approx(0.97, abs=0.02)
    waits = [seen(m06.THE_KNEE, workers=n)["p95"] for n in (18, 19, 20, 22, 24, 28)]
    assert waits == sorted(waits, reverse=True)
    assert waits[1] < waits[0] / 2
    assert waits[-1] == 0


def test_the_knee_follows_queueing_theory():
    """Erlang C gives the share that waits, and the wait behind it is exponential (M/M/c)."""
    for workers in (18, 19, 20, 22):
        offered, blocked = 17.5, 1.0
        for count in range(1, workers + 1):
            blocked = offered * blocked / (count + offered * blocked)
        waiting = blocked / (1 - offered / workers * (1 - blocked))
        theory = math.log(waiting / 0.05) / (workers / 0.35 - 50)
        assert seen(m06.THE_KNEE, workers=workers)["p95"] == pytest.approx(theory, rel=0.13)


def test_when_the_work_takes_twice_as_long_36_workers_stand_where_18_stood():
    before = seen(m06.THE_KNEE, workers=18)["p95"]
    after = seen(m06.THE_KNEE, workers=36, service=0.7)["p95"]
    assert after == pytest.approx(before, rel=0.25)


def test_the_knee_is_drawn_only_from_the_chosen_workers_up():
    for draft in (True, False):
        curve = seen(m06.THE_KNEE, draft, workers=20)["curve"]
        assert curve[0][0] == 20
        assert curve[-1][0] == m06.WORKERS[-1]
        assert [wait for _, wait in curve] == sorted((wait for _, wait in curve), reverse=True)


def test_too_few_workers_is_said_as_a_queue_without_end():
    shown = labs.view(m06.THE_KNEE, {"workers": 17, "rate": 50, "service": 0.35})
    assert "grows without end" in shown.sentence


# ---- W06b ------------------------------------------------------------------------------------


def storm(**state):
    return seen(m06.RETRY_STORM, **state)["success"]


def test_the_retries_were_the_outage():
    three = {"sdk": 3, "gateway": 3, "booking": 3}
    storms = [storm(**three), storm(**three, pool=200), storm(**three, pause=1), storm(booking=3)]
    assert max(storms) < 0.1
    once = storm()
    assert 0.6 < once < 0.9
    assert 0.5 < storm(booking=3, budget=True) < 0.9
    assert storm(breaker=True) < once
    assert storm(check="soft", timeout=0.8) > 0.99


def test_a_long_wait_is_the_best_score_until_the_provider_gets_a_little_slower():
    assert storm(timeout=10) > 0.99
    assert storm(timeout=10, capacity=4.5) < 0.5


def test_a_soft_check_that_waits_too_long_says_who_left():
    wait = labs.view(m06.RETRY_STORM, {**labs.start(m06.RETRY_STORM), "check": "soft"})
    assert "the gateway has left by then" in wait.sentence
    soon = {**labs.start(m06.RETRY_STORM), "check": "soft", "timeout": 0.8}
    assert "has left" not in labs.view(m06.RETRY_STORM, soon).sentence


def test_while_dragging_only_the_first_minutes_are_played_and_it_says_so():
    draft = seen(m06.RETRY_STORM, True)
    full = seen(m06.RETRY_STORM)
    assert max(minute for minute, _ in draft["success_line"]) < m06.DRAFT_MINUTES
    assert max(minute for minute, _ in full["success_line"]) > m06.BAD_MINUTES
    assert m06.RETRY_STORM.sentence(draft).startswith("In the first 3 slow minutes")


# ---- W06d ------------------------------------------------------------------------------------


def promise(**state):
    return seen(m06.PROMISE, **state)


def test_the_same_promise_in_slow_seconds_costs_three_machines_more():
    calm, slow = promise(), promise(slow=True)
    assert slow["best"][0][0] - calm["best"][0][0] == pytest.approx(3 * 5.6)
    assert slow["calm"] == calm["best"][0][0]
    assert labs.reveal(m06.PROMISE, "39 thousand €", 70).right
    assert not labs.reveal(m06.PROMISE, "22 thousand €", 70).right


def test_a_limit_that_moves_takes_the_front_with_it():
    start = promise(slow=True)
    for tighter in ({"success": 0.999}, {"p99": 3}, {"cost": 45}):
        moved = promise(slow=True, **tighter)
        assert moved["front"] != start["front"]
        assert len(moved["kept"]) < len(start["kept"])
        assert set(moved["front"]) <= set(moved["kept"])
    assert promise(slow=True, success=0.9)["best"][0][0] <= start["best"][0][0]


def test_the_picture_marks_the_front_and_the_words_count_it():
    shown = labs.view(m06.PROMISE, {**labs.start(m06.PROMISE), "slow": True})
    front = len(promise(slow=True)["front"])
    assert shown.svg.count("rotate(45") == 2 * front + 1  # two plots, and the legend
    assert f"has {front}\u00a0points" in shown.sentence


def test_limits_that_nobody_keeps_say_what_to_give_up():
    start = labs.start(m06.PROMISE)
    poor = labs.view(m06.PROMISE, {**start, "slow": True, "cost": 30})
    assert "Without the limit on cost, the cheapest would be €39.2\u00a0k a year." in poor.sentence
    hasty = labs.view(m06.PROMISE, {**start, "slow": True, "p99": 2})
    assert "give up some time or some success" in hasty.sentence


# ---- W06c ------------------------------------------------------------------------------------


def test_two_minutes_are_enough_and_one_is_not():
    assert labs.reveal(m06.CACHE_DIAL, "2 min", 70).right
    assert seen(m06.CACHE_DIAL, ttl=60)["load"] > m06.DATABASE_PER_S
    assert seen(m06.CACHE_DIAL, ttl=120)["load"] < m06.DATABASE_PER_S


def test_longer_lives_mean_less_load_and_more_old_places():
    every = seen(m06.CACHE_DIAL, ttl=3600)
    loads, stales = ([value for _, value in every[key]] for key in ("loads", "stales"))
    assert loads == sorted(loads, reverse=True)
    assert stales == sorted(stales)
    assert len(seen(m06.CACHE_DIAL, ttl=60)["loads"]) == m06.LIVES.index(60) + 1
