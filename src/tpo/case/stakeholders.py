"""What a bargain is worth to whom (``datasets/stakeholders.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tpo.case.files import data_root, read_json
from tpo.case.records import damaged

FILE = "stakeholders.json"


@dataclass(frozen=True)
class Stakeholder:
    """One person at the table.

    ``utilities``: {issue: {option: points from 0 to 10}}; issues left out are worth nothing to them.
    Below ``walk_away`` points they leave (None: they don't bargain). ``never``: options that end the
    talk whatever else is offered.
    """

    id: str
    name: str
    utilities: Mapping[str, Mapping[str, int]]
    walk_away: int | None
    never: Mapping[str, tuple[str, ...]]

    def worth(self, package: Mapping[str, str]) -> int:
        """Points of a package {issue: option} for this person."""
        return sum(
            self.utilities.get(issue, {}).get(option, 0) for issue, option in package.items()
        )

    def refuses(self, package: Mapping[str, str]) -> bool:
        """Does the package cross a red line?"""
        return any(package.get(issue) in options for issue, options in self.never.items())


def stakeholders(root: Path | str | None = None) -> Mapping[str, Stakeholder]:
    """Return the fourteen people by id."""
    return _stakeholders(data_root(root))


@lru_cache
def _stakeholders(root: Path) -> Mapping[str, Stakeholder]:
    data = read_json(root, FILE)
    rows = data.get("stakeholders") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise damaged(FILE, "it must hold a list under 'stakeholders'")
    return MappingProxyType({row.id: row for row in map(_stakeholder, rows)})


def _stakeholder(row: Any) -> Stakeholder:
    try:
        return Stakeholder(
            row["id"],
            row["name"],
            {issue: dict(points) for issue, points in row["utilities"].items()},
            row["walk_away"],
            {issue: tuple(options) for issue, options in row["never"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise damaged(FILE, f"a person lacks utilities, walk_away or never: {str(row)[:40]}")
