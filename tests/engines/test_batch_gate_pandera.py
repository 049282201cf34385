"""The gate counts what pandera counts: a second, well-known opinion on every row of every load.

The product runs its own gate because it reads a file row by row, in memory that doesn't grow with
the rows. Here both judge the same 24 loads; a row that one of them refuses, the other refuses too.
"""

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors

from tpo.engines.batch_gate import Gate, Rule
from tpo.judges.nightly_batches import DEPOTS, TYPES, make_batches

RULES = (
    Rule("empty parcel", "nullValues", "parcel_id", "rows"),
    Rule("empty counter", "nullValues", "device_seq", "rows"),
    Rule("known types", "invalidValues", "type", "rows", valid=TYPES),
    Rule("known depots", "invalidValues", "depot_id", "rows", valid=DEPOTS),
    Rule("a time", "invalidValues", "occurred_at", "rows", kind="timestamp"),
    Rule("once", "duplicateValues", "event_id", "rows"),
    Rule("booked", "unknownReferences", "parcel_id", "rows"),
)


def is_time(column):
    return pd.to_datetime(column, format="ISO8601", utc=True, errors="coerce").notna()


def column_of(rule, parcels):
    """The rule as a column of a pandera schema."""
    checks = {
        "nullValues": [],
        "duplicateValues": [],
        "invalidValues": [pa.Check.isin(rule.valid) if rule.valid else pa.Check(is_time)],
        "unknownReferences": [pa.Check.isin(parcels)],
    }[rule.metric]
    return pa.Column(checks=checks, nullable=rule.metric != "nullValues", coerce=False)


def refused_by_pandera(rule, batch):
    table = pd.DataFrame(batch.rows, columns=list(dict.fromkeys(k for r in batch.rows for k in r)))
    if rule.column not in table:
        return 0
    column = table[[rule.column]].replace("", None)
    if rule.metric == "duplicateValues":
        schema = pa.DataFrameSchema(unique=[rule.column], report_duplicates="exclude_first")
    else:
        schema = pa.DataFrameSchema({rule.column: column_of(rule, batch.parcels)})
    try:
        schema.validate(column, lazy=True)
    except SchemaErrors as found:
        return len(found.failure_cases)
    return 0


@pytest.mark.parametrize("batch", make_batches(7), ids=lambda batch: batch.name)
def test_both_refuse_the_same_rows(batch):
    gate = Gate(RULES, batch.arrived, batch.usual_rows, {"parcel_id": batch.parcels})
    for row in batch.rows:
        gate.add(row)
    ours = {found.rule.name: found.measured for found in gate.findings()}
    assert ours == {rule.name: refused_by_pandera(rule, batch) for rule in RULES}


def test_the_loads_give_every_rule_something_to_refuse():
    for rule in RULES:
        assert sum(refused_by_pandera(rule, batch) for batch in make_batches(7)), rule.name
