"""Data contracts: reading them, and running them on rows."""

import math
from datetime import UTC, datetime

import pytest

from tpo import case
from tpo.engines.batch_gate import ContractError, Gate, Rule, moment, parse, read_contract
from tpo.engines.batch_gate.contract import METRICS

NIGHT = datetime(2025, 11, 28, 5, tzinfo=UTC)


def contract(*quality, properties=()):
    return {"schema": [{"name": "t", "properties": list(properties), "quality": list(quality)}]}


def rule(**fields):
    given = {"metric": "nullValues", "column": "a", "mustBe": 0, **fields}
    return read_contract(contract({k: v for k, v in given.items() if v is not None})).rules[0]


def measured(rule, rows, **given):
    gate = Gate([rule], **given)
    for row in rows:
        gate.add(row)
    (finding,) = gate.findings()
    return finding


def test_the_case_contract_can_be_run():
    made = read_contract(case.data_contract())
    assert (made.id, made.table) == ("parcel_journey", "scan_events")
    assert all(rule.owner for rule in made.rules)
    assert {rule.metric for rule in made.rules} <= set(METRICS)


def test_each_metric_counts_what_it_says():
    rows = [{"a": v, "at": "2025-11-27T20:00:00Z"} for v in ("x", "x", "", None, "y")]
    assert measured(rule(), rows).measured == 40
    assert measured(rule(unit="rows"), rows).measured == 2
    assert measured(rule(metric="duplicateValues"), rows).measured == 20
    valid = rule(metric="invalidValues", validValues=["x"])
    finding = measured(valid, rows)
    assert (finding.measured, finding.example, finding.sample) == (20, 5, "y")
    assert measured(rule(metric="shareOfValue", value="x"), rows).measured == 40
    known = {"a": {"x"}}
    assert measured(rule(metric="unknownReferences"), rows, known=known).measured == 20
    fresh = rule(metric="freshness", column="at", mustBe=None, mustBeLessThan=24)
    assert measured(fresh, rows, arrived=NIGHT).measured == 9
    count = rule(metric="rowCount", column=None, mustBe=5)
    assert measured(count, rows).kept


def test_row_count_is_compared_with_the_same_weekday():
    half = rule(
        metric="rowCount",
        unit="percent",
        comparedWith="same weekday",
        mustBe=None,
        mustBeBetween=[50, 300],
    )
    rows = [{}] * 40
    assert not measured(half, rows, usual_rows=100).kept
    assert measured(half, rows, usual_rows=60).kept
    assert measured(half, rows).kept, "nothing to compare with"


def test_limits_and_their_words():
    below = rule(mustBe=None, mustBeLessThan=2)
    assert below.keeps(1.99)
    assert not below.keeps(2)
    assert below.allowed == "below 2 %"
    most = rule(mustBe=None, mustBeLessOrEqualTo=2)
    assert most.keeps(2)
    assert most.allowed == "at most 2 %"
    least = rule(mustBe=None, mustBeGreaterOrEqualTo=2)
    assert least.keeps(2)
    assert not least.keeps(1)
    assert rule().allowed == "exactly 0 %"
    assert rule(mustBe=None, mustBeBetween=[1, 2]).allowed == "between 1 and 2 %"


def test_properties_state_rules_of_their_own():
    made = read_contract(
        contract(
            properties=[
                {"name": "id", "required": True, "unique": True},
                {"name": "n", "logicalType": "integer"},
            ]
        )
    )
    assert [r.metric for r in made.rules] == ["nullValues", "duplicateValues", "invalidValues"]
    assert not measured(made.rules[2], [{"n": "seven"}]).kept
    assert measured(made.rules[2], [{"n": "7"}, {"n": ""}]).kept


def test_a_warning_tells_and_stops_nothing():
    for severity, stops in (("error", True), ("warning", False)):
        gate = Gate([rule(severity=severity)])
        gate.add({"a": ""})
        assert gate.held_back() is stops
        assert not gate.findings()[0].kept


def test_an_empty_batch_breaks_only_the_row_count():
    rules = [rule(), rule(metric="rowCount", column=None, mustBe=None, mustBeGreaterThan=0)]
    assert [f.kept for f in Gate(rules).findings()] == [True, False]
    assert math.isnan(Gate(rules).findings()[0].measured)


def test_times_are_read_with_and_without_a_zone():
    assert moment("2025-11-28T05:00:00Z") == NIGHT == moment("2025-11-28T06:00:00+01:00")
    assert moment("2025-11-28T05:00") == NIGHT
    assert moment("28/11/2025 05:00") is None
    assert moment("2025-02-30") is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "begins with schema:"),
        ([], "begins with schema:"),
        ({}, "needs a list under 'schema'"),
        ({"schema": "x"}, "needs a list under 'schema'"),
        (contract(), "has no rule"),
        (contract("x"), "'quality' must be a list"),
        (contract({"metric": "nulls"}), "is one of nullValues"),
        (contract({"metric": "nullValues"}), "'column' of quality rule 1 is missing"),
        (contract({"metric": "nullValues", "column": "a"}), "needs one limit"),
        (contract({"metric": "nullValues", "column": "a", "mustBe": "0 %"}), "plain number"),
        (contract({"metric": "nullValues", "column": "a", "mustBe": float("nan")}), "plain number"),
        (contract({"metric": "nullValues", "column": "a", "mustbe": 0}), "did you mean 'mustBe'"),
        (contract({"metric": "nullValues", "column": "a", "unit": "h", "mustBe": 0}), "unit"),
        (contract({"metric": "rowCount", "unit": "percent", "mustBe": 0}), "needs 'comparedWith"),
        (contract({"metric": "invalidValues", "column": "a", "mustBe": 0}), "needs validValues"),
        (contract({"metric": "rowCount", "mustBeBetween": [5, 1]}), "smaller number"),
        (
            contract(
                {"metric": "nullValues", "column": "b", "mustBe": 0}, properties=[{"name": "a"}]
            ),
            "not among the properties",
        ),
        (contract(properties=[{"name": "a", "logicalType": "money"}]), "logicalType of 'a'"),
    ],
)
def test_a_contract_that_cannot_run_gets_one_sentence(data, says):
    with pytest.raises(ContractError, match=r".") as caught:
        read_contract(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_text_that_is_not_yaml_names_the_line():
    with pytest.raises(ContractError, match="Line 2"):
        parse("a: 1\nb: [")
    with pytest.raises(ContractError, match="shorten"):
        parse("x" * 100_000)


def test_a_contract_never_runs_as_code():
    with pytest.raises(ContractError):
        parse("a: !!python/object/apply:os.system ['true']")
    evil = Rule("x", "invalidValues", "a", valid=("__import__('os')",), high=0)
    assert not measured(evil, [{"a": "b"}]).kept
