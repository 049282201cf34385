"""What the labs of M07 must show, whatever the exact numbers of the run."""

import pytest

from tpo.labs import lab as labs
from tpo.labs import m07


def seen(lab, draft=False, **state):
    return labs.data(lab, {**labs.start(lab), **state}, draft)


# W07a


def wrong(order, **state):
    return seen(m07.EVENT_TAPE, order=order, **state)["wrong"]


def test_old_news_comes_in_last():
    assert labs.reveal(m07.EVENT_TAPE, "5 %", 70).right
    assert not labs.reveal(m07.EVENT_TAPE, "1 %", 70).right
    assert wrong("occurred_at") < 0.005 < wrong("status_rank") < wrong("device_seq")
    assert wrong("device_seq") < wrong("received_at")
    assert wrong("received_at", offline=0) < 0.002 < wrong("received_at", offline=2)


def test_the_tape_shows_the_page_going_back_to_loaded():
    day = [seen(m07.EVENT_TAPE, order="received_at", hour=h) for h in range(7, 21)]
    assert day[-1]["page"] == "LOADED"
    assert day[-1]["true"] == "DELIVERED"
    assert "DELIVERED" in [moment["page"] for moment in day]
    assert seen(m07.EVENT_TAPE, hour=20)["page"] == "DELIVERED"


# W07b


def test_only_repeats_show_the_twins():
    assert labs.reveal(m07.CONTRACT_GATE, "few repeats", 70).right
    nulls = seen(m07.CONTRACT_GATE)
    assert len(nulls["caught"]) == 3
    assert "twins" in nulls["missed"]


def test_five_rules_catch_nearly_all_and_zero_tolerance_wakes_everyone():
    good = seen(m07.CONTRACT_GATE, nulls=4, repeats=4, unknown=6, rows=60, fresh=24)
    assert len(good["caught"]) >= 11
    assert not good["alarms"]
    zero = seen(m07.CONTRACT_GATE, nulls=0, repeats=0, unknown=0)
    assert len(zero["alarms"]) >= 10


def test_without_a_rule_everything_passes():
    none = seen(m07.CONTRACT_GATE, nulls=m07.OFF)
    assert (none["caught"], none["alarms"], none["on"]) == ((), (), "no rule on")


# W07c


def test_the_attempt_rule_swings_most():
    assert labs.reveal(m07.METRIC_PRISM, "which attempts", 70).right


def test_one_week_reads_from_the_seventies_to_the_nineties():
    low = seen(m07.METRIC_PRISM, week="incident", counts="every_attempt")["value"]
    high = seen(m07.METRIC_PRISM, week="incident", counts="delivered_in_the_end", nests=True)
    assert low < 0.80
    assert high["value"] > 0.95


def test_the_incident_flatters_the_metric():
    flattered = seen(m07.METRIC_PRISM, week="incident", labels=True)
    assert flattered["value"] > flattered["truth"] + 0.01
    calm = seen(m07.METRIC_PRISM, labels=True)
    assert calm["value"] == pytest.approx(calm["truth"])
