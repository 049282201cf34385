"""Criteria filled in as a table: each column is a step, each row is a scenario.

    | scenario | Given it is … | When                         | Then the change is … |
    | too late | 12:01         | the recipient asks for a Nest | refused              |

"…" stands for the cell. A column that is only Given, When or Then takes the whole step from its
cells; a column without "…" is switched on with an x. An empty cell says nothing about that matter.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

ORDER = ("Given", "When", "Then")
NAMES = ("scenario", "name", "example")
ON = ("x", "yes", "✓")
GAP = re.compile(r"…|\.\.\.")
RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


class BadTable(Exception):
    """The table can't be read; ``line`` counts from 1."""

    def __init__(self, line: int, sentence: str):
        super().__init__(f"Line {line}: {sentence}")
        self.line = line


@dataclass(frozen=True)
class Column:
    """One column: its kind of step ("" for the scenario's name) and its words."""

    kind: str
    words: str


def is_table(text: str) -> bool:
    """Whether a text is a table rather than Gherkin: its first line begins with a bar."""
    return text.lstrip().startswith("|")


def as_gherkin(text: str) -> tuple[str, list[int]]:
    """The table as Gherkin, and for each line of it the line of the table it comes from.

    Raises BadTable with one sentence.
    """
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    (first, header), *rest = lines
    columns = _columns(_cells(header), first)
    out, origin = ["Feature: criteria"], [first]
    for at, line in rest:
        if RULE.fullmatch(line):
            continue  # the rule under a header, as people write it in Markdown
        if not line.startswith("|"):
            raise BadTable(at, "a row of the table begins and ends with a bar, |.")
        cells = _cells(line)
        if len(cells) != len(columns):
            raise BadTable(at, f"this row has {len(cells)} cells and the header {len(columns)}.")
        made = _scenario(columns, cells, at)
        out += made
        origin += [at] * len(made)
    return "\n".join(out), origin


def _columns(cells: list[str], line: int) -> list[Column]:
    found: list[Column] = []
    kind = ""
    for cell in cells:
        word, _, words = cell.partition(" ")
        if cell.casefold() in NAMES:
            found.append(Column("", ""))
            continue
        said = word.capitalize()
        if said in ("And", "But") and kind:
            said = kind
        if said not in ORDER:
            near = difflib.get_close_matches(said, ORDER, 1, 0.6)
            hint = f"Did you mean “{near[0]}”?" if near else "Begin it with Given, When or Then."
            raise BadTable(line, f"the column “{cell}” is no step. {hint}")
        kind = said
        if len(GAP.findall(words)) > 1:
            raise BadTable(line, f"the column “{cell}” has two gaps; leave one “…” in it.")
        found.append(Column(kind, words.strip()))
    return found


def _scenario(columns: list[Column], cells: list[str], line: int) -> list[str]:
    """One row as a scenario, its steps in the order Given, When, Then."""
    name = " ".join(c for column, c in zip(columns, cells, strict=True) if not column.kind)
    made = [f"Scenario: {name or f'line {line}'}"]
    for kind in ORDER:
        for column, cell in zip(columns, cells, strict=True):
            if column.kind == kind and cell:
                made.append(f"{kind} {_step(column, cell, line)}")
    return made


def _step(column: Column, cell: str, line: int) -> str:
    if not column.words:
        return cell
    if GAP.search(column.words):
        return GAP.sub(lambda _: cell, column.words)
    if cell.casefold() in ON:
        return column.words
    raise BadTable(
        line,
        f"“{column.kind} {column.words}” has no gap for “{cell}”: put an x, or write “…” where the "
        "value belongs.",
    )


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]
