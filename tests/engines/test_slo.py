"""Alerts, budgets and indicators against what is published, and against each other."""

import numpy as np
import pytest

from tpo.engines.slo import (
    AlertRule,
    BudgetPolicy,
    Firing,
    Indicator,
    StreamingRule,
    Trouble,
    Weather,
    burning,
    draw_days,
    draw_month,
    firings,
    minutes_to_alert,
    play_quarter,
    rank_correlation,
    read,
    windowed_share,
)
from tpo.engines.slo.minutes import DAY
from tpo.judges.alert_replay import NOVEMBER

ALLOWED = 0.005


def steady(share, minutes, calm=4_320, after=400):
    total = np.full(calm + minutes + after, 10_000)
    bad = np.zeros_like(total)
    bad[calm : calm + minutes] = round(10_000 * share)
    return total, bad, calm


# The SRE workbook's table (chapter 5): burn, window (h), share of a 30-day budget in that window
@pytest.mark.parametrize(("burn", "hours", "spent"), [(14.4, 1, 0.02), (6, 6, 0.05), (1, 72, 0.10)])
def test_burn_rates_of_the_workbook_spend_2_5_and_10_percent(burn, hours, spent):
    assert burn * hours / 720 == pytest.approx(spent)
    rule = AlertRule(60 * hours, None, burn)
    total, bad, calm = steady(burn * ALLOWED, 60 * hours)
    rings = firings(burning(bad, total, rule, ALLOWED - 1e-9))
    assert rings[0].start + 1 - calm == 60 * hours, "just fast enough rings when the window is full"


def test_62_percent_pages_after_seven_minutes_and_one_window_lingers_for_53():
    rule = AlertRule(60, None, 14.4)
    assert minutes_to_alert(0.62, rule, ALLOWED) == pytest.approx(7.0, abs=0.05)
    total, bad, calm = steady(0.62, 206)
    (ring,) = firings(burning(bad, total, rule, ALLOWED))
    assert ring.start + 1 - calm == 7
    assert ring.end - (calm + 206) == 53
    (short,) = firings(burning(bad, total, AlertRule(60, 5, 14.4), ALLOWED))
    assert short.start == ring.start
    assert short.end - (calm + 206) <= 5


def test_the_same_rate_on_seven_days_spends_8_6_percent_an_hour():
    assert pytest.approx(0.086, abs=0.0005) == 14.4 / 168
    assert pytest.approx(3.36) == 0.02 * 168


def test_too_small_a_share_never_rings():
    assert minutes_to_alert(0.01, AlertRule(60, 5, 14.4), ALLOWED) == float("inf")
    assert minutes_to_alert(0.0, AlertRule(60, 5, 1), ALLOWED) == float("inf")


def test_what_came_before_the_file_counts_as_calm():
    total, bad = np.full(100, 10), np.zeros(100, dtype=int)
    bad[0] = 10
    assert windowed_share(bad, total, 60)[0] == pytest.approx(1 / 60)


def test_short_pauses_are_one_page_and_long_ones_two():
    rings = np.zeros(200, dtype=bool)
    rings[10:20] = rings[40:50] = rings[100:110] = True
    assert firings(rings) == [Firing(10, 50), Firing(100, 110)]
    assert firings(np.zeros(5, dtype=bool)) == []


@pytest.mark.parametrize(
    "rule",
    [
        AlertRule(60, 5, 14.4),
        AlertRule(360, 30, 6),
        AlertRule(4_320, 360, 1),
        AlertRule(5, None, 2),
    ],
)
def test_minutes_as_they_come_ring_like_a_whole_month(rule):
    month = draw_month(NOVEMBER)
    stream = StreamingRule(rule, ALLOWED)
    for minute, (total, bad) in enumerate(
        zip(month.total.tolist(), month.bad.tolist(), strict=True)
    ):
        stream.add(minute, total, bad)
    assert stream.close() == firings(burning(month.bad, month.total, rule, ALLOWED))


def test_a_month_is_exact_and_the_same_again():
    trouble = Trouble("t", "incident", 600, 700, 0.9, requests=9_000, failed=6_000, waves_from=40)
    month = draw_month(Weather((trouble,), seed=3, days=2, requests=100_000))
    assert month.total.sum() == 100_000
    assert month.total[600:700].sum() == 9_000
    assert month.bad[600:700].sum() == 6_000
    assert (month.bad <= month.total).all()
    assert (month.bad >= 0).all()
    again = draw_month.__wrapped__(Weather((trouble,), seed=3, days=2, requests=100_000))
    assert (again.bad == month.bad).all()
    other = draw_month(Weather((), seed=4, days=2, requests=100_000))
    assert (other.total != month.total).any()


@pytest.mark.parametrize("failed", [100, 9_000])
def test_failures_that_do_not_fit_their_share_are_refused(failed):
    trouble = Trouble("t", "incident", 600, 700, 0.9, requests=9_000, failed=failed, waves_from=40)
    with pytest.raises(ValueError, match="don't fit a share"):
        draw_month(Weather((trouble,), seed=3, days=2, requests=100_000))


def test_troubles_show_where_they_should():
    quiet = Trouble("batch", "busy night", 120, 170, 0.0, cpu_from=0)
    month = draw_month(Weather((quiet,), seed=1, days=1))
    assert month.cpu[120:170].min() >= 86
    assert month.cpu[:120].max() < 60
    assert len(month.total) == DAY


# Indicators


def test_rank_correlation_is_spearmans():
    x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert rank_correlation(x, x**3) == pytest.approx(1)
    assert rank_correlation(x, -x) == pytest.approx(-1)
    # worked by hand with ties: ranks 1, 2.5, 2.5, 4
    assert rank_correlation(np.array([1, 2, 2, 3.0]), np.array([1, 2, 3, 4.0])) == pytest.approx(
        0.9486832980505138
    )
    assert rank_correlation(x, np.ones(5)) == 0


def test_what_an_indicator_sees_depends_on_where_and_of_what():
    days = draw_days(81)
    gate = read(Indicator("no_server_error", "customers_only", "gateway"), days)
    inside = read(Indicator("no_server_error", "customers_only", "booking"), days)
    assert (gate.trouble > inside.trouble).all()
    diluted = read(Indicator("no_server_error", "every_request", "gateway"), days)
    assert diluted.of_customers < 0.6 < gate.of_customers == 1
    mistakes = read(Indicator("no_error_at_all", "without_health_checks", "gateway"), days)
    assert rank_correlation(mistakes.trouble, days.contacts) < 0.5
    assert rank_correlation(gate.trouble, days.contacts) > 0.7
    assert gate.good_share[2] < 0.985 < gate.good_share[0]


def test_a_longer_limit_calls_fewer_answers_slow():
    days = draw_days(81)
    shares = [
        read(Indicator("answered_in_time", "customers_only", "gateway", ms), days).good_share[0]
        for ms in (300, 700, 2_000, 8_000)
    ]
    assert shares == sorted(shares)


# Budget


def average(policy):
    played = [play_quarter(policy, seed) for seed in range(200)]
    return sum(q.eur for q in played) / 200, sum(q.weeks_without for q in played) / 200


def test_both_extremes_lose_to_a_written_rule():
    always, never = average(BudgetPolicy(-99)), average(BudgetPolicy(2))
    rule = average(BudgetPolicy(0.7, peak="save"))
    assert rule[0] > always[0] + 50_000
    assert rule[0] > never[0] + 50_000
    assert always[1] > 2
    assert rule[1] < 0.3


def test_a_quarter_has_thirteen_weeks_and_the_same_luck_for_all():
    a, b = play_quarter(BudgetPolicy(0.5), 3), play_quarter(BudgetPolicy(0.5), 3)
    assert a == b
    assert len(a.left) == len(a.did) == 13
    held = play_quarter(BudgetPolicy(0.5, hold_after_miss=2), 3)
    assert held.held == held.did.count("hold")
    assert set(play_quarter(BudgetPolicy(2.0), 1).did) == {"mend"}
