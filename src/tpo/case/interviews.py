"""Talks with recipients (``datasets/interviews.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.files import data_root, read_yaml
from tpo.case.records import keyed, record

FILE = "interviews.yaml"


@dataclass(frozen=True)
class Statement:
    """What was asked, and what was said. Its id is the interview's with its number: R01-2."""

    ask: str
    said: str


@dataclass(frozen=True)
class Interview:
    """One talk. ``opens_app``: has opened the app in the last three months."""

    id: str
    who: str
    zone: str
    opens_app: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class _File:
    interviews: tuple[Interview, ...]


def interviews(root: Path | str | None = None) -> Mapping[str, Interview]:
    """Return the fourteen talks by id, R01 to R14."""
    return _interviews(data_root(root))


@lru_cache
def _interviews(root: Path) -> Mapping[str, Interview]:
    return keyed(record(_File, read_yaml(root, FILE), FILE).interviews, lambda row: row.id, FILE)
