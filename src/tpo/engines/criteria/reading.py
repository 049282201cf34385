"""Read criteria: Gherkin text → scenarios whose steps are known, and problems in plain words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from tpo.engines.criteria.table import BadTable, as_gherkin, is_table
from tpo.engines.criteria.vocabulary import Match, Vocabulary

KINDS = {"Context": "Given", "Action": "When", "Outcome": "Then"}
LINE_WORDS = (
    "Feature",
    "Background",
    "Scenario",
    "Examples",
    "Given",
    "When",
    "Then",
    "And",
    "But",
)
KEYWORDS = (*LINE_WORDS, "Example", "Scenarios", "Rule")
MOST_SCENARIOS = 200

Sort = Literal["text", "step", "kind", "no outcome", "no action", "no rows", "repeated"]


@dataclass(frozen=True)
class Problem:
    """Why a line or scenario can't be run. ``line`` counts from 1; ``quote`` is what stood there."""

    sort: Sort
    line: int
    sentence: str
    quote: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One thing to run: a scenario, or one row of an outline. ``number`` counts from 1."""

    number: int
    name: str
    line: int
    steps: tuple[tuple[str, Match], ...]  # (the line as written, its step)
    problems: tuple[Problem, ...]

    @property
    def setting(self) -> tuple[str, ...]:
        """Its Given and When lines; two scenarios with the same setting must agree."""
        return tuple(sorted(t.lower() for t, m in self.steps if m.step.kind != "Then"))


@dataclass(frozen=True)
class Text:
    """Criteria as read. ``problems`` are those of the text; scenarios hold their own."""

    scenarios: tuple[Scenario, ...]
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Problems of the text, then of each scenario."""
        return self.problems + tuple(p for s in self.scenarios for p in s.problems)


def read(text: str, vocabulary: Vocabulary) -> Text:
    """Read criteria, as Gherkin or as a table; never raises on what a learner wrote."""
    if not is_table(text):
        return _gherkin(text, vocabulary)
    try:
        gherkin, origin = as_gherkin(text)
    except BadTable as problem:
        return Text((), (Problem("text", problem.line, str(problem), text),))
    return _as_in_the_table(_gherkin(gherkin, vocabulary), origin)


def _as_in_the_table(found: Text, origin: list[int]) -> Text:
    """The same with the lines of the table."""

    def moved(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(
            replace(
                problem,
                line=(at := origin[problem.line - 1]),
                sentence=re.sub(r"^Line \d+:", f"Line {at}:", problem.sentence),
            )
            for problem in problems
        )

    scenarios = tuple(
        replace(s, line=origin[s.line - 1], problems=moved(s.problems)) for s in found.scenarios
    )
    return Text(scenarios, moved(found.problems))


def _gherkin(text: str, vocabulary: Vocabulary) -> Text:
    if not re.search(r"^\s*Feature\s*:", text, re.MULTILINE | re.IGNORECASE):
        text = f"Feature: criteria\n{text}"
        moved = 1  # a title may be left out; lines are still counted as the learner sees them
    else:
        moved = 0
    try:
        document: Any = Parser().parse(text)
    except CompositeParserException as error:
        found = [*_misspelt(text, moved), *(_explain(e, moved) for e in error.errors)]
        return Text((), tuple(found[:3]))
    except ParserException as error:
        return Text((), (_explain(error, moved),))
    document["uri"] = "criteria"
    trouble = list(_misspelt(text, moved))
    trouble += list(_empty_outlines(document.get("feature") or {}, moved))
    lines = _lines(document.get("feature") or {})
    scenarios: list[Scenario] = []
    seen: dict[tuple[str, ...], int] = {}
    pickles = Compiler().compile(document)
    if len(pickles) > MOST_SCENARIOS:
        told = f"There are {len(pickles)} scenarios; only the first {MOST_SCENARIOS} are run."
        trouble.append(Problem("text", 1, told))
    for pickle in pickles[:MOST_SCENARIOS]:
        if pickle["steps"]:
            scenario = _scenario(len(scenarios) + 1, pickle, lines, moved, vocabulary)
            key = tuple(line for line, _ in scenario.steps)
            if not scenario.problems and key in seen:
                trouble.append(
                    Problem(
                        "repeated",
                        scenario.line,
                        f"Scenario {scenario.number} repeats scenario {seen[key]}.",
                    )
                )
            seen.setdefault(key, scenario.number)
            scenarios.append(scenario)
    if not scenarios and not trouble:
        trouble.append(Problem("no rows", 1, "There is no scenario with steps yet."))
    return Text(tuple(scenarios), tuple(trouble))


def _scenario(
    number: int,
    pickle: Mapping[str, Any],
    lines: Mapping[str, int],
    moved: int,
    vocabulary: Vocabulary,
) -> Scenario:
    ids = pickle["astNodeIds"]
    line = lines.get(ids[-1], 1) - moved  # a row of an outline has its own line
    steps: list[tuple[str, Match]] = []
    problems: list[Problem] = []
    kinds: list[str] = []
    for step in pickle["steps"]:
        kind = KINDS.get(step["type"], "Given")
        kinds.append(kind)
        at = lines.get(step["astNodeIds"][0], line + moved) - moved
        found = vocabulary.find(kind, step["text"])
        if isinstance(found, Match):
            steps.append((step["text"], found))
        elif found is None:
            near = tuple(vocabulary.suggest(kind, step["text"]))
            offered = " or ".join(f"“{kind} {phrase}”" for phrase in near)
            problems.append(
                Problem(
                    "step",
                    at,
                    f"Line {at}: “{kind} {step['text']}” is not a step yet. Did you mean {offered}?",
                    f"{kind} {step['text']}",
                    near,
                )
            )
        else:
            problems.append(
                Problem(
                    "kind",
                    at,
                    f"Line {at}: “{step['text']}” is a {found} step; here it stands under {kind}.",
                    step["text"],
                )
            )
    if not problems and "When" not in kinds:
        problems.append(
            Problem("no action", line, f"Scenario {number} has no When: nothing happens in it.")
        )
    if not problems and "Then" not in kinds:
        problems.append(
            Problem("no outcome", line, f"Scenario {number} has no Then: no build can fail it.")
        )
    name = pickle["name"] or f"scenario {number}"
    return Scenario(number, name, line, tuple(steps), tuple(problems))


def _explain(error: Any, moved: int) -> Problem:
    """A parser's sentence in words for people."""
    line = max(1, (error.location or {}).get("line", 1) - moved)
    told = str(error)
    got = re.search(r"got '(.*)'$", told, re.DOTALL)
    quote = got[1].strip() if got else ""
    if "inconsistent cell count" in told:
        return Problem(
            "text", line, f"Line {line}: the rows of this table have different numbers of cells."
        )
    first = quote.split(" ")[0].rstrip(":").capitalize() if quote else ""
    near = difflib.get_close_matches(first, LINE_WORDS, 1, 0.6)
    if near and near[0] != first:
        hint = f" Did you mean “{near[0]}”?"
    elif first in ("Feature", "Background", "Scenario", "Examples"):
        hint = f" “{first}” needs a colon, and comes after whole steps."
    else:
        hint = " A line begins with Given, When, Then, And, But, Scenario: or Examples:."
    return Problem("text", line, f"Line {line}: “{quote[:50]}” can't be read.{hint}", quote)


def _empty_outlines(node: Mapping[str, Any], moved: int) -> Iterator[Problem]:
    """Outlines without rows: nothing of them runs."""
    for child in node.get("children", []):
        if "rule" in child:
            yield from _empty_outlines(child["rule"], moved)
            continue
        part = child.get("scenario") or child.get("background") or {}
        at = part.get("location", {}).get("line", 1) - moved
        outline = "<" in " ".join(step["text"] for step in part.get("steps", []))
        rows = any(e.get("tableBody") for e in part.get("examples", []))
        if (outline or part.get("examples")) and not rows:
            yield Problem(
                "no rows",
                at,
                f"Line {at}: this outline has no rows under Examples, so nothing runs.",
            )


def _misspelt(text: str, moved: int) -> Iterator[Problem]:
    """Lines that begin almost with a keyword. Gherkin takes some of them for free text, so that
    "Givn a parcel" would vanish without a word."""
    for at, line in enumerate(text.splitlines(), 1 - moved):
        word = re.match(r"\s*([A-Za-z]+)", line)
        if word is None or word[1].capitalize() in KEYWORDS:
            continue
        near = difflib.get_close_matches(word[1].capitalize(), LINE_WORDS, 1, 0.7)
        if near:
            yield Problem(
                "text",
                at,
                f"Line {at}: “{line.strip()[:50]}” doesn't begin with a word that Gherkin knows. "
                f"Did you mean “{near[0]}”?",
                line.strip(),
            )


def _lines(node: Any) -> dict[str, int]:
    """Line of each node of the document by its id."""
    found: dict[str, int] = {}
    if isinstance(node, Mapping):
        if "id" in node and "location" in node:
            found[node["id"]] = node["location"]["line"]
        for value in node.values():
            found |= _lines(value)
    elif isinstance(node, list):
        for item in node:
            found |= _lines(item)
    return found
