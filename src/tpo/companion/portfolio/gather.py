"""What a learner has made: answers from exercises, and pieces of their own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tpo import case
from tpo.exercises import UnknownExercise, find
from tpo.learner.cards import module_of
from tpo.learner.ledger import Attempt, Ledger
from tpo.learner.recall import plan

SETTINGS = "portfolio"  # the ledger's name for the cover
CHOICE = "portfolio:"  # … for what is said about one piece
OWN = "piece:"  # … for a piece of the learner's own

STATES = {"passed": "Passed", "draft": "Draft", "own": "Own work"}


@dataclass(frozen=True)
class Cover:
    """What stands on the first page, and the learner's own rules for what may not."""

    name: str = ""
    headline: str = ""
    about: str = ""
    contact: str = ""
    questions: str = ""  # for a mentor, one a line
    keep_out: str = ""  # words that must not leave the machine, one a line
    fine: tuple[str, ...] = ()  # findings the learner has looked at and allowed


@dataclass(frozen=True)
class Piece:
    """One thing made. ``state`` is "passed", "draft" or "own"; ``body`` is text or plain data.

    ``hash`` binds a passed check to the answer: SHA-256 of the exercise's id and the answer.
    """

    id: str
    title: str
    module: str
    state: str
    date: str
    body: Any
    task: str = ""
    said: str = ""
    why: str = ""
    reflection: str = ""
    shared: bool = False
    hash: str = ""
    tries: int = 0
    hints: int = 0
    points: float | None = None
    history: tuple[str, ...] = field(default=())

    @property
    def competency(self) -> str:
        """What it is evidence of, such as "Load and failure"."""
        taught = (row.name for row in case.competencies().values() if row.module == self.module)
        return next(taught, "Own work")


def cover(book: Ledger) -> Cover:
    """The cover as kept; unknown entries are left out."""
    kept = book.artefact(SETTINGS)
    content = kept.content if kept and isinstance(kept.content, dict) else {}
    names = Cover.__dataclass_fields__
    known = {k: v for k, v in content.items() if k in names}
    known["fine"] = tuple(str(v) for v in known.get("fine", ()))
    return Cover(**known)


def pieces(book: Ledger) -> list[Piece]:
    """Every exercise tried and every piece of one's own, in the order of the course."""
    attempts: dict[str, list[Attempt]] = {}
    for attempt in book.attempts():
        if attempt.outcome in ("right", "not yet"):
            attempts.setdefault(attempt.exercise, []).append(attempt)
    kept = {a.name: a for a in book.artefacts()}
    found = [piece for id, made in attempts.items() if (piece := _answer(book, id, made))]
    found += [
        _own(a.name, a.content, a.at)
        for name, a in kept.items()
        if name.startswith(OWN) and a.content
    ]
    chosen = [_chosen(piece, kept.get(CHOICE + piece.id)) for piece in found]
    return sorted(chosen, key=lambda piece: (piece.module or "M99", _natural(piece.id)))


def _answer(book: Ledger, id: str, made: list[Attempt]) -> Piece | None:
    """The last right answer, else the last try."""
    try:
        exercise = find(id)
    except UnknownExercise:  # the course no longer has it
        return None
    right = [a for a in made if a.outcome == "right"]
    last = (right or made)[-1]
    lines = last.said.split("\n") if last.said.count("\n") == 4 else ["", "", "", "", ""]
    module = module_of(id)
    return Piece(
        id,
        exercise.words.title,
        module,
        "passed" if right else "draft",
        last.at[:10],
        last.artefact,
        task=tasks().get(id) or _outcome(module),
        said=lines[0] if right else "",
        why=lines[3] if right else "",
        hash=answer_hash(id, last.artefact) if right else "",
        tries=len(made),
        hints=len(book.hints(id)),
        points=last.points,
        history=tuple(a.message or a.outcome for a in made),
    )


def answer_hash(exercise: str, answer: Any) -> str:
    """SHA-256 over the exercise's id and the answer as JSON with sorted keys."""
    text = json.dumps([exercise, answer], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _own(name: str, content: Mapping[str, Any], at: str) -> Piece:
    module = str(content.get("module", ""))
    return Piece(
        name,
        str(content.get("title", "")),
        module,
        "own",
        at[:10],
        str(content.get("text", "")),
    )


def _chosen(piece: Piece, kept: Any) -> Piece:
    content = kept.content if kept and isinstance(kept.content, dict) else {}
    return replace(
        piece,
        reflection=str(content.get("reflection", "")),
        shared=content.get("share") is True,
    )


@lru_cache
def tasks() -> Mapping[str, str]:
    """What an exercise asked for, in one sentence; by exercise."""
    path = Path(__file__).parent / "tasks.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _outcome(module: str) -> str:
    try:
        return str(plan(module)["outcomes"][0])
    except (LookupError, TypeError):
        return ""


def _natural(id: str) -> tuple[Any, ...]:
    return tuple(int(part) if part.isdigit() else 10**6 for part in re.findall(r"\d+|\D+", id)), id
