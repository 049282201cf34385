"""Run the rules of a contract on the rows of one batch, one row at a time.

Memory doesn't grow with the rows, except for ``duplicateValues``: 8 bytes a row and rule.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from tpo.engines.batch_gate.contract import Rule

EMPTY = ("", None)


@dataclass(frozen=True)
class Finding:
    """What one rule measured. ``example`` is the first row that counted against it (from 1)."""

    rule: Rule
    measured: float
    kept: bool
    example: int | None = None
    sample: str = ""


@dataclass
class _Count:
    """What a rule has seen so far."""

    hits: int = 0
    seen: int = 0
    example: int | None = None
    sample: str = ""
    newest: datetime | None = None
    hashes: array[int] = field(default_factory=lambda: array("Q"))


class Gate:
    """The rules with their counts. ``add`` every row, then ask for ``findings``."""

    def __init__(
        self,
        rules: Sequence[Rule],
        arrived: datetime | None = None,
        usual_rows: int | None = None,
        known: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Begin a batch.

        ``arrived``: when it came (with a time zone). ``usual_rows``: rows of the same weekday's
        usual batch. ``known``: the values that a column may refer to.
        """
        self.rules, self.arrived, self.usual_rows = tuple(rules), arrived, usual_rows
        self.known = known or {}
        self.rows = 0
        self._counts = [_Count() for _ in self.rules]

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one row."""
        self.rows += 1
        for rule, count in zip(self.rules, self._counts, strict=True):
            if rule.metric == "rowCount":
                continue
            value = row.get(rule.column)
            empty = value in EMPTY or (isinstance(value, float) and math.isnan(value))
            if rule.metric == "nullValues":
                self._hit(count, empty, value)
            elif empty:
                continue
            elif rule.metric == "invalidValues":
                self._hit(count, not allowed(value, rule), value)
            elif rule.metric == "unknownReferences":
                self._hit(count, str(value) not in self.known.get(rule.column, ()), value)
            elif rule.metric == "shareOfValue":
                count.hits += str(value) == rule.value
            elif rule.metric == "duplicateValues":
                digest = blake2b(str(value).encode("utf-8", "replace"), digest_size=8).digest()
                count.hashes.append(int.from_bytes(digest, "big"))
            else:
                at = moment(value)
                if at is not None and (count.newest is None or at > count.newest):
                    count.newest = at

    def _hit(self, count: _Count, is_hit: bool, value: Any) -> None:
        if is_hit:
            count.hits += 1
            if count.example is None:
                count.example, count.sample = self.rows, str(value)[:40]

    def findings(self) -> list[Finding]:
        """What each rule measured, in the order of the rules.

        A rule that can't be measured (no rows, nothing to compare with) is kept; an empty batch
        is a matter of ``rowCount``.
        """
        return [
            self._finding(rule, count) for rule, count in zip(self.rules, self._counts, strict=True)
        ]

    def held_back(self) -> bool:
        """Does a broken rule of severity error stop this batch?"""
        return any(not f.kept and f.rule.severity == "error" for f in self.findings())

    def _finding(self, rule: Rule, count: _Count) -> Finding:
        measured = self._measure(rule, count)
        kept = math.isnan(measured) or rule.keeps(measured)
        return Finding(rule, measured, kept, count.example, count.sample)

    def _measure(self, rule: Rule, count: _Count) -> float:
        if rule.metric == "rowCount":
            if not rule.weekday:
                return float(self.rows)
            return 100 * self.rows / self.usual_rows if self.usual_rows else math.nan
        if rule.metric == "freshness":
            if count.newest is None or self.arrived is None:
                return math.nan
            return (self.arrived - count.newest).total_seconds() / 3600
        if rule.metric == "unknownReferences" and rule.column not in self.known:
            return math.nan
        hits = repeats(count.hashes) if rule.metric == "duplicateValues" else count.hits
        if rule.unit == "rows":
            return float(hits)
        return 100 * hits / self.rows if self.rows else math.nan


def repeats(hashes: array[int]) -> int:
    """How many values came before."""
    import numpy as np

    # Sorting 8-byte numbers needs far less memory than a set of texts.
    ordered = np.sort(np.frombuffer(hashes, dtype=np.uint64)) if hashes else np.empty(0)
    return int((ordered[1:] == ordered[:-1]).sum())


def allowed(value: Any, rule: Rule) -> bool:
    """Is a value in the list, or of the type, that a rule states?"""
    if rule.valid:
        return str(value) in rule.valid
    if rule.kind in ("timestamp", "date"):
        return moment(value) is not None
    if rule.kind == "boolean":
        return isinstance(value, bool) or str(value).lower() in ("true", "false")
    if rule.kind in ("integer", "number"):
        try:
            number = float(value)
        except (TypeError, ValueError):
            return False
        return math.isfinite(number) and (rule.kind == "number" or number == int(number))
    return True


def moment(value: Any) -> datetime | None:
    """A time as ISO 8601 text, a date or a datetime; without a zone it is taken as UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None
