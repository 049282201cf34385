"""M08's judges: constant answers earn nothing, and better answers never see worse."""

import random

import pytest

from tpo.engines.slo import draw_month
from tpo.exercises.contract import check_artefact, grade_artefact
from tpo.exercises.m08 import ALERTS, BUDGET, DELIVERY, MEASURE, REVIEW
from tpo.judges import alert_replay, delivery_panel, incident_review, review_page
from tpo.judges.alert_replay import NOVEMBER, TRACKING_NOVEMBER, fresh_months, replay


def rule(promise="booking", window=60, short=5, burn=14.4, severity="page"):
    return {
        "promise": promise,
        "window_min": window,
        "short_window_min": short,
        "burn": burn,
        "severity": severity,
    }


TEXTBOOK = [
    rule(),
    rule(window=360, short=30, burn=6),
    rule(window=4_320, short=360, burn=1, severity="ticket"),
    rule("tracking", burn=3.4),
]


def test_the_textbook_set_finds_everything_in_any_month():
    """Known defect of the proof of concept: it missed the slow leak."""
    for seed in range(40):
        seen = replay(TEXTBOOK, *fresh_months(random.Random(seed)))
        assert seen["found_min"] <= alert_replay.FOUND_MIN
        assert seen["leak_h"] <= alert_replay.LEAK_H
        assert seen["week_h"] <= alert_replay.WEEK_H
        assert seen["quiet_min"] <= alert_replay.QUIET_MIN
        assert (seen["needless"], seen["leak_pages"]) == (0, 0)


@pytest.mark.parametrize(
    "rules",
    [
        [rule(burn=1_000)],  # never ring
        [rule(burn=0, short=None, window=5)],  # always ring
        [rule(severity="ticket")],  # never wake anybody
        [rule("cpu", burn=0)],
    ],
)
def test_constant_alerts_earn_nothing(rules):
    assert check_artefact(ALERTS, rules).points == 0
    assert grade_artefact(ALERTS, rules, random.Random(3)).points == 0


def test_one_cause_is_one_page():
    twice = [rule(window=5, short=None, burn=2), rule(window=6, short=None, burn=2)]
    once = replay(twice[:1], NOVEMBER, TRACKING_NOVEMBER)["needless"]
    assert replay(twice, NOVEMBER, TRACKING_NOVEMBER)["needless"] <= once * 1.1


def test_november_has_the_incident_of_the_case():
    month = draw_month(NOVEMBER)
    assert month.total.sum() == 2_400_000
    found = replay([rule()], NOVEMBER, TRACKING_NOVEMBER)
    assert found["found_at"] == "17:49"
    assert replay([rule("cpu", 1, None, 85)], NOVEMBER, TRACKING_NOVEMBER)["cpu_late"] == 49


def indicators(**changes):
    row = {"good": "no_server_error", "valid": "customers_only", "measured_at": "gateway"}
    return {
        "booking_success": {**row, "limit": None, "target": 99.5, **changes},
        "booking_speed": {
            **row, "good": "answered_in_time", "limit": 2_000, "target": 99, **changes
        },
    }  # fmt: skip


@pytest.mark.parametrize("target", [50, 100])
def test_a_target_that_is_always_or_never_met_earns_nothing(target):
    assert check_artefact(MEASURE, indicators(target=target)).points == 0


def test_a_target_between_calm_and_bad_months_is_right_wherever_it_lies():
    for target in (99.0, 99.2, 99.4):
        assert check_artefact(MEASURE, indicators(target=target)).outcome == "right"


@pytest.mark.parametrize(
    "policy",
    [
        ("0", "carry_on", "reliability_first", "ship_the_risky_one"),
        ("0", "hold_two_weeks", "not_ours", "ship_the_risky_one"),
    ],
)
def test_reckless_budgets_earn_next_to_nothing(policy):
    names = ("mend_below", "small_miss", "spent_by_provider", "before_launch")
    assert check_artefact(BUDGET, dict(zip(names, policy, strict=True))).points <= 2


def actions(*names, owner="jun", weeks=4):
    return [{"action": name, "owner": owner, "weeks": weeks} for name in names]


def reviewed(*names, **more):
    return incident_review.review(
        incident_review.true_minutes(), incident_review.TRUE_FACTORS[:4], actions(*names, **more)
    )


def test_actions_change_what_they_should():
    base = reviewed("be_more_careful")
    assert base["success"] == base["success_before"] < 0.05
    assert reviewed("more_servers")["success"] == pytest.approx(base["success"], abs=0.02)
    assert reviewed("soft_address_check")["success"] > 0.95
    assert reviewed("soft_address_check")["sibling"] == base["sibling"], "only this trigger"
    assert reviewed("retries_in_one_layer", "retry_budget")["sibling"] > 0.5
    assert reviewed("messages_by_event")["sibling"] > 0.95
    assert reviewed("burn_alert")["notice"] == pytest.approx(7, abs=0.1)
    assert reviewed("retry_runbook")["minutes"] < base["minutes"] - 50
    assert reviewed("idempotency_key")["labels"] == 0 < base["labels"]
    assert sum(incident_review.true_minutes().values()) == 206


def test_everything_at_once_without_names_is_not_right():
    answer = {
        "timeline": {"notice_min": 49, "understand_min": 94, "mend_min": 63},
        "factors": list(incident_review.TRUE_FACTORS),
        "actions": actions(*incident_review.ACTIONS, owner="everyone"),
    }
    verdict = check_artefact(REVIEW, answer)
    assert verdict.message.id == "8.4d"
    answer["actions"] = actions(*incident_review.ACTIONS)
    assert check_artefact(REVIEW, answer).points <= verdict.max_points - 0.5


def panel(**changes):
    right = {
        "shown_for": "each_service",
        "lead_time_from": "committed",
        "middle": "median",
        "failures": "caused_by_change",
        "constraint": "roost",
        "next_step": "own_release_path",
    }
    return {**right, **changes}


def test_only_one_step_shortens_the_wait():
    gains = {
        step: delivery_panel.assess(panel(next_step=step), 85)["shortened"]
        for step in delivery_panel.STEPS
    }
    assert [step for step, gain in gains.items() if gain >= 0.5] == ["own_release_path"]


def test_another_service_is_not_the_constraint():
    for name in delivery_panel.SERVICES:
        verdict = check_artefact(DELIVERY, panel(constraint=name))
        assert (verdict.outcome == "right") == (name == "roost"), name


def test_a_page_that_blames_or_invents_sums_is_told():
    bill = {"total": 214_000.0}
    blaming = review_page.read_page(
        "Why it could happen: human error, somebody was careless.", bill
    )
    assert blaming["blame"] == 2
    assert not blaming["blameless"]
    assert review_page.read_page("What customers met: it cost €99 k.", bill)["unsourced"] == 1
    assert review_page.read_page("What customers met: it cost €214 k.", bill)["sourced"]
