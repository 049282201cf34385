"""Data contracts that run: rules in ODCS field names, tried on batches of rows.

- ``read_contract(data)`` turns a parsed contract into ``Contract(rules)`` or raises
  ``ContractError`` with one sentence.
- ``Gate(rules, ...)`` takes rows one by one and keeps only counts, so a file may be larger than
  the memory; ``findings()`` says what each rule measured and whether it was kept.
"""

from tpo.engines.batch_gate.contract import (
    COMPARED_WITH,
    METRICS,
    Contract,
    ContractError,
    Rule,
    parse,
    read_contract,
)
from tpo.engines.batch_gate.gate import Finding, Gate, moment

__all__ = [
    "COMPARED_WITH",
    "METRICS",
    "Contract",
    "ContractError",
    "Finding",
    "Gate",
    "Rule",
    "moment",
    "parse",
    "read_contract",
]
