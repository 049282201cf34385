"""Definitions of first-attempt success on three weeks."""

import pytest

from tpo.engines.event_log import Metric
from tpo.judges.first_attempts import WEEKS, run_metric

SEEDS = (1, 2, 3)
TRUE = Metric(closes_after_h=24)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_agreed_definition_is_true_and_settled(seed):
    seen = run_metric(TRUE, seed)
    assert seen["worst"] < 0.002
    assert seen["unsettled"] < 0.001


@pytest.mark.parametrize(
    ("change", "week", "sign"),
    [
        ({"population": "all_parcels"}, "calm", 1),
        ({"counts": "every_attempt"}, "calm", -1),
        ({"counts": "delivered_in_the_end"}, "calm", 1),
        ({"labels": "each_label"}, "incident", 1),
        ({"returned": "leave_out"}, "calm", 1),
        ({"dated_by": "booked_at"}, "incident", -1),
    ],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_each_slip_moves_a_week_in_its_direction(change, week, sign, seed):
    seen = run_metric(Metric(**{**vars(TRUE), **change}), seed)
    assert sign * seen[f"off_{week}"] > 0.004


def test_second_labels_exist_only_in_the_incident():
    seen = run_metric(Metric(labels="each_label", closes_after_h=24))
    assert seen["off_calm"] == pytest.approx(0)
    assert seen["off_peak"] == pytest.approx(0)


def test_closing_at_once_misses_midmoor():
    assert run_metric(Metric(closes_after_h=0))["unsettled"] > 0.01
    assert set(WEEKS) == {"calm", "peak", "incident"}
