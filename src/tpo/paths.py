"""Where the parts of a checkout lie."""

from __future__ import annotations

from pathlib import Path


def checkout() -> Path:
    """The folder that holds authoring/, course/, datasets/ and the rest."""
    return Path(__file__).resolve().parents[2]


def answers(exercise: str) -> Path:
    """The answers bank of an exercise: ``tests/answers/M06/6.3``."""
    module = f"M{exercise.partition('.')[0].zfill(2)}"
    return checkout() / "tests" / "answers" / module / exercise
