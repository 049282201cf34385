"""Fourteen capabilities and forty past change requests (``datasets/change_requests.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.files import data_root, read_json
from tpo.case.records import damaged, keyed, record

FILE = "change_requests.json"


@dataclass(frozen=True)
class Capability:
    """Something Linnet's software can do. ``team``, ``layer`` and ``noun`` are three ways to sort it."""

    name: str
    sentence: str
    team: str
    layer: str
    noun: str


@dataclass(frozen=True)
class ChangeRequest:
    """A change that was made, and the capabilities it touched."""

    id: str
    title: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    capabilities: tuple[Capability, ...]
    change_requests: tuple[ChangeRequest, ...]


def capabilities(root: Path | str | None = None) -> Mapping[str, Capability]:
    """Return the capabilities by name."""
    return _changes(data_root(root))[0]


def change_requests(root: Path | str | None = None) -> Mapping[str, ChangeRequest]:
    """Return the change requests by id, oldest first."""
    return _changes(data_root(root))[1]


@lru_cache
def _changes(root: Path) -> tuple[Mapping[str, Capability], Mapping[str, ChangeRequest]]:
    file = record(_File, read_json(root, FILE), FILE)
    known = keyed(file.capabilities, lambda row: row.name, FILE)
    for change in file.change_requests:
        for name in change.capabilities:
            if name not in known:
                raise damaged(FILE, f"'{change.id}' touches '{name}', which is not a capability")
    return known, keyed(file.change_requests, lambda row: row.id, FILE)
