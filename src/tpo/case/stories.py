"""Past stories of team Delivery Choice (``datasets/past_stories.csv``)."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from tpo.case.files import CaseFileError, data_root, read_text

FILE = "past_stories.csv"
RESTORE = "make it again with 'python datasets/generate.py'"
CHECKS = (
    "examples",
    "no_open_question",
    "small_enough",
    "user_named",
    "neighbours_agreed",
    "test_data",
    "design_final",
    "estimate_hours",
    "three_signatures",
)


@dataclass(frozen=True)
class PastStory:
    """One story: which checks it met when it was started, and the days it cost later."""

    story_id: str
    checks: tuple[tuple[str, bool], ...]  # in the order of CHECKS
    rework_days: float  # days spent on putting right what was built
    waited_days: float  # days from "asked for" to "started"


def past_stories(root: Path | str | None = None) -> tuple[PastStory, ...]:
    """Return the 60 stories in the order they were started."""
    return _stories(data_root(root))


@lru_cache
def _stories(root: Path) -> tuple[PastStory, ...]:
    rows = list(csv.DictReader(StringIO(read_text(root, FILE, RESTORE))))
    if not rows:
        raise CaseFileError(f"datasets/{FILE} is empty: {RESTORE}.")
    return tuple(_story(number, row) for number, row in enumerate(rows, 2))


def _story(line: int, row: dict[str, str]) -> PastStory:
    try:
        return PastStory(
            row["story_id"],
            tuple((check, {"true": True, "false": False}[row[check]]) for check in CHECKS),
            float(row["rework_days"]),
            float(row["waited_days"]),
        )
    except (KeyError, ValueError, TypeError):
        raise CaseFileError(f"datasets/{FILE} line {line} is not a story: {RESTORE}.") from None
