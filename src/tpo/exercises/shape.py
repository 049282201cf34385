"""What an answer looks like: the fields of an artefact, and how a typed one is read.

An exercise states its artefact once, as ``Fields``, ``Table``, ``Rows``, ``Groups``, ``Written``,
``Text`` or ``Parts`` (several of these). From that one statement come the learner's starting cell,
the friendly sentence for every malformed answer, and the clean values a judge receives. Nothing
here runs learner text as code.
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
    """One of a few words."""

    name: str
    about: str
    options: tuple[str, ...]
    start: Any = BLANK

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
    """One short line of text."""

    name: str
    about: str
    longest: int = 80
    start: Any = BLANK

    def read(self, value: Any) -> str:
        """Return the line without space around it; raise BadShape with one sentence."""
        if not isinstance(value, str) or not value.strip():
            raise BadShape(f"`{self.name}` is one line of text; you wrote {short(value)}.")
        if len(value) > self.longest or "\n" in value.strip():
            raise BadShape(f"`{self.name}` is one line of at most {self.longest} characters.")
        return value.strip()


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
        first = f"{indent}    {{\n{self.columns._lines(indent + '        ')}\n{indent}    }},"
        row = ", ".join(f'"{f.name}": {show(f.start)}' for f in self.columns.fields)
        rest = [f"{indent}    {{{row}}}," for _ in range(self.given - 1)]
        return "[\n" + "\n".join([first, *rest]) + f"\n{indent}]"

    def blank(self) -> list[dict[str, Any]]:
        """The artefact as handed out."""
        return [self.columns.blank() for _ in range(self.given)]


@dataclass(frozen=True)
class Text:
    """Prose between triple quotes, ``low`` to ``high`` words; ``start`` is the text handed out."""

    start: str
    low: int
    high: int

    def read(self, answer: Any, untouched: bool = False) -> str:
        """Return the text; raise NotStarted or BadShape."""
        if answer is BLANK:
            raise NotStarted
        if not isinstance(answer, str):
            raise BadShape(f"Write your text between the triple quotes; you gave {kind(answer)}.")
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


Shape = Fields | Table | Rows | Text | Written | Groups | Parts


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
    if not isinstance(field, Choice):
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
