"""Ways to build Second Perch and what they are judged by (``datasets/options.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tpo.case.files import data_root, read_yaml
from tpo.case.records import damaged, keyed, record

FILE = "options.yaml"


@dataclass(frozen=True)
class Option:
    """One option; ``design`` names the design that can be run (None: there is nothing to run)."""

    name: str
    title: str
    design: str | None
    sentence: str


@dataclass(frozen=True)
class Yardstick:
    """One thing options can be judged by.

    ``evidence``: the id of its source. ``source`` ``run``: options with a design are measured by
    running it. ``worst`` and ``best``: the values that earn 0 and 10 points.
    """

    name: str
    title: str
    evidence: str
    source: Literal["run", "estimate"]
    unit: str
    worst: float
    best: float
    sentence: str


@dataclass(frozen=True)
class Rumour:
    """Something offered as evidence that is none."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Estimate:
    """A value with the range that people thought possible, in the unit of the criterion."""

    option: str
    criterion: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Wish:
    """What the sponsor would pay for a criterion (``weight``), and the ``most`` she allows."""

    criterion: str
    weight: float
    most: float | None


@dataclass(frozen=True)
class Choosing:
    """The whole file."""

    options: Mapping[str, Option]
    criteria: Mapping[str, Yardstick]
    rumours: Mapping[str, Rumour]
    estimates: Mapping[tuple[str, str], Estimate]
    brief: Mapping[str, Wish]


@dataclass(frozen=True)
class _File:
    options: tuple[Option, ...]
    criteria: tuple[Yardstick, ...]
    not_evidence: tuple[Rumour, ...]
    estimates: tuple[Estimate, ...]
    brief: tuple[Wish, ...]


def choosing(root: Path | str | None = None) -> Choosing:
    """Return options, criteria, estimates and the sponsor's brief."""
    return _choosing(data_root(root))


@lru_cache
def _choosing(root: Path) -> Choosing:
    file = record(_File, read_yaml(root, FILE), FILE)
    options = keyed(file.options, lambda row: row.name, FILE)
    criteria = keyed(file.criteria, lambda row: row.name, FILE)
    found = {}
    for row in file.estimates:
        if row.option not in options or row.criterion not in criteria:
            raise damaged(FILE, f"there is no '{row.criterion}' of '{row.option}'")
        if not row.low <= row.value <= row.high:
            raise damaged(FILE, f"'{row.criterion}' of '{row.option}' lies outside its own range")
        found[row.option, row.criterion] = row
    for option in file.options:
        for one in file.criteria:
            run = one.source == "run" and option.design is not None
            if run == ((option.name, one.name) in found):
                raise damaged(FILE, f"'{one.name}' of '{option.name}' needs a run or an estimate")
    for wish in file.brief:
        if wish.criterion not in criteria:
            raise damaged(FILE, f"the brief names '{wish.criterion}', which is no criterion")
    return Choosing(
        options,
        criteria,
        keyed(file.not_evidence, lambda row: row.name, FILE),
        found,
        keyed(file.brief, lambda row: row.criterion, FILE),
    )
