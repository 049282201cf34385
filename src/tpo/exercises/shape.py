"""What an answer looks like: the fields of an artefact, and how a typed one is read.

An exercise states its artefact once, as ``Fields``, ``Table``, ``Rows``, ``Groups``, ``Sheet``,
``Written``, ``OrWritten``, ``Text`` or ``Parts`` (several of these). From that one statement come
the learner's starting cell, the friendly sentence for every malformed answer, and the clean values
a judge receives. Nothing here runs learner text as code.
"""

from __future__ import annotations

import difflib
import math
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 98  # characters of a line that fits the notebook beside the file list
BLANK = ...  # what the learner sees where an answer is still to be filled in


class BadShape(Exception):
    """The artefact cannot be read; the message is one sentence for the learner."""


class NotStarted(Exception):
    """The artefact is still the one handed out."""


# One table of units. The first unit of a row is the one judges calculate in.
UNITS: dict[str, dict[str, float]] = {
    "s": {"s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0, "sec": 1.0, "seconds": 1.0},
    "min": {"min": 1.0, "s": 1 / 60, "h": 60.0, "d": 1440.0, "minutes": 1.0},
    "share": {"%": 0.01},
}


@dataclass(frozen=True)
class Number:
    """A number between ``low`` and ``high`` (inclusive), in ``unit``.

    ``unit`` is ``"s"`` or ``"min"`` for times, ``"share"`` for 0..1, or any plain noun
    (``"workers"``). ``start`` is the value handed out; ``none`` allows ``None`` ("no limit").
    """

    name: str
    about: str
    low: float
    high: float
    unit: str = ""
    start: Any = BLANK
    whole: bool = False
    none: str = ""

    def read(self, value: Any) -> float | None:
        """Return the value in ``unit``; raise BadShape with one sentence."""
        if value is None and self.none:
            return None
        number = self._number(value)
        if not math.isfinite(number):
            raise BadShape(f"`{self.name}` needs a number{self._hint()}; you wrote {value!r}.")
        if self.unit == "share" and number > 1:
            raise BadShape(
                f"`{self.name}` is a share between 0 and 1: write {number / 100:g} "
                f'or "{number:g} %", not {number:g}.'
            )
        if not self.low <= number <= self.high:
            raise BadShape(
                f"`{self.name}` must lie between {self._say(self.low)} and "
                f"{self._say(self.high)}; you wrote {short(value)}."
            )
        if self.whole and number != int(number):
            raise BadShape(f"`{self.name}` counts whole {self.unit or 'things'}; {number:g} isn't.")
        return int(number) if self.whole else number

    def _number(self, value: Any) -> float:
        if isinstance(value, bool) or value is None:
            raise BadShape(f"`{self.name}` needs a number{self._hint()}; you wrote {value!r}.")
        if isinstance(value, str):
            return self._from_text(value)
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):
            raise BadShape(
                f"`{self.name}` needs a number{self._hint()}; you wrote {short(value)}."
            ) from None

    def _from_text(self, text: str) -> float:
        units = UNITS.get(self.unit, {})
        found = re.fullmatch(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*([a-zA-Z%]*)\s*", text)
        if not found:
            raise BadShape(f"`{self.name}` needs a number{self._hint()}; you wrote {short(text)}.")
        number, unit = float(found[1].replace(",", ".")), found[2]
        if unit in ("", self.unit):
            return number
        if unit in units:
            return number * units[unit]
        known = ", ".join(units) or self.unit or "no unit"
        raise BadShape(f"`{self.name}` doesn't know the unit {unit!r}; it understands {known}.")

    def _hint(self) -> str:
        if self.unit == "share":
            return ' such as 0.1 or "10 %"'
        return (
            f" of {self.unit}"
            if self.unit and self.unit not in UNITS
            else (f" in {self.unit}" if self.unit else "")
        )

    def _say(self, number: float) -> str:
        unit = "" if self.unit == "share" else f" {self.unit}" if self.unit else ""
        return f"{number:,.10g}{unit}"


@dataclass(frozen=True)
class Choice:
    """One of a few words; ``listed=False`` when the words stand above the cell already."""

    name: str
    about: str
    options: tuple[str, ...]
    start: Any = BLANK
    listed: bool = True

    def read(self, value: Any) -> str:
        """Return the option, spelling normalised; raise BadShape with one sentence."""
        if isinstance(value, str):
            word = value.strip().lower().replace(" ", "_").replace("-", "_")
            if word in self.options:
                return word
        options = ", ".join(f'"{o}"' for o in self.options)
        raise BadShape(f"`{self.name}` is one of {options}; you wrote {short(value)}.")


@dataclass(frozen=True)
class Flag:
    """True or False."""

    name: str
    about: str
    start: Any = BLANK

    def read(self, value: Any) -> bool:
        """Return a bool; "yes"/"no" are understood; raise BadShape with one sentence."""
        words = {"yes": True, "no": False, "true": True, "false": False}
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().lower() in words:
            return words[value.strip().lower()]
        raise BadShape(f"`{self.name}` is True or False; you wrote {short(value)}.")


@dataclass(frozen=True)
class Picks:
    """A list of ``least`` to ``most`` words out of a few; a word may come twice."""

    name: str
    about: str
    options: tuple[str, ...]
    most: int
    start: Any = BLANK
    least: int = 1

    def read(self, value: Any) -> tuple[str, ...]:
        """Return the words; one word alone counts as a list; raise BadShape with one sentence."""
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list | tuple) or len(words) < self.least:
            raise BadShape(
                f'`{self.name}` needs a list such as ["{self.options[0]}", "{self.options[1]}"]; '
                f"you wrote {short(value)}."
            )
        if len(words) > self.most:
            raise BadShape(f"`{self.name}` takes at most {self.most} names; you gave {len(words)}.")
        for word in words:
            if not isinstance(word, str) or word not in self.options:
                near = difflib.get_close_matches(str(word), self.options, 1, 0.6)
                known = ", ".join(f'"{o}"' for o in self.options)
                hint = f'did you mean "{near[0]}"?' if near else f"the names are {known}."
                raise BadShape(f"`{self.name}` doesn't know {short(word)}; {hint}")
        return tuple(words)


@dataclass(frozen=True)
class Line:
    """One short line of text. ``parse`` may make something of it; it raises ValueError if it can't."""

    name: str
    about: str
    longest: int = 80
    start: Any = BLANK
    parse: Callable[[str], Any] = str

    def read(self, value: Any) -> Any:
        """Return what ``parse`` makes of the line; raise BadShape with one sentence."""
        if not isinstance(value, str) or not value.strip():
            raise BadShape(f"`{self.name}` is one line of text; you wrote {short(value)}.")
        if len(value) > self.longest or "\n" in value.strip():
            raise BadShape(f"`{self.name}` is one line of at most {self.longest} characters.")
        try:
            return self.parse(value.strip())
        except ValueError as problem:
            raise BadShape(str(problem)) from None


Field = Number | Choice | Flag | Picks | Line


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
                lines += [_above(about, indent), code]
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
            f'{_above(about, "    ")}\n    "{row}": {{\n{self.columns._lines("        ")}\n    }},'
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
class Text:
    """Prose between triple quotes, ``low`` to ``high`` words; ``start`` is the text handed out.

    With ``magic`` it is typed without quotes, in a cell that begins with that cell magic.
    """

    start: str
    low: int
    high: int
    magic: str = ""

    def read(self, answer: Any, untouched: bool = False) -> str:
        """Return the text; raise NotStarted or BadShape."""
        if answer is BLANK:
            raise NotStarted
        if not isinstance(answer, str):
            where = f"below %%{self.magic}" if self.magic else "between the triple quotes"
            raise BadShape(f"Write your text {where}; you gave {kind(answer)}.")
        if not answer.strip() or answer.strip() == self.start.strip():
            raise NotStarted
        words = len(answer.split())
        if words < self.low:
            raise BadShape(f"Your text has {words} words; there is too little to read yet.")
        if words > self.high:
            raise BadShape(f"Your text has {words} words; the reader stops at {self.high}. Cut it.")
        return answer.strip()

    def cell(self, name: str) -> str:
        """The starting cell."""
        if self.magic:
            return f"%%{self.magic} {name}\n{self.start.strip()}"
        return f'{name} = """\n{self.start.strip()}\n"""'

    def blank(self) -> str:
        """The artefact as handed out."""
        return self.start


@dataclass(frozen=True)
class Written:
    """Data that may also be typed as text, such as a map in Mermaid or YAML.

    ``parse`` turns a text, or plain data, into what the judge gets, and raises BadShape or
    ValueError with one sentence. ``start`` is the text handed out.
    """

    start: str
    parse: Callable[[Any], Any]
    longest: int = 40_000  # characters

    def read(self, answer: Any, untouched: bool = False) -> Any:
        """Return what ``parse`` makes of the answer; raise NotStarted or BadShape."""
        if answer is BLANK:
            raise NotStarted
        if isinstance(answer, str):
            if not answer.strip() or (answer.strip() == self.start.strip() and not untouched):
                raise NotStarted
            if len(answer) > self.longest:
                raise BadShape(f"Your text is longer than {self.longest:,} characters; cut it.")
        elif not isinstance(answer, Mapping):
            raise BadShape(f"Write a text between the triple quotes; you gave {kind(answer)}.")
        try:
            return self.parse(answer)
        except ValueError as problem:
            raise BadShape(str(problem)) from None

    def cell(self, name: str) -> str:
        """The starting cell."""
        return f'{name} = """\n{self.start.strip()}\n"""'

    def blank(self) -> str:
        """The artefact as handed out."""
        return self.start


@dataclass(frozen=True)
class OrWritten:
    """A dict of ``fields``, or the same said in a text of another kind, such as OpenAPI.

    ``parse`` turns a text into the dict, and raises ValueError with one sentence. What it adds
    beyond the fields is handed to the judge as it is.
    """

    fields: Fields
    parse: Callable[[str], Mapping[str, Any]]
    longest: int = 60_000  # characters

    def read(self, answer: Any, untouched: bool = False) -> dict[str, Any]:
        """Return {name: value}; raise NotStarted or BadShape."""
        if not isinstance(answer, str):
            return self.fields.read(answer, untouched=untouched)
        if not answer.strip():
            raise NotStarted
        if len(answer) > self.longest:
            raise BadShape(f"Your text is longer than {self.longest:,} characters; cut it.")
        try:
            said = self.parse(answer)
        except ValueError as problem:
            raise BadShape(str(problem)) from None
        names = [f.name for f in self.fields.fields]
        beyond = {name: value for name, value in said.items() if name not in names}
        inside = {name: said[name] for name in names if name in said}
        return {**self.fields.read(inside, untouched=True), **beyond}

    def cell(self, name: str) -> str:
        """The starting cell: the fields."""
        return self.fields.cell(name)

    def blank(self) -> dict[str, Any]:
        """The artefact as handed out."""
        return self.fields.blank()


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
            _above(f"{f.name}: {_about(f)}", "") for f in fields if f is not self.columns.fields[0]
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
            _alike(values.get(name, start[name]), start[name]) for name in start
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
                    f'{_above(part.about, "    ")}\n    "{part_name}": {show(part.start)},'
                )
        return f"{name} = {{\n" + "\n".join(blocks) + "\n}"

    def blank(self) -> dict[str, Any]:
        """The artefact as handed out."""
        return {
            name: part.blank() if isinstance(part, Fields | Rows) else part.start
            for name, part in self.parts.items()
        }


Shape = Fields | Table | Rows | Text | Written | OrWritten | Groups | Sheet | Parts


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


def _above(about: str, indent: str) -> str:
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


def same(a: Any, b: Any) -> bool:
    """Equality that never raises and never compares arrays element by element."""
    try:
        return bool(a is b or (type(a) is type(b) and a == b))
    except Exception:
        return False


def _alike(a: Any, b: Any) -> bool:
    """Equal, where blanks may lie inside lists and dicts."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key]) for key in b)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    return same(a, b)


def show(value: Any) -> str:
    """A start value as the learner types it."""
    return "..." if value is BLANK else repr(value).replace("'", '"')


def short(value: Any) -> str:
    """A value as one short quotation that is safe to print."""
    try:
        text = repr(value)
    except Exception:
        text = f"a {type(value).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "…"


def kind(value: Any) -> str:
    """What the value is, in words a non-programmer knows."""
    names: dict[type, str] = {
        str: "a text",
        int: "a number",
        float: "a number",
        bool: "True or False",
        list: "a list",
        tuple: "a list",
        set: "a set (a colon after each name is missing?)",
        type(None): "nothing (None)",
    }
    return names.get(type(value), f"a {type(value).__name__}")


def listing(names: list[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{n}`" for n in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" and {quoted[-1]}"


def plural(items: list[str], one: str, many: str) -> str:
    """Pick the word that fits the number of items."""
    return one if len(items) == 1 else many
