"""The course's exercises, one module each, found by id."""

from __future__ import annotations

import difflib
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from tpo.exercises.contract import Exercise

MODULES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("m[0-9][0-9].py")))


class UnknownExercise(KeyError):
    """No exercise has that id; the message is one sentence."""

    def __str__(self) -> str:
        return str(self.args[0])


@lru_cache
def module(name: str) -> dict[str, Exercise]:
    """The exercises of one module (``"m06"``) by id, in the order they are taught."""
    found: tuple[Exercise, ...] = import_module(f"tpo.exercises.{name}").EXERCISES
    return {exercise.id: exercise for exercise in found}


def find(id: str) -> Exercise:
    """The exercise with this id, such as "6.3"; raise UnknownExercise with one sentence."""
    name = f"m{str(id).partition('.')[0].zfill(2)}"
    exercises = module(name) if name in MODULES else {}
    if id in exercises:
        return exercises[id]
    known = [known for name in MODULES for known in module(name)]
    near = difflib.get_close_matches(str(id), known, 1, 0.4)
    hint = f'; did you mean "{near[0]}"?' if near else "."
    raise UnknownExercise(f"There is no exercise {id!r}{hint}")
