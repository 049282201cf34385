"""The steps a domain understands, and what it suggests for a step it doesn't."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Any, Literal

from cucumber_expressions.expression import CucumberExpression
from cucumber_expressions.parameter_type import ParameterType
from cucumber_expressions.parameter_type_registry import ParameterTypeRegistry

Kind = Literal["Given", "When", "Then"]


class Mismatch(Exception):
    """A Then step saw something else; the message is "expected …, got …"."""


@dataclass(frozen=True)
class Step:
    """One phrasing of a step. ``about`` is what a Then speaks of, such as "the fee"."""

    kind: Kind
    phrase: str
    expression: CucumberExpression
    do: Callable[..., None]
    about: str


@dataclass(frozen=True)
class Match:
    """A line of a scenario with the step it is and the values in it."""

    step: Step
    values: tuple[Any, ...]


class Vocabulary:
    """Steps of a domain: ``given``, ``when`` and ``then`` register a function for its phrasings.

    A function takes the build and the values in the line. Phrasings are cucumber expressions:
    ``{int}``, ``{string}``, ``{money}`` (a Decimal in euros), ``{time}`` (minutes after
    midnight) and the domain's own ``parameter``s; ``(optional)`` words; ``either/or`` words.
    """

    def __init__(self) -> None:
        self._types = ParameterTypeRegistry()
        self._examples = {"int": "2", "string": '"…"', "word": "…"}
        self.values: dict[str, list[str]] = {}
        """The words to choose from, for each kind of value that is a list of words."""
        self._found: dict[tuple[str, str], Match | Kind | None] = {}
        self.steps: list[Step] = []
        self.parameter("money", r"€ ?\d+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})? ?(?:EUR|€)", _euros)
        self.parameter("time", r"\d{1,2}:\d{2}", _minutes)
        self._examples |= {"money": "€0.90", "time": "12:00"}

    def parameter(self, name: str, pattern: str, read: Callable[[str], Any]) -> None:
        """A kind of value: its regular expression (groups as ``(?:…)``) and its reader."""
        self._types.define_parameter_type(ParameterType(name, pattern, object, read, False, False))
        words = pattern.split("|")
        self._examples[name] = words[0]
        if all(re.fullmatch(r"[\w’' -]+", word) for word in words):
            self.values[name] = words

    def given(self, *phrases: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register a state of the world before anything happens."""
        return self._register("Given", phrases, "")

    def when(self, *phrases: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register what somebody does."""
        return self._register("When", phrases, "")

    def then(
        self, *phrases: str, about: str
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register what is true afterwards; the function raises Mismatch if it isn't."""
        return self._register("Then", phrases, about)

    def _register(
        self, kind: Kind, phrases: Iterable[str], about: str
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        def keep(do: Callable[..., None]) -> Callable[..., None]:
            for phrase in phrases:
                expression = CucumberExpression(phrase, self._types)
                self.steps.append(Step(kind, phrase, expression, do, about))
            return do

        return keep

    def find(self, kind: str, text: str) -> Match | Kind | None:
        """The step a line is; the kind it would be if used as the wrong one; None if unknown.

        The whole line must match. A near miss never counts: "is not refused" is close to
        "is refused" and means the opposite.
        """
        key = (kind, tidy(text))
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(self, kind: str, line: str) -> Match | Kind | None:
        other: Kind | None = None
        for step in self.steps:
            values = step.expression.match(line)
            if values is None:
                continue
            if step.kind == kind:
                return Match(step, tuple(value.value for value in values))
            other = step.kind
        return other

    def suggest(self, kind: str, text: str, most: int = 2) -> list[str]:
        """The nearest steps of this kind, best first, written so that they can be copied."""
        wanted = _shape(tidy(text))
        nearest: dict[Any, tuple[float, str]] = {}
        for step in self.steps:
            if step.kind == kind:
                for shown in self._spelt_out(step.phrase):
                    near = difflib.SequenceMatcher(None, wanted, _shape(shown)).ratio()
                    nearest[step.do] = max(
                        nearest.get(step.do, (-1.0, "")), (near, shown), key=lambda found: found[0]
                    )
        best = sorted(nearest.values(), key=lambda found: -found[0])
        return [shown for _, shown in best[:most]]

    def _spelt_out(self, phrase: str) -> list[str]:
        """A phrasing with every choice of words, and example values for the rest."""
        names = [name for name in re.findall(r"\{(\w*)\}", phrase) if name in self.values]
        choices = product(*(self.values[name] for name in names))
        return [
            show(phrase, {**self._examples, **dict(zip(names, chosen, strict=True))})
            for chosen in choices
        ]

    @cached_property
    def palette(self) -> dict[str, list[str]]:
        """The first phrasing of each step by kind, with example values, in the order written."""
        found: dict[str, list[str]] = {"Given": [], "When": [], "Then": []}
        seen: list[Any] = []
        for step in self.steps:
            if step.do not in seen:
                seen.append(step.do)
                found[step.kind].append(show(step.phrase, self._examples))
        return found


def tidy(text: str) -> str:
    """A line without double spaces, its full stop and its capital letter."""
    line = re.sub(r"\s+", " ", text).strip().removesuffix(".")
    return line[:1].lower() + line[1:]


def show(phrase: str, examples: dict[str, str]) -> str:
    """A phrasing as a learner types it: example values, optional words out, first of two words."""
    phrase = re.sub(r"\(([^)]*)\)", "", phrase.replace("(s)", "s"))
    phrase = re.sub(r"([^\s/{}]+)/[^\s{}]+", r"\1", phrase)
    return re.sub(r"\{(\w*)\}", lambda name: examples.get(name[1], name[1]), phrase)


def _shape(text: str) -> str:
    text = show(text, {})
    return re.sub(r'\d[\d:.,]*|"[^"]*"|\{[^}]*\}', "#", text).lower()


def _euros(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.,]", "", text).replace(",", "."))


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)
