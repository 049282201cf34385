"""Several values: fields, a table of them, rows in the learner's order, groups, parts."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tpo.exercises.shape.values import (
    BLANK,
    BadShape,
    Choice,
    Field,
    NotStarted,
    kind,
    listing,
    plural,
    same,
    short,
)

WIDTH = 98  # characters of a line that fits the notebook beside the file list


@dataclass(frozen=True)
class Fields:
    """A dict with one entry per field; the commonest artefact."""

    fields: tuple[Field, ...]
    noun: str = "setting"

    def read(self, answer: Any, where: str = "", untouched: bool = False) -> dict[str, Any]:
        """Return {name: value}; raise BadShape, or NotStarted unless ``untouched`` is fine."""
        names = [f.name for f in self.fields]
        values = mapping(answer, names, self.noun, where)
        blank = [n for n in names if values.get(n, BLANK) is BLANK and n in values]
        if not where and not untouched and self._is_start(values):
            raise NotStarted
        missing = [n for n in names if n not in values]
        if missing:
            raise BadShape(f"{listing(missing)} {plural(missing, 'is', 'are')} missing{where}.")
        if blank:
            raise BadShape(f"Still blank{where}: {listing(blank)}.")
        return {f.name: _at(f, values[f.name], where) for f in self.fields}

    def _is_start(self, values: Mapping[str, Any]) -> bool:
        return all(same(values.get(f.name, BLANK), f.start) for f in self.fields)

    def cell(self, name: str) -> str:
        """The starting cell: a dict with one commented line per field."""
        return f"{name} = {{\n{self._lines('    ')}\n}}"

    def _lines(self, indent: str) -> str:
        """One line a field, its meaning beside it, or above it where the line would be too long."""
        rows = [(f'{indent}"{f.name}": {show(f.start)},', _comment(f)) for f in self.fields]
        fitting = [len(code) for code, about in rows if len(code) + len(about) < WIDTH - 8]
        beside = max(fitting, default=0)
        lines: list[str] = []
        for code, about in rows:
            if len(code) <= beside and beside + len(about) + 4 <= WIDTH:
                lines.append(f"{code:<{beside}}  # {about}")
            else:
                lines += [above(about, indent), code]
        return "\n".join(lines)

    def blank(self) -> dict[str, Any]:
        """The artefact as handed out."""
        return {f.name: f.start for f in self.fields}


@dataclass(frozen=True)
class Table:
    """A dict of dicts: the same columns for a fixed list of rows {row name: what it is}."""

    rows: Mapping[str, str]
    columns: Fields
    noun: str = "row"

    def read(self, answer: Any, untouched: bool = False) -> dict[str, dict[str, Any]]:
        """Return {row: {column: value}}; raise NotStarted or BadShape."""
        values = mapping(answer, list(self.rows), self.noun, "")
        start = self.blank()
        if not untouched and all(same(values.get(row, start[row]), start[row]) for row in start):
            raise NotStarted
        missing = [row for row in self.rows if row not in values]
        if missing:
            raise BadShape(
                f"{plural(missing, f'The {self.noun}', f'The {self.noun}s')} {listing(missing)} "
                f"{plural(missing, 'is', 'are')} missing."
            )
        return {row: self.columns.read(values[row], f' for "{row}"') for row in self.rows}

    def cell(self, name: str) -> str:
        """The starting cell: one commented block a row."""
        blocks = [
            f'{above(about, "    ")}\n    "{row}": {{\n{self.columns._lines("        ")}\n    }},'
            for row, about in self.rows.items()
        ]
        return f"{name} = {{\n" + "\n".join(blocks) + "\n}"

    def blank(self) -> dict[str, Any]:
        """The artefact as handed out."""
        return {row: self.columns.blank() for row in self.rows}


@dataclass(frozen=True)
class Rows:
    """A list of ``low`` to ``high`` dicts with the same columns; the order is the learner's.

    ``given`` is how many blank rows are handed out.
    """

    columns: Fields
    low: int
    high: int
    given: int
    noun: str = "row"

    def read(self, answer: Any, untouched: bool = False) -> list[dict[str, Any]]:
        """Return the rows; raise NotStarted or BadShape."""
        if answer is BLANK:
            raise NotStarted
        if not isinstance(answer, list | tuple):
            raise BadShape(
                f"The answer should be a list of {self.noun}s in square brackets; "
                f"you gave {kind(answer)}."
            )
        blank = self.columns.blank()
        if not untouched and answer and all(same(row, blank) for row in answer):
            raise NotStarted
        if not self.low <= len(answer) <= self.high:
            raise BadShape(
                f"The answer takes {self.low} to {self.high} {self.noun}s; you gave {len(answer)}."
            )
        return [
            self.columns.read(row, f" in {self.noun} {i}") for i, row in enumerate(answer, start=1)
        ]

    def cell(self, name: str) -> str:
        """The starting cell: blank rows, the first with a comment on each column."""
        return f"{name} = {self._lines('')}"

    def _lines(self, indent: str) -> str:
        """The list in its brackets, as it stands behind a name that is indented so far."""
        inner = indent + "    "
        first = f"{inner}{{\n{self.columns._lines(inner + '    ')}\n{inner}}},"
        pairs = [f'"{f.name}": {show(f.start)}' for f in self.columns.fields]
        row = f"{inner}{{{', '.join(pairs)}}},"
        if len(row) > WIDTH:
            lines = "".join(f"{inner}    {pair},\n" for pair in pairs)
            row = f"{inner}{{\n{lines}{inner}}},"
        rest = [row] * (self.given - 1)
        return "[\n" + "\n".join([first, *rest]) + f"\n{indent}]"

    def blank(self) -> list[dict[str, Any]]:
        """The artefact as handed out."""
        return [self.columns.blank() for _ in range(self.given)]


@dataclass(frozen=True)
class Groups:
    """A dict of lists that sorts every one of ``items`` {name: what it is} into exactly one group."""

    items: Mapping[str, str]
    noun: str = "group"
    longest: int = 40  # characters of a group's name

    def read(self, answer: Any, untouched: bool = False) -> dict[str, tuple[str, ...]]:
        """Return {group: items} without empty groups; raise NotStarted or BadShape."""
        if answer is BLANK:
            raise NotStarted
        if not isinstance(answer, Mapping):
            raise BadShape(
                f'Write {{"name of a {self.noun}": ["{next(iter(self.items))}", …], …}}; '
                f"you gave {kind(answer)}."
            )
        groups = {name: self._members(name, members) for name, members in answer.items()}
        home: dict[str, str] = {}
        for name, members in groups.items():
            for item in members:
                if item in home:
                    raise BadShape(f'"{item}" is in two {self.noun}s, "{home[item]}" and "{name}".')
                home[item] = name
        if not home and not untouched:
            raise NotStarted
        missing = [item for item in self.items if item not in home]
        if missing:
            empty = [name for name, members in groups.items() if not members]
            hint = f'; "{empty[0]}" is empty' if empty else ""
            raise BadShape(f"Not in any {self.noun} yet: {listing(missing)}{hint}.")
        return {name: members for name, members in groups.items() if members}

    def _members(self, name: Any, members: Any) -> tuple[str, ...]:
        if not isinstance(name, str) or not name.strip() or len(name) > self.longest:
            raise BadShape(f"A {self.noun} needs a short name in quotes, not {short(name)}.")
        if members is BLANK:
            return ()
        if not isinstance(members, list | tuple):
            raise BadShape(f'"{name}" needs a list in square brackets; you wrote {short(members)}.')
        for item in members:
            if not isinstance(item, str) or item not in self.items:
                near = difflib.get_close_matches(short(item).strip("'"), self.items, 1, 0.6)
                hint = f'; did you mean "{near[0]}"?' if near else "."
                raise BadShape(f'"{name}" holds {short(item)}, which is not on the list{hint}')
        return tuple(members)

    def cell(self, name: str) -> str:
        """The starting cell: the items as comments, and two empty groups."""
        width = max(map(len, self.items))
        about = "\n".join(f"# {item:<{width}}  {what}" for item, what in self.items.items())
        return (
            f'{about}\n{name} = {{\n    "first {self.noun}": [],\n    "second {self.noun}": [],\n}}'
        )

    def blank(self) -> dict[str, Any]:
        """The artefact as handed out."""
        return {f"first {self.noun}": [], f"second {self.noun}": []}


@dataclass(frozen=True)
class Parts:
    """One answer of several parts {name: shape}, such as a list of actions beside a few numbers.

    A part is ``Fields``, ``Rows`` or one ``Field`` such as ``Picks``.
    """

    parts: Mapping[str, Fields | Rows | Field]

    def read(self, answer: Any, untouched: bool = False) -> dict[str, Any]:
        """Return {part: what was read}; raise NotStarted or BadShape, which names the part."""
        values = mapping(answer, list(self.parts), "part", "")
        start = self.blank()
        if not untouched and all(
            alike(values.get(name, start[name]), start[name]) for name in start
        ):
            raise NotStarted
        missing = [name for name in self.parts if name not in values]
        if missing:
            raise BadShape(f"{listing(missing)} {plural(missing, 'is', 'are')} missing.")
        return {name: self._part(name, part, values[name]) for name, part in self.parts.items()}

    def _part(self, name: str, part: Fields | Rows | Field, value: Any) -> Any:
        if value is BLANK:
            raise BadShape(f"Still blank: `{name}`.")
        if not isinstance(part, Fields | Rows):
            return part.read(value)
        try:
            return part.read(value, untouched=True)
        except BadShape as problem:
            raise BadShape(f"In `{name}`: {problem}") from None
        except NotStarted:
            raise BadShape(f"Still blank: `{name}`.") from None

    def cell(self, name: str) -> str:
        """The starting cell: each part after a comment or as its own block."""
        blocks = []
        for part_name, part in self.parts.items():
            if isinstance(part, Fields):
                blocks.append(f'    "{part_name}": {{\n{part._lines("        ")}\n    }},')
            elif isinstance(part, Rows):
                blocks.append(f'    "{part_name}": {part._lines("    ")},')
            else:
                blocks.append(
                    f'{above(part.about, "    ")}\n    "{part_name}": {show(part.start)},'
                )
        return f"{name} = {{\n" + "\n".join(blocks) + "\n}"

    def blank(self) -> dict[str, Any]:
        """The artefact as handed out."""
        return {
            name: part.blank() if isinstance(part, Fields | Rows) else part.start
            for name, part in self.parts.items()
        }


def mapping(answer: Any, names: list[str], noun: str, where: str) -> dict[str, Any]:
    """The answer as {known name: value}; raise BadShape for anything else."""
    if answer is BLANK:
        raise NotStarted
    if not isinstance(answer, Mapping):
        raise BadShape(
            f"The answer{where} should be a table in curly brackets, like "
            f'{{"{names[0]}": ..., }}; you gave {kind(answer)}.'
        )
    values: dict[str, Any] = {}
    for key, value in answer.items():
        if key not in names:
            near = difflib.get_close_matches(str(key), names, 1, 0.6)
            hint = f"did you mean `{near[0]}`?" if near else f"the names are {listing(names)}."
            raise BadShape(f"There is no {noun} {short(key)}{where}; {hint}")
        values[str(key)] = value
    return values


def above(about: str, indent: str) -> str:
    """A comment on lines of its own."""
    return "\n".join(
        f"{indent}# {part}"
        for part in textwrap.wrap(about, min(WIDTH - 10, WIDTH - 2 - len(indent)))
    )


def _comment(field: Field) -> str:
    """What a field means and, for a choice, what may stand there."""
    if not isinstance(field, Choice) or not field.listed:
        return field.about
    *most, last = (f'"{option}"' for option in field.options)
    return f"{field.about}: {', '.join(most)} or {last}"


def _at(field: Field, value: Any, where: str) -> Any:
    try:
        return field.read(value)
    except BadShape as problem:
        raise BadShape(str(problem)[:-1] + f"{where}." if where else str(problem)) from None


def alike(a: Any, b: Any) -> bool:
    """Equal, where blanks may lie inside lists and dicts."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in b)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    return same(a, b)


def show(value: Any) -> str:
    """A start value as the learner types it."""
    return "..." if value is BLANK else repr(value).replace("'", '"')
