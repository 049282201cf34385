"""Words: a text for a person to mark, and text that stands for data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tpo.exercises.shape.tables import Fields
from tpo.exercises.shape.values import BLANK, BadShape, NotStarted, kind


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
