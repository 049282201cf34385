"""A module's folder in ``authoring/``: what it holds and where its products go."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tpo.exercises import MODULES
from tpo.exercises import module as exercises_of

# A planning figure: 40 points are two hours, with feedback and second tries.
MINUTES_A_POINT = 3
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class Module:
    """One folder of ``authoring/``, such as ``M06_under_load``."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name, which is also nbgrader's assignment id."""
        return self.folder.name

    @property
    def id(self) -> str:
        """The short name in front of the underscore: ``M06``."""
        return self.name.partition("_")[0]

    @cached_property
    def plan(self) -> Mapping[str, Any]:
        """module.yaml: title, minutes, requirement ids, outcomes, session."""
        return dict(yaml.safe_load((self.folder / "module.yaml").read_text(encoding="utf-8")))

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """The numbers the text quotes: the module's sizes, and what facts.py computes."""
        path = self.folder / "facts.py"
        own = runpy.run_path(str(path))["facts"]() if path.exists() else {}
        if twice := self.sizes.keys() & own.keys():
            raise ValueError(f"{path}: {', '.join(sorted(twice))} is computed for every module.")
        return {k: str(v) for k, v in {**self.sizes, **own}.items()}

    @cached_property
    def sizes(self) -> dict[str, Any]:
        """Minutes of the lesson, and how many exercises there are, with points and time.

        Empty for a page without exercises.
        """
        name = self.id.lower()
        found = exercises_of(name).values() if name in MODULES else ()
        if not found:
            return {}
        points = sum(exercise.points for exercise in found)
        hours = round(points * MINUTES_A_POINT / 30) / 2
        return {
            "lesson.minutes": self.plan["minutes"],
            "exercises.count": NUMBERS[len(found)],
            "exercises.points": f"{points:g}",
            "exercises.time": f"about {hours:g} hours",
        }

    def text(self, file: str) -> str | None:
        """The py:percent text of lesson.py or exercises.py, if the module has it."""
        path = self.folder / file
        return path.read_text(encoding="utf-8") if path.exists() else None


def table(root: Path) -> str:
    """Every module with a lesson as rows of a Markdown table, for the start page."""
    rows = [
        f"| {m.id} | {m.plan['title']} | {m.plan['minutes']} min | [lesson]({m.name}/lesson.ipynb) "
        f"| [exercises](../exercises/{m.name}/exercises.ipynb) |"
        for m in modules(root)
        if "file" not in m.plan
    ]
    return "\n".join(rows)


def overview(root: Path) -> str:
    """Every module with its answer in one line, as a Markdown table for the README."""
    rows = ["| Module | In one line | Lesson | Exercises |", "|---|---|---|---|"]
    for m in modules(root):
        if "file" not in m.plan:
            name, line, minutes = m.plan["title"], m.plan["one_line"], m.plan["minutes"]
            rows.append(f"| {m.id} {name} | {line} | {minutes} min | {m.sizes['exercises.time']} |")
    return "\n".join(rows)


def modules(root: Path) -> list[Module]:
    """Every module of the course, in order."""
    return [Module(p.parent) for p in sorted((root / "authoring").glob("*/module.yaml"))]
