"""The role and its beginners: competencies, decisions of a week, logs, evidence, quick wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from tpo.case.files import data_root, read_yaml
from tpo.case.records import keyed, record

Row = TypeVar("Row")


@dataclass(frozen=True)
class Competency:
    """Something a technical product owner can do. ``target`` is a level from 1 to 4.

    ``proof`` is the exercise that proves it, ``shows`` what one has in hand then.
    """

    id: str
    name: str
    short: str
    module: str
    half: Literal["people", "technology"]
    target: int
    proof: str
    shows: str
    can: str


@dataclass(frozen=True)
class Niche:
    """A direction to specialise in; it raises the target of some competencies by one level."""

    id: str
    name: str
    about: str
    raises: tuple[str, ...]
    week: str
    on_call: bool


@dataclass(frozen=True)
class Decision:
    """One decision of the week and who can take it; see ``datasets/decisions.yaml``.

    ``needed_by`` counts working days from Monday morning.
    """

    id: str
    title: str
    kind: Literal["scope", "technical", "money", "date", "field"]
    needed_by: int
    scrum: tuple[str, ...]
    stage_gate: tuple[str, ...]
    hear: tuple[str, ...]
    users: bool
    tell: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class QuickWin:
    """A small change: person-days, the day on which it is live, and its effects."""

    id: str
    title: str
    days: int
    live: int
    service: str
    contacts: float | None  # per 100 parcels; None: from the arrival model
    first_attempt: float
    opens: float
    sms_eur: float
    because: str


@dataclass(frozen=True)
class EvidenceCard:
    """Something in a person's past, and the niches it speaks for."""

    id: str
    who: str
    kind: Literal["work", "limit", "market"]
    text: str
    fits: tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    """A duty of a product owner, and how an entry of a log shows it."""

    id: str
    title: str
    shows: str


@dataclass(frozen=True)
class LogEntry:
    """A line of somebody's week with the duties that are accepted for it."""

    id: str
    who: str
    text: str
    duties: tuple[str, ...]
    because: str


def competencies(root: Path | str | None = None) -> Mapping[str, Competency]:
    """Return the fourteen competencies by id, in the order of their modules."""
    return _table(data_root(root), "competencies.yaml", "competencies", Competency)


def niches(root: Path | str | None = None) -> Mapping[str, Niche]:
    """Return the four niches by id."""
    return _table(data_root(root), "competencies.yaml", "niches", Niche)


def decisions(root: Path | str | None = None) -> Mapping[str, Decision]:
    """Return the sixteen decisions by id."""
    return _table(data_root(root), "decisions.yaml", "decisions", Decision)


def quick_wins(root: Path | str | None = None) -> Mapping[str, QuickWin]:
    """Return the six candidates by id."""
    return _table(data_root(root), "quick_wins.yaml", "wins", QuickWin)


def evidence_cards(root: Path | str | None = None) -> Mapping[str, EvidenceCard]:
    """Return the sixteen cards by id, Nadia's first."""
    return _table(data_root(root), "evidence_cards.yaml", "cards", EvidenceCard)


def duties(root: Path | str | None = None) -> Mapping[str, Duty]:
    """Return the twelve duties by id."""
    return _table(data_root(root), "week_logs.yaml", "duties", Duty)


def week_log(who: str, root: Path | str | None = None) -> Mapping[str, LogEntry]:
    """Return the thirty entries of "nadia" or "leo" by id."""
    entries = _table(data_root(root), "week_logs.yaml", "entries", LogEntry)
    return {id: entry for id, entry in entries.items() if entry.who == who}


@lru_cache
def _table(root: Path, file: str, name: str, cls: type[Row]) -> Mapping[str, Row]:
    content = read_yaml(root, file)
    rows: Any = content.get(name) if isinstance(content, dict) else None
    made = (record(cls, row, file, f"item {n} of '{name}'") for n, row in enumerate(rows or (), 1))
    return keyed(made, lambda row: row.id, file)  # type: ignore[attr-defined]
