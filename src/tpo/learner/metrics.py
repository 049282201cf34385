"""A learner's own numbers, computed from the ledger and never typed.

Each one counts what is on record and says of how many; none of them is a mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpo.exercises import MODULES, UnknownExercise, find, module
from tpo.learner.ledger import Attempt, Ledger, Prediction
from tpo.learner.review import local

ASKED = "asked"  # what a note is about when it holds a question asked at work


@dataclass(frozen=True)
class Level:
    """Predictions made at one confidence (percent): how many, and how many came true."""

    confidence: int
    count: int
    right: int


@dataclass(frozen=True)
class Calibration:
    """How sure a learner was against how often it came true.

    ``unknown`` are predictions of which nobody can say whether they came true.
    """

    levels: tuple[Level, ...]
    unknown: int

    @property
    def count(self) -> int:
        """How many predictions are counted."""
        return sum(level.count for level in self.levels)

    @property
    def confidence(self) -> float:
        """Mean confidence as a share; 0 without predictions."""
        total = sum(level.confidence * level.count for level in self.levels)
        return total / self.count / 100 if self.count else 0.0

    @property
    def right(self) -> float:
        """The share that came true; 0 without predictions."""
        return sum(level.right for level in self.levels) / self.count if self.count else 0.0


def calibration(predictions: Sequence[Prediction]) -> Calibration:
    """The first answer to each question counts; after it the result is known."""
    first: dict[tuple[str, str], Prediction] = {}
    for made in predictions:
        first.setdefault((made.lab, made.question), made)
    counted = [made for made in first.values() if made.right is not None]
    levels = tuple(
        Level(
            confidence,
            sum(made.confidence == confidence for made in counted),
            sum(made.confidence == confidence and bool(made.right) for made in counted),
        )
        for confidence in sorted({made.confidence for made in counted})
    )
    return Calibration(levels, len(first) - len(counted))


@dataclass(frozen=True)
class Tries:
    """The tries at one exercise that a machine judges. ``passed_at`` counts tries from 1."""

    exercise: str
    tries: int
    passed_at: int | None


def tries(attempts: Sequence[Attempt]) -> list[Tries]:
    """One line an exercise, in the order of the course.

    An answer that couldn't be read, an untouched one and a cell that stopped are no tries: they
    say nothing about an idea. Exercises that a person marks are left out.
    """
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        if _is_try(attempt):
            found.setdefault(attempt.exercise, []).append(attempt)
    return [
        Tries(id, len(made), next((n for n, a in enumerate(made, 1) if a.outcome == "right"), None))
        for id, made in sorted(found.items(), key=lambda item: _order(item[0]))
    ]


def _is_try(attempt: Attempt) -> bool:
    if attempt.outcome not in ("right", "not yet") or (attempt.message or "").endswith(":shape"):
        return False
    try:
        return not find(attempt.exercise).manual
    except UnknownExercise:  # of an earlier version of the course
        return False


def _order(id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in id.split("."))


@dataclass(frozen=True)
class ModuleStanding:
    """What is done in one module: exercises passed, labs predicted, words met."""

    module: str
    title: str
    passed: tuple[str, ...]
    open: tuple[str, ...]
    labs_done: tuple[str, ...]
    labs_open: tuple[str, ...]

    @property
    def state(self) -> str:
        """``"done"``, ``"begun"`` or ``"not begun"``."""
        if not self.open and not self.labs_open:
            return "done"
        return "begun" if self.passed or self.labs_done else "not begun"


def modules(
    ledger: Ledger, titles: Mapping[str, str], labs: Mapping[str, Sequence[str]]
) -> list[ModuleStanding]:
    """Each module of ``titles`` {"M06": title}; ``labs`` are its labs' ids."""
    passed = {a.exercise for a in ledger.attempts() if a.outcome == "right"}
    predicted = {p.lab for p in ledger.predictions()}
    found = []
    for name, title in titles.items():
        ids = list(module(name.lower())) if name.lower() in MODULES else []
        own = list(labs.get(name, ()))
        found.append(
            ModuleStanding(
                name,
                title,
                tuple(id for id in ids if id in passed),
                tuple(id for id in ids if id not in passed),
                tuple(id for id in own if id in predicted),
                tuple(id for id in own if id not in predicted),
            )
        )
    return found


def weeks_in_a_row(moments: Sequence[str], today: date) -> int:
    """Calendar weeks up to this one with a review in each; this week may still be empty."""
    weeks = {_monday(local(datetime.fromisoformat(at))) for at in moments}
    week = _monday(today)
    if week not in weeks:
        week -= timedelta(days=7)
    count = 0
    while week in weeks:
        count += 1
        week -= timedelta(days=7)
    return count


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
