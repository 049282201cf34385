"""Twenty-four loads: each dirty one has a fault that some rule sees, no clean one has."""

import pytest

from tpo.engines.batch_gate import Rule
from tpo.judges.nightly_batches import CLEAN, DEPOTS, DIRTY, TYPES, make_batches, run_contract

SEEDS = range(1, 9)
EVERYTHING = [
    *(Rule(n, "nullValues", n, high=3) for n in ("parcel_id", "occurred_at", "depot_id")),
    Rule("once", "duplicateValues", "event_id", high=4),
    Rule("known", "unknownReferences", "parcel_id", high=5),
    Rule("depots", "unknownReferences", "depot_id", high=3),
    Rule("types", "invalidValues", "type", high=5, valid=TYPES),
    Rule("form", "invalidValues", "occurred_at", high=3, kind="timestamp"),
    Rule("rows", "rowCount", low=60, high=300, weekday=True),
    Rule("fresh", "freshness", "received_at", "h", high=24),
    Rule("mix", "shareOfValue", "type", low=8, high=40, value="DELIVERED"),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_limits_between_good_and_bad_exist_for_every_draw(seed):
    seen = run_contract(EVERYTHING, seed)
    assert (seen["caught"], seen["alarms"]) == (DIRTY, ())


@pytest.mark.parametrize("left_out", range(len(EVERYTHING)))
def test_no_rule_is_idle(left_out):
    """Without any one of the rules some fault goes through: no fault is caught by accident."""
    rules = EVERYTHING[:left_out] + EVERYTHING[left_out + 1 :]
    assert len(run_contract(rules, 3)["missed"]) >= 1


def test_constant_contracts_are_useless():
    nothing = run_contract([Rule("all", "rowCount", unit="rows", low=0)])
    assert (len(nothing["caught"]), len(nothing["alarms"])) == (0, 0)
    everything = run_contract([Rule("none", "rowCount", unit="rows", low=10**9)])
    assert len(everything["alarms"]) == len(CLEAN)


def test_loads_are_as_described():
    batches = {batch.name: batch for batch in make_batches(4)}
    sunday, friday = batches["Sunday"], batches["Friday"]
    assert sunday.usual_rows / friday.usual_rows == pytest.approx(0.38, abs=0.01)
    assert len(batches["peak Friday"].rows) / friday.usual_rows == pytest.approx(2.6, abs=0.1)
    odd = batches["odd but legal"].rows
    assert "weather" in odd[0]
    assert {row["type"] for row in odd} > {"LOCKER_MOVED"}
    assert not batches["empty"].rows
    spotless = batches["spotless Tuesday"].rows
    assert len({row["event_id"] for row in spotless}) == len(spotless)
    assert all(row["depot_id"] in DEPOTS for row in spotless)
