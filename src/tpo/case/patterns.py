"""Architecture patterns and the situations they are tried in (``datasets/patterns.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from tpo.case.files import data_root, read_yaml
from tpo.case.records import damaged, keyed, record

FILE = "patterns.yaml"

Bar = Literal["wait", "failed", "old", "bill", "change"]


@dataclass(frozen=True)
class Pattern:
    """One pattern, or something offered in its place (``kind``).

    In the situation ``home`` the bar ``better`` gets better and ``worse`` gets worse; None where
    no bar moves noticeably. ``weeks``: person-weeks to build.
    """

    name: str
    title: str
    kind: Literal["pattern", "plain", "offered"]
    weeks: float
    home: str
    better: Bar | None
    worse: Bar | None
    sentence: str
    buys: str
    costs: str
    none_wins: str


@dataclass(frozen=True)
class Situation:
    """One situation. ``place``: what differs from an ordinary service; ``limits``: {bar or "weeks": most}."""

    name: str
    title: str
    graded: bool
    text: str
    place: Mapping[str, Any]
    limits: Mapping[str, float]


@dataclass(frozen=True)
class _Patterns:
    patterns: tuple[Pattern, ...]


def patterns(root: Path | str | None = None) -> Mapping[str, Pattern]:
    """Return the patterns and what is offered in their place, by name."""
    return _read(data_root(root))[0]


def situations(root: Path | str | None = None) -> Mapping[str, Situation]:
    """Return the situations by name."""
    return _read(data_root(root))[1]


@lru_cache
def _read(root: Path) -> tuple[Mapping[str, Pattern], Mapping[str, Situation]]:
    data = read_yaml(root, FILE)
    if not isinstance(data, dict) or not isinstance(data.get("situations"), list):
        raise damaged(FILE, "it must hold the lists 'patterns' and 'situations'")
    known = keyed(
        record(_Patterns, {"patterns": data.get("patterns")}, FILE).patterns,
        lambda row: row.name,
        FILE,
    )
    rows = [_situation(row) for row in data["situations"]]
    found = keyed(rows, lambda row: row.name, FILE)
    for pattern in known.values():
        if pattern.home not in found:
            raise damaged(
                FILE, f"'{pattern.name}' is at home in '{pattern.home}', which is missing"
            )
    return known, found


def _situation(row: Any) -> Situation:
    fields = {"name", "title", "graded", "text", "place", "limits"}
    if not isinstance(row, dict) or set(row) != fields:
        raise damaged(FILE, f"each situation needs exactly {', '.join(sorted(fields))}")
    for part in ("place", "limits"):
        if not isinstance(row[part], dict):
            raise damaged(FILE, f"'{part}' of '{row['name']}' must be a block of 'name: value'")
    return Situation(
        **{
            **row,
            "place": MappingProxyType(row["place"]),
            "limits": MappingProxyType({k: float(v) for k, v in row["limits"].items()}),
        }
    )
