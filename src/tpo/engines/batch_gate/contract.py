"""Read a data contract: field names of the Open Data Contract Standard (ODCS) 3.1, as plain data.

Of ODCS we run the first table under ``schema``: of its ``properties`` the names, ``required``,
``unique`` and ``logicalType``, and its ``quality`` rules. ``nullValues``, ``invalidValues``,
``duplicateValues`` and ``rowCount`` are metrics of the standard; ``unknownReferences``,
``freshness`` and ``shareOfValue`` are ours. Nothing in a contract is run as code: a rule is a
metric's name and a number.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

METRICS = {
    "nullValues": "empty cells",
    "invalidValues": "values that are not allowed",
    "duplicateValues": "values that come again",
    "unknownReferences": "values that nobody knows",
    "rowCount": "rows",
    "freshness": "hours from the newest time to the arrival",
    "shareOfValue": "rows with one value",
}
UNITS = ("percent", "rows", "h")
LIMITS = {
    "mustBe": "exactly",
    "mustBeLessThan": "below",
    "mustBeLessOrEqualTo": "at most",
    "mustBeGreaterThan": "above",
    "mustBeGreaterOrEqualTo": "at least",
    "mustBeBetween": "between",
}
SEVERITIES = ("error", "warning")
COMPARED_WITH = "same weekday"
TYPES = ("string", "integer", "number", "timestamp", "date", "boolean")
MOST_TEXT = 60_000  # characters in a contract
MOST_RULES = 100
KEYS = {
    "name",
    "description",
    "metric",
    "column",
    "unit",
    "severity",
    "owner",
    "validValues",
    "logicalType",
    "value",
    "comparedWith",
    "businessImpact",
    *LIMITS,
}


class ContractError(ValueError):
    """A contract that can't be run; the text is one sentence for its author."""


@dataclass(frozen=True)
class Rule:
    """One question to a batch.

    ``low`` and ``high`` are the limits of ``metric`` in ``unit``; an *open* limit itself is
    already too much. ``severity`` "error" holds the batch back, "warning" only tells.
    """

    name: str
    metric: str
    column: str = ""
    unit: str = "percent"
    low: float = -math.inf
    high: float = math.inf
    open: bool = False
    severity: str = "error"
    owner: str = ""
    valid: tuple[str, ...] = ()
    kind: str = ""
    value: str = ""
    weekday: bool = False

    def keeps(self, measured: float) -> bool:
        """Is this value inside the limits?"""
        if self.open:
            return self.low < measured < self.high
        return self.low <= measured <= self.high

    @property
    def allowed(self) -> str:
        """The limits in words, such as "below 2 %"."""
        unit = {"percent": " %", "rows": " rows", "h": " h"}[self.unit]
        if self.low == self.high:
            return f"exactly {self.low:g}{unit}"
        if self.low == -math.inf:
            return f"{'below' if self.open else 'at most'} {self.high:g}{unit}"
        if self.high == math.inf:
            return f"{'above' if self.open else 'at least'} {self.low:g}{unit}"
        return f"between {self.low:g} and {self.high:g}{unit}"


@dataclass(frozen=True)
class Contract:
    """A contract ready to run."""

    id: str
    table: str
    columns: tuple[str, ...]
    rules: tuple[Rule, ...]


def parse(text: str) -> Any:
    """Return YAML text as plain data; raise ContractError with one sentence."""
    if len(text) > MOST_TEXT:
        raise ContractError(f"The contract has more than {MOST_TEXT:,} characters; shorten it.")
    try:
        return yaml.safe_load(text)
    except RecursionError:
        raise ContractError("The contract is nested too deeply to read; flatten it.") from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"Line {mark.line + 1} of the contract" if mark else "The contract"
    raise ContractError(f"{where} is not valid YAML: look for a missing colon, quote or indent.")


def read_contract(data: Any) -> Contract:
    """Return the rules of a parsed contract; raise ContractError with one sentence."""
    if not isinstance(data, Mapping):
        raise ContractError("A contract is a block of 'name: value' lines; it begins with schema:.")
    tables = data.get("schema")
    if not isinstance(tables, list) or not tables or not isinstance(tables[0], Mapping):
        raise ContractError("The contract needs a list under 'schema' with one table in it.")
    table = tables[0]
    owner = _owner(data.get("team"))
    rules: list[Rule] = []
    columns: list[str] = []
    for item in _list(table, "properties"):
        name = _text(item, "name", "a property")
        columns.append(name)
        rules += _implied(item, name, owner)
    for number, item in enumerate(_list(table, "quality"), 1):
        rules.append(_rule(item, f"quality rule {number}"))
    if not rules:
        raise ContractError("The contract has no rule: add one under 'quality'.")
    if len(rules) > MOST_RULES:
        raise ContractError(f"The contract has {len(rules)} rules; {MOST_RULES} are the most.")
    for rule in rules:
        if columns and rule.column and rule.column not in columns:
            raise ContractError(
                f"The rule '{rule.name}' asks for the column {rule.column!r}, "
                f"which is not among the properties{_near(rule.column, columns)}."
            )
    return Contract(
        str(data.get("id", ""))[:80], str(table.get("name", ""))[:80], tuple(columns), tuple(rules)
    )


def _list(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    items = table.get(key) or []
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise ContractError(f"'{key}' must be a list whose items are 'name: value' lines.")
    return items


def _text(item: Mapping[str, Any], key: str, where: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ContractError(f"The '{key}' of {where} is missing.")
    return value.strip()[:80]


def _owner(team: Any) -> str:
    for member in team if isinstance(team, list) else ():
        if isinstance(member, Mapping) and member.get("role") == "owner":
            return str(member.get("username", ""))[:80]
    return ""


def _implied(item: Mapping[str, Any], name: str, owner: str) -> list[Rule]:
    """The rules that a property states by itself."""
    rules = []
    if item.get("required") is True:
        rules.append(Rule(f"{name} is required", "nullValues", name, high=0, low=0, owner=owner))
    if item.get("unique") is True:
        rules.append(Rule(f"{name} is unique", "duplicateValues", name, high=0, low=0, owner=owner))
    kind = item.get("logicalType", "string")
    if kind not in TYPES:
        raise ContractError(f"The logicalType of '{name}' is one of {', '.join(TYPES)}.")
    if kind != "string":
        rules.append(
            Rule(
                f"{name} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}",
                "invalidValues",
                name,
                high=0,
                low=0,
                owner=owner,
                kind=kind,
            )
        )
    return rules


def _rule(item: Mapping[str, Any], where: str) -> Rule:
    unknown = [key for key in item if key not in KEYS]
    if unknown:
        raise ContractError(
            f"{where.capitalize()} has the field {str(unknown[0])[:40]!r}, which has no effect"
            f"{_near(str(unknown[0]), sorted(KEYS))}."
        )
    metric = item.get("metric")
    if metric not in METRICS:
        raise ContractError(f"The metric of {where} is one of {', '.join(METRICS)}.")
    name = str(item.get("name") or f"{metric} {item.get('column', '')}".strip())[:80]
    column = "" if metric == "rowCount" else _text(item, "column", where)
    usual = {"rowCount": "rows", "freshness": "h"}.get(metric, "percent")
    unit = item.get("unit", usual)
    if unit not in UNITS or (unit == "h") != (metric == "freshness"):
        fits = "h" if metric == "freshness" else "percent or rows"
        raise ContractError(f"The unit of {where} must be {fits}.")
    weekday = item.get("comparedWith") is not None
    if weekday and (metric != "rowCount" or item["comparedWith"] != COMPARED_WITH):
        raise ContractError(f"Only rowCount can be comparedWith, and only with '{COMPARED_WITH}'.")
    if metric == "rowCount" and (unit == "percent") != weekday:
        raise ContractError(
            f"A rowCount in percent needs 'comparedWith: {COMPARED_WITH}', and the other way round."
        )
    severity = item.get("severity", "error")
    if severity not in SEVERITIES:
        raise ContractError(f"The severity of {where} is error (stop it) or warning (tell).")
    valid = item.get("validValues") or []
    kind = item.get("logicalType", "")
    if metric == "invalidValues" and not valid and not kind:
        raise ContractError(f"{where.capitalize()} needs validValues (a list) or a logicalType.")
    if not isinstance(valid, list):
        raise ContractError(f"The validValues of {where} must be a list.")
    if kind and kind not in TYPES:
        raise ContractError(f"The logicalType of {where} is one of {', '.join(TYPES)}.")
    if metric == "shareOfValue" and item.get("value") is None:
        raise ContractError(f"{where.capitalize()} needs the value whose share is measured.")
    low, high, is_open = _limits(item, where)
    return Rule(
        name,
        str(metric),
        column,
        unit,
        low,
        high,
        is_open,
        severity,
        str(item.get("owner") or "").strip()[:80],
        tuple(str(one) for one in valid),
        str(kind),
        str(item.get("value", "")),
        weekday,
    )


def _limits(item: Mapping[str, Any], where: str) -> tuple[float, float, bool]:
    given = [key for key in LIMITS if key in item]
    if len(given) != 1:
        raise ContractError(f"{where.capitalize()} needs one limit: {', '.join(LIMITS)}.")
    key, value = given[0], item[given[0]]
    if key == "mustBeBetween":
        if not isinstance(value, list) or len(value) != 2:
            raise ContractError(
                f"mustBeBetween of {where} is a list of two numbers, such as [1, 5]."
            )
        low, high = (_number(one, key, where) for one in value)
        if low > high:
            raise ContractError(f"mustBeBetween of {where} begins with the smaller number.")
        return low, high, False
    number = _number(value, key, where)
    if key == "mustBe":
        return number, number, False
    is_open = key.endswith("Than")
    return (-math.inf, number, is_open) if "Less" in key else (number, math.inf, is_open)


def _number(value: Any, key: str, where: str) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value):
        raise ContractError(f"{key} of {where} must be a plain number, without a unit.")
    return float(value)


def _near(word: str, known: list[str] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {near[0]!r}?"[:-1] if near else ""
