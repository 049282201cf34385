"""A table typed as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tpo.exercises.shape.tables import Fields, above, mapping
from tpo.exercises.shape.values import (
    BLANK,
    BadShape,
    Choice,
    Field,
    NotStarted,
    Number,
    Picks,
    kind,
    listing,
    same,
    short,
)


@dataclass(frozen=True)
class Sheet:
    """A table typed as text: a line is a row, its cells stand between bars.

    Above the rows stand the lines of ``head``, such as ``who: nadia``. Lines that begin with ``#``
    are remarks. ``given`` are the names handed out in the first column, each with what it is
    (said beside it, or above it with ``above``). With ``whole`` every given row is wanted; without
    it, rows left blank don't count. A name may come twice only with ``again``. Data in place of text
    is a list of dicts, or with a head a dict whose ``rows`` is that list.
    """

    columns: Fields
    low: int
    high: int
    given: Mapping[str, str]
    head: Fields | None = None
    above: bool = False
    whole: bool = False
    again: bool = False
    noun: str = "row"
    nouns: str = "rows"
    longest: int = 20_000  # characters

    def read(self, answer: Any, untouched: bool = False) -> dict[str, Any]:
        """Return {head name: value, "rows": [{column: value}]}; raise NotStarted or BadShape."""
        if answer is BLANK:
            raise NotStarted
        head, rows = self._typed(answer) if isinstance(answer, str) else self._data(answer)
        names = [f.name for f in self.columns.fields]
        rows = [row for row in rows if not self._untouched(row)]
        blank_head = self.head is None or all(v is BLANK for v in head.values())
        if not rows and blank_head and not untouched:
            raise NotStarted
        found = {} if self.head is None else self.head.read(head, " above the table")
        read = [
            self.columns.read(row, f" in {self._name(i, row)}") for i, row in enumerate(rows, 1)
        ]
        self._count([str(row[names[0]]) for row in read])
        return {**found, "rows": read}

    def _untouched(self, row: Mapping[str, Any]) -> bool:
        """Whether every cell but the first is as handed out."""
        for field in self.columns.fields[1:]:
            value = row.get(field.name, BLANK)
            start = list(field.start) if isinstance(field.start, tuple) else field.start
            if value is not BLANK and not same(value, start):
                return False
        return True

    def _name(self, number: int, row: Mapping[str, Any]) -> str:
        first = row.get(self.columns.fields[0].name)
        return f'{self.noun} "{first}"' if isinstance(first, str) else f"{self.noun} {number}"

    def _count(self, names: list[str]) -> None:
        twice = [name for n, name in enumerate(names) if name in names[:n]]
        if twice and not self.again:
            raise BadShape(f"The {self.noun} `{twice[0]}` is there twice.")
        missing = [name for name in self.given if name not in names] if self.whole else []
        if missing:
            raise BadShape(f"Still blank or missing: {listing(missing)}.")
        if not self.low <= len(names) <= self.high:
            raise BadShape(
                f"The answer takes {self.low} to {self.high} {self.nouns}; you gave {len(names)}."
            )

    def _data(self, answer: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        head: dict[str, Any] = {}
        rows = answer
        if self.head is not None:
            names = [f.name for f in self.head.fields]
            head = mapping(answer, [*names, "rows"], "line", "")
            rows = head.pop("rows", [])
        if not isinstance(rows, list | tuple):
            raise BadShape(f"Write the table between the triple quotes; you gave {kind(rows)}.")
        names = [f.name for f in self.columns.fields]
        return head, [mapping(row, names, "column", "") for row in rows]

    def _typed(self, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        if len(text) > self.longest:
            raise BadShape(f"Your text is longer than {self.longest:,} characters; cut it.")
        head: dict[str, Any] = {}
        rows = []
        fields = self.columns.fields
        beside = bool(self.given) and not self.above
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith("#") or not line.strip("|-: "):
                continue
            if "|" not in line:
                self._head_line(line, head)
                continue
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0].lower() == fields[0].name:
                continue
            if len(cells) != len(fields) + beside:
                names = [
                    fields[0].name,
                    *(["what"] if beside else []),
                    *(f.name for f in fields[1:]),
                ]
                raise BadShape(
                    f"The line that begins with {short(cells[0])} has {len(cells)} cells; "
                    f"a row is {' | '.join(names)}."
                )
            if beside:
                del cells[1]
            rows.append(
                {field.name: _cell(field, cell) for field, cell in zip(fields, cells, strict=True)}
            )
        return head, rows

    def _head_line(self, line: str, head: dict[str, Any]) -> None:
        name, colon, value = line.partition(":")
        fields = {f.name: f for f in self.head.fields} if self.head else {}
        key = name.strip().lower().replace(" ", "_")
        if not colon or key not in fields:
            known = f" or begins with {listing([*fields])} and a colon" if fields else ""
            raise BadShape(
                f"The line {short(line)} is no {self.noun}: a {self.noun} has bars{known}."
            )
        head[key] = _cell(fields[key], value.strip())

    def cell(self, name: str) -> str:
        """The starting cell: remarks on the columns, the head, and the rows to fill."""
        fields = [*(self.head.fields if self.head else ()), *self.columns.fields]
        about = "\n".join(
            above(f"{f.name}: {_about(f)}", "") for f in fields if f is not self.columns.fields[0]
        )
        return f'{about}\n{name} = """\n{self.blank()}\n"""'

    def blank(self) -> str:
        """The text handed out."""
        fields = self.columns.fields
        beside = bool(self.given) and not self.above
        lines = [f"{f.name}: {_start(f)}" for f in self.head.fields] if self.head else []
        lines += [""] if lines else []
        wide = max(map(len, [*self.given, fields[0].name]))
        said = max(map(len, self.given.values()), default=0) if beside else 0
        titles = [f"{fields[0].name:<{wide}}", *([f"{'what':<{said}}"] if beside else [])]
        lines.append(" | ".join([*titles, *(f.name for f in fields[1:])]))
        for row, what in self.given.items():
            lines += [f"# {what}"] if self.above else []
            cells = [f"{row:<{wide}}", *([f"{what:<{said}}"] if beside else [])]
            cells += [f"{_start(f):<{len(f.name)}}" for f in fields[1:]]
            lines.append(" | ".join(cells).rstrip())
        if not self.given:
            row = " | ".join(f"{_start(f):<{len(f.name)}}" for f in fields).rstrip()
            lines += [row] * self.low
        return "\n".join(lines)


def _about(field: Field) -> str:
    """What a column means; the words of a short choice are listed."""
    listed = isinstance(field, Choice) and len(field.options) <= 8
    return f"{field.about}: {', '.join(field.options)}" if listed else field.about  # type: ignore[union-attr]


def _start(field: Field) -> str:
    """A start value as it stands in a cell."""
    if field.start is BLANK:
        return "..."
    if isinstance(field.start, list | tuple):
        return ", ".join(field.start) or "-"
    return "-" if field.start is None else str(field.start)


def _cell(field: Field, text: str) -> Any:
    """A cell's text as the value that ``field.read`` expects."""
    if text in ("", "...", "…"):
        return BLANK
    if isinstance(field, Picks):
        parts = [] if text in ("-", "–", "—") else re.split(r"\s*[,;]\s*", text.strip(" ,;"))
        return [part.lower().replace(" ", "_") for part in parts]
    if isinstance(field, Number) and field.none and text.lower() in ("-", "–", "—", "none"):
        return None
    return text
