"""What each submission scored when it was graded: one line a submission, kept for ever.

The gradebook knows the latest submission only. Statistics want to know how the first one did. The
file is only ever appended to, one line in one write; a line that a kill cut short is skipped, and a
submission that was graded twice counts once (its last line).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

ATTEMPTS = "attempts.jsonl"
"""The file's name; it lies beside the folder of submissions."""


@dataclass(frozen=True)
class Attempt:
    """A graded submission: when it was handed in (ISO 8601, or ""), points by exercise."""

    assignment: str
    student: str
    submitted: str
    scores: Mapping[str, float]


def append(path: Path, attempt: Attempt) -> None:
    """Add a line."""
    line = f"\n{json.dumps(asdict(attempt), sort_keys=True)}\n".encode()  # \n ends a torn line too
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line)
    finally:
        os.close(file)


def read(path: Path, assignment: str) -> list[Attempt]:
    """The attempts at an assignment, each once, in the order of hand-in."""
    found: dict[tuple[str, str], Attempt] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        try:
            attempt = Attempt(**json.loads(line))
        except (ValueError, TypeError):
            continue
        if attempt.assignment == assignment:
            found[attempt.student, attempt.submitted] = attempt
    return sorted(found.values(), key=lambda a: (a.submitted, a.student))


def first(attempts: list[Attempt]) -> dict[str, Attempt]:
    """Each learner's first attempt."""
    earliest: dict[str, Attempt] = {}
    for attempt in attempts:
        earliest.setdefault(attempt.student, attempt)
    return earliest
