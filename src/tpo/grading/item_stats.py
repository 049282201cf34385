"""``tpo item-stats``: how each exercise of an assignment did its work with this class.

Everything comes from graded submissions: points from the gradebook, misconceptions from the
autograded notebooks, first tries from `tpo.grading.attempts`. Difficulty is the mean share of the
points earned (1: everybody earned all) and discrimination the corrected item-total correlation:
Pearson's r between an exercise's points and the points of all other exercises (R. L. Ebel and D. A.
Frisbie, "Essentials of Educational Measurement", 5th ed., 1991, chapter 13). Below 0.2 an exercise
tells strong and weak learners hardly apart, and below 0 it is worth asking why.
"""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tpo.grading.attempts import Attempt, first
from tpo.labs.svg import BLUE, GREY, INK, WIDTH, picture, strip, words

FEW = 20
"""With fewer learners than this, a correlation says little."""
WEAK = 0.2


@dataclass(frozen=True)
class Result:
    """One learner's graded exercise."""

    student: str
    exercise: str
    points: float
    of: float
    misconception: str = ""


@dataclass(frozen=True)
class Item:
    """One exercise's statistics; None where there is too little to say."""

    exercise: str
    learners: int
    of: float
    difficulty: float
    discrimination: float | None
    first_try: float | None
    misconceptions: tuple[tuple[str, int], ...]  # id, learners; most frequent first


def items(results: Sequence[Result], attempts: Sequence[Attempt] = ()) -> list[Item]:
    """The statistics of each exercise, in the order of the exercises."""
    total: dict[str, float] = {}
    for result in results:
        total[result.student] = total.get(result.student, 0.0) + result.points
    begun = first(list(attempts))
    by_exercise: dict[str, list[Result]] = {}
    for result in results:
        by_exercise.setdefault(result.exercise, []).append(result)
    return [_item(id, by_exercise[id], total, begun) for id in sorted(by_exercise, key=_order)]


def _item(
    id: str, results: Sequence[Result], total: Mapping[str, float], begun: Mapping[str, Attempt]
) -> Item:
    own = [result.points for result in results]
    rest = [total[result.student] - result.points for result in results]
    tries = [begun[r.student].scores[id] for r in results if id in _scores(begun, r.student)]
    found = Counter(result.misconception for result in results if result.misconception)
    return Item(
        id,
        len(results),
        results[0].of,
        statistics.fmean(result.points / result.of for result in results),
        _correlation(own, rest),
        statistics.fmean(points >= results[0].of for points in tries) if tries else None,
        tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _scores(begun: Mapping[str, Attempt], student: str) -> Mapping[str, float]:
    return begun[student].scores if student in begun else {}


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    if len(one) < 3 or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return statistics.correlation(one, other)


def _order(id: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in id.split(".")]


# ---- three ways to see them ------------------------------------------------------------------------


HEADER = (
    "exercise",
    "learners",
    "points",
    "difficulty",
    "discrimination",
    "first_try",
    "misconceptions",
)


def table(found: Sequence[Item]) -> list[str]:
    """A table in plain text."""
    lines = ["exercise  learners  points  difficulty  discrimination  right at once  most frequent"]
    for item in found:
        common = ", ".join(f"{id} ({count})" for id, count in item.misconceptions[:3])
        lines.append(
            f"{item.exercise:8s} {item.learners:9d} {item.of:7g} {item.difficulty:11.2f} "
            f"{_figure(item.discrimination):>15s} {_share(item.first_try):>14s}  {common}".rstrip()
        )
    return lines


def sentences(found: Sequence[Item]) -> list[str]:
    """What the picture shows, in words."""
    if not found:
        return ["No exercise is graded yet."]
    hardest = min(found, key=lambda item: item.difficulty)
    easiest = max(found, key=lambda item: item.difficulty)
    said = [
        f"{hardest.exercise} was the hardest: learners earned {_share(hardest.difficulty)} of its "
        f"points. {easiest.exercise} was the easiest: {_share(easiest.difficulty)}."
    ]
    for item in found:
        if item.discrimination is not None and item.discrimination < WEAK:
            said.append(
                f"{item.exercise} hardly tells strong and weak learners apart "
                f"(discrimination {_figure(item.discrimination)})."
            )
    if common := [item for item in found if item.misconceptions]:
        item = max(common, key=lambda item: item.misconceptions[0][1])
        id, count = item.misconceptions[0]
        times = "once" if count == 1 else f"{count} times"
        said.append(f"The most frequent misconception is {id}, seen {times}.")
    if (learners := max(item.learners for item in found)) < FEW:
        people = "1 learner" if learners == 1 else f"{learners} learners"
        said.append(f"With {people}, all of this is a hint, not a finding.")
    return said


def write_csv(found: Sequence[Item], path: Path) -> None:
    """One row an exercise; misconceptions as ``6.3a:4 6.3b:1``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for item in found:
            figures = (item.difficulty, item.discrimination, item.first_try)
            cells = ["" if figure is None else f"{figure:.4f}" for figure in figures]
            common = " ".join(f"{id}:{count}" for id, count in item.misconceptions)
            out.writerow([item.exercise, item.learners, f"{item.of:g}", *cells, common])


def drawing(found: Sequence[Item], title: str) -> str:
    """An SVG picture: a bar for the share of points, words for the rest, a description inside."""
    left, full, row = 70, 300, 44
    parts = [words(20, 30, title, bold=True)]
    parts.append(words(left, 56, "share of points earned"))
    parts.append(words(left + full + 30, 56, "discrimination"))
    y = 76
    for item in found:
        parts.append(words(20, y + 14, item.exercise, bold=True))
        parts.append(strip(left, y, full, GREY, hollow=True))
        parts.append(strip(left, y, full * item.difficulty, BLUE))
        parts.append(words(left + 6, y + 30, f"{_share(item.difficulty)}{_most(item)}"))
        parts.append(words(left + full + 30, y + 14, _figure(item.discrimination)))
        y += row
    text = f"<title>{escape(title)}</title><desc>{escape(' '.join(sentences(found)))}</desc>"
    svg = picture(y + 10, *parts)
    head, _, body = svg.partition(">")
    return f'{head} role="img" color="{INK}" width="{WIDTH}">{text}{body}'


def _most(item: Item) -> str:
    return f", most often {item.misconceptions[0][0]}" if item.misconceptions else ""


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}".replace("%", " %")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
