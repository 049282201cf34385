"""The gate measures on 24 loads what pandera finds in them, rule by rule.

The gate reads rows one at a time, so that a file may be larger than the memory; pandera needs the
whole frame. So pandera is the reference here, and no dependency of the course.
"""

import warnings

import pandas as pd
import pytest

from tpo.engines.batch_gate import Gate
from tpo.engines.batch_gate.contract import Rule
from tpo.judges.nightly_batches import DEPOTS, TYPES, make_batches

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

RULES = {
    "parcel_id": Rule("null parcel", "nullValues", "parcel_id", high=100),
    "type": Rule("types", "invalidValues", "type", high=100, valid=TYPES),
    "depot_id": Rule("depots", "unknownReferences", "depot_id", high=100),
    "event_id": Rule("repeats", "duplicateValues", "event_id", high=100),
    "occurred_at": Rule("times", "invalidValues", "occurred_at", high=100, kind="timestamp"),
}
SCHEMA = pa.DataFrameSchema(
    {
        "parcel_id": pa.Column(object, nullable=False),
        "type": pa.Column(object, pa.Check.isin(TYPES)),
        "depot_id": pa.Column(object, pa.Check.isin(DEPOTS), nullable=True),
        "event_id": pa.Column(object, unique=True, report_duplicates="exclude_first"),
        "occurred_at": pa.Column(
            object,
            pa.Check(lambda s: pd.to_datetime(s, errors="coerce", format="ISO8601").notna()),
            nullable=True,
        ),
    }
)


def found_by_pandera(frame):
    """Failing rows of each column."""
    try:
        SCHEMA.validate(frame, lazy=True)
    except SchemaErrors as failures:
        cases = failures.failure_cases
        return cases.groupby("column")["index"].nunique().to_dict()
    return {}


@pytest.mark.parametrize("batch", make_batches(72), ids=lambda batch: batch.name)
def test_the_gate_counts_what_pandera_finds(batch):
    gate = Gate(list(RULES.values()), batch.arrived, known={"depot_id": frozenset(DEPOTS)})
    for row in batch.rows:
        gate.add(row)
    measured = {finding.rule.column: finding.measured for finding in gate.findings()}
    if not batch.rows:
        assert all(value != value for value in measured.values()), "nothing to measure"
        return
    frame = pd.DataFrame(batch.rows)[list(RULES)].astype(object)
    frame = frame.where(frame.notna() & (frame != ""), None)
    found = found_by_pandera(frame)
    for column in RULES:
        rows = measured[column] * len(frame) / 100
        assert round(rows) == found.get(column, 0), column
