"""Contracts of APIs: read one, hold messages against it, compare two versions.

>>> from tpo.engines.contract import compare, load
>>> old = load("openapi: 3.1.0\\npaths: {/ping: {get: {responses: {200: {description: ok}}}}}")
>>> new = load("openapi: 3.1.0\\npaths: {}")
>>> compare(old, new).breaking
True
"""

from tpo.engines.contract.breaking import Comparison, Finding, compare
from tpo.engines.contract.check import Contract
from tpo.engines.contract.read import ContractError, Note, Operation, Spec, load
from tpo.engines.contract.schema import NOTHING, Refusal, Schemas

__all__ = [
    "NOTHING",
    "Comparison",
    "Contract",
    "ContractError",
    "Finding",
    "Note",
    "Operation",
    "Refusal",
    "Schemas",
    "Spec",
    "compare",
    "load",
]
