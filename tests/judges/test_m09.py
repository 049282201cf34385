"""Judges of M09: runs behind the numbers, and answers that must not pay."""

import random
from dataclasses import replace

import pytest

from tests.answers.bank import read
from tpo import case
from tpo.engines.decision_record import read_record
from tpo.exercises import find
from tpo.exercises.contract import check_artefact, grade_artefact
from tpo.exercises.hidden import draw
from tpo.judges import decision_record, trade_study
from tpo.judges.debt_plan import linnet_debts, most_a_quarter, replay_plan
from tpo.judges.pattern_prices import CHOICES, PRICES
from tpo.judges.perch_options import DESIGNS, World, explored, measured
from tpo.judges.quality_scenarios import run_scenarios
from tpo.paths import answers


def reference(id):
    return read(answers(id) / "right" / "reference.py", id).artefact


# ---- answers that do nothing earn nothing --------------------------------------------------------


def test_one_pattern_for_everything_earns_next_to_nothing():
    for pattern in CHOICES:
        for price in PRICES:
            same = {name: {"pattern": pattern, "price": price} for name in reference("9.1")}
            assert check_artefact(find("9.1"), same).points <= 2, (pattern, price)


def test_a_rule_that_forbids_all_or_nothing_earns_nothing():
    for rule in (
        "no arrow from anything to anything",
        "at most 999 arrows from anything to anything",
    ):
        record = reference("9.4").replace("no hard chain from booking to an external system", rule)
        assert check_artefact(find("9.4"), record).points == 0, rule


def test_paying_nothing_and_paying_everything_at_once_earn_little():
    never = {name: {"months": None, "scope": "whole"} for name in linnet_debts()}
    now = {name: {"months": 0, "scope": "whole"} for name in linnet_debts()}
    assert check_artefact(find("9.5"), never).points == 0
    assert check_artefact(find("9.5"), now).points <= 2


def test_four_copies_of_one_scenario_separate_once():
    rows = [reference("9.2")[0]] * 4
    assert check_artefact(find("9.2"), rows).points <= 2
    silly = [{**row, "limit": 100_000} for row in reference("9.2")]
    assert check_artefact(find("9.2"), silly).points == 0


def test_the_study_is_not_won_with_doing_nothing():
    study = reference("9.3").replace("result: events", "result: do_nothing")
    study = study.replace("pick: events", "pick: do_nothing")
    assert check_artefact(find("9.3"), study).points == 0  # breaks Ines's limits


def test_hidden_cases_differ_between_learners_and_repeat_for_one():
    for id in ("9.1", "9.2", "9.3", "9.4", "9.5"):
        one, again, other = (find(id).hidden(draw("s", who, id)) for who in ("a", "a", "b"))
        assert one == again
        assert one != other
        assert one != find(id).public


# ---- designs -------------------------------------------------------------------------------------


def test_the_three_designs_disagree_where_the_lesson_says_so():
    peak = {d: measured(d, World("peak_day")) for d in DESIGNS}
    slow = {d: measured(d, World(stimulus="routing_slow")) for d in DESIGNS}
    assert peak["events"]["p95_s"] < peak["calls"]["p95_s"] < peak["roost"]["p95_s"]
    assert slow["calls"]["failed_per_1000"] > 100 > slow["events"]["failed_per_1000"]
    assert peak["calls"]["seen_after_s"] < 1 < peak["events"]["seen_after_s"]
    assert peak["roost"]["seen_after_s"] > 30


def test_a_message_that_fails_never_undoes_the_change():  # rule R9
    away = {d: measured(d, World(stimulus="message_company_away")) for d in DESIGNS}
    assert all(found["failed_per_1000"] < 10 for found in away.values())


def test_no_setting_of_the_service_that_calls_makes_it_safe_while_routing_is_slow():
    found = explored()
    assert len(found.designs) == found.possible == 12
    assert 4 <= len(found.front) < 12
    assert max(d.success for d in found.designs) < 0.95
    longest = max(found.designs, key=lambda d: d.success)
    assert longest.settings[0] == 4.0  # more patience, more success, more waiting
    assert longest.p99 > min(d.p99 for d in found.front)


def test_a_promised_answer_time_is_held_against_the_learners_own_run():
    boast = reference("9.3").replace("claim_p95_ms: 220", "claim_p95_ms: 60")
    verdict = check_artefact(find("9.3"), boast)
    assert verdict.message.id == "9.3:claim"
    ran = measured("events", World("peak_day"))["p95_s"] * 1000
    assert f"{ran:.0f} ms" in verdict.message.first


# ---- scenarios -----------------------------------------------------------------------------------


def test_a_mark_without_substance_is_not_believed():
    rows = [{**row, "mark": "none"} for row in reference("9.2")]
    rows[3]["mark"] = "sensitivity"  # days until live hang on no knob of the run
    seen = run_scenarios(rows, World())
    assert seen["sensitivity_marked"]
    assert not seen["sensitivity_true"]
    assert seen["pairs"] == [(1, 2)]
    assert not seen["tradeoff_true"]


# ---- study ---------------------------------------------------------------------------------------


def test_effort_speed_and_market_are_one_idea_and_the_others_are_not():
    names = tuple(case.choosing().criteria)
    found = {frozenset(pair[:2]) for pair in trade_study.doubles(names)}
    one = ("effort_weeks", "weeks_to_value", "time_to_market")
    assert found == {frozenset((a, b)) for a in one for b in one if a != b}


def test_the_straw_men_are_beaten_in_everything():
    study = trade_study.full_study(trade_study.brief_weights(), tuple(case.choosing().options))
    beaten = trade_study.dominated(study)
    assert set(beaten) >= {"suite", "cards"}
    assert not {"roost", "calls", "events"} & set(beaten)


# ---- record --------------------------------------------------------------------------------------


def test_today_breaks_the_decision_and_the_softened_map_keeps_it():
    models = decision_record.public_models()
    assert [m.keeps for m in models] == [True] * 4 + [False] * 4
    record = read_record(reference("9.4"))
    seen = decision_record.judge_record(record, models, 0.03)
    assert (seen["caught"], seen["flagged"]) == (4, 0)
    direct = read_record(reference("9.4").replace("no hard chain from", "no hard call from"))
    assert decision_record.judge_record(direct, models, 0.03)["caught"] == 1


def test_fresh_models_are_four_and_four_and_differ():
    one, other = (decision_record.fresh_models(random.Random(n)) for n in (1, 2))
    assert sum(m.keeps for m in one) == 4 == sum(not m.keeps for m in one)
    assert one != other


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("re-visit: when bookings_per_s > 53", True),
        ("re-visit: when check_wait_s > 1", True),
        ("re-visit: on 2026-07-01", True),
        ("re-visit: when bookings_per_s > 40", False),  # true today
        ("re-visit: when bookings_per_s > 90", False),  # too late
        ("re-visit: on 2029-01-01", False),
        ("re-visit: when happiness < 3", False),  # nobody measures it
        ("", False),
    ],
)
def test_a_trigger_is_good_when_it_fires_before_the_promise_breaks(line, good):
    text = reference("9.4").replace("re-visit: when bookings_per_s > 53", line)
    verdict = check_artefact(find("9.4"), text)
    assert (verdict.outcome == "right") == good, verdict.message.first
    graded = grade_artefact(find("9.4"), text, draw("a", "ada", "9.4"))
    assert (graded.outcome == "right") == good


def test_growth_breaks_the_promise_when_the_contract_is_nearly_used_up():
    months, breaks = decision_record.growth(0.03)
    assert 0 < breaks < 12
    assert months[breaks]["check_wait_s"] > 2 >= months[breaks - 1]["check_wait_s"]
    assert 0.9 < months[breaks]["geosure_share"] < 1.1


# ---- debt ----------------------------------------------------------------------------------------


def test_incidents_are_the_larger_half():
    never = replay_plan(
        {name: {"months": None, "scope": "whole"} for name in linnet_debts()}, linnet_debts()
    )
    keys = never["never_bills"]["booking_keys"]
    assert keys.incidents > keys.interest
    assert never["busiest"] == 0 < most_a_quarter()


def test_a_debt_without_growth_is_cheaper_to_wait_for():
    debts = dict(linnet_debts())
    plan = {name: {"months": 12, "scope": "whole"} for name in debts}
    flat = {**debts, "roost_pricing": replace(debts["roost_pricing"], growth=0.0)}
    assert replay_plan(plan, flat)["total"] < replay_plan(plan, debts)["total"]
