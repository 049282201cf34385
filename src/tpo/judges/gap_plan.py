"""Hold a learning plan against measured levels: right gaps, checkable, feasible, done by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case
from tpo.engines.gaps import LEVELS, gaps, largest, ordered

MOST_GOALS = 3
MOST_HOURS = 4.0  # a week
MOST_WEEKS = 14  # the course
PRACTICES = ("read", "watch", "do", "shadow", "teach")
INPUT = ("read", "watch")
EXERCISE = re.compile(r"\b(1[0-4]|[1-9])\.([1-5])\b")
OWN = re.compile(r"^\s*own\s*:\s*(.+)", re.I)

# Measured levels of the two persons of the module, in the order of the competencies. Nadia guides
# people and has never looked into a system; Leo builds systems and rarely asks a stakeholder.
PERSONS = {
    "nadia": (3, 3, 2, 1, 1, 1, 2, 1, 2, 3, 2, 1, 3, 2),
    "leo": (1, 1, 2, 4, 3, 3, 3, 3, 2, 1, 2, 2, 1, 2),
}
# What the two said of themselves before the tasks.
SAID = {
    "nadia": (3, 3, 3, 2, 1, 1, 2, 1, 2, 3, 3, 3, 4, 2),
    "leo": (2, 3, 3, 4, 3, 4, 3, 3, 3, 2, 2, 2, 2, 2),
}


class BadLevels(ValueError):
    """A line that is neither a person nor fourteen levels; the message is one sentence."""


def read_levels(text: str) -> dict[str, int]:
    """The levels behind "nadia", "leo" or fourteen digits such as "2-1-3-…"."""
    ids = list(case.competencies())
    word = text.strip().lower()
    if word in PERSONS:
        return dict(zip(ids, PERSONS[word], strict=True))
    digits = re.findall(r"\d", word)
    clean = re.fullmatch(r"[\d\s,.;:-]*", word)
    if not clean or len(digits) != len(ids) or not all(1 <= int(d) <= len(LEVELS) for d in digits):
        raise BadLevels(
            f"`levels` is nadia, leo, or the {len(ids)} digits from 1 to {len(LEVELS)} that your "
            "gap map shows."
        )
    return dict(zip(ids, map(int, digits), strict=True))


def hold(
    levels: Mapping[str, int], goals: Sequence[Mapping[str, Any]], slack: int = 0
) -> dict[str, Any]:
    """What the plan is worth. ``slack`` are weeks by which the course is longer for this learner."""
    table = case.competencies()
    top, missing = largest(levels), gaps(levels)
    halves = {table[id].half for id in top}
    goal_halves = {table[g["competency"]].half for g in goals}
    checkable = [g["competency"] for g in goals if _checkable(g, table)]
    return {
        "goals": len(goals),
        "top": [id for id in ordered(levels) if id in top],
        "outside": [g["competency"] for g in goals if g["competency"] not in top],
        "in_top": sum(g["competency"] in top for g in goals) / len(goals),
        "levels": dict(levels),
        "gaps": missing,
        "from_ok": sum(levels[g["competency"]] == g["from"] < g["to"] for g in goals) / len(goals),
        "wrong_from": [g for g in goals if not levels[g["competency"]] == g["from"] < g["to"]],
        "checkable": len(checkable) / len(goals),
        "vague": [g for g in goals if g["competency"] not in checkable],
        "hours": sum(g["hours"] for g in goals),
        "endless": [g["competency"] for g in goals if g["until"] is None],
        "late": [
            g["competency"]
            for g in goals
            if g["until"] is not None and g["until"] > MOST_WEEKS + slack
        ],
        "input_only": all(g["practice"] in INPUT for g in goals),
        "one_half": len(halves) == 2 and len(goals) > 1 and len(goal_halves) == 1,
        "half": next(iter(goal_halves)),
    }


def _checkable(goal: Mapping[str, Any], table: Mapping[str, case.Competency]) -> bool:
    """Names an exercise of the competency's module, or an own artefact in three words or more."""
    own = OWN.match(goal["evidence"])
    if own:
        return len(own[1].split()) >= 3
    module = int(table[goal["competency"]].module[1:])
    return any(int(hit[1]) == module for hit in EXERCISE.finditer(goal["evidence"]))
