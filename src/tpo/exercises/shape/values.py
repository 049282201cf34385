"""Single values: a number with its unit, a choice, a yes or no, several words, a line of text."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


def same(a: Any, b: Any) -> bool:
    """Equality that never raises and never compares arrays element by element."""
    try:
        return bool(a is b or (type(a) is type(b) and a == b))
    except Exception:
        return False


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
