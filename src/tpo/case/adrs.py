"""Linnet's decision records (``datasets/adr/``): Markdown files and what is wrong with two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tpo.case.files import data_root, read_text, read_yaml
from tpo.case.records import keyed, record

FOLDER = "adr"
FILE = f"{FOLDER}/index.yaml"


@dataclass(frozen=True)
class Adr:
    """One record. ``flaws`` are what a later reader will miss; ``because`` says why."""

    number: int
    file: str
    title: str
    status: Literal["proposed", "accepted", "rejected", "deprecated", "superseded"]
    flaws: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class _File:
    records: tuple[Adr, ...]


def adrs(root: Path | str | None = None) -> Mapping[str, Adr]:
    """Return the records by file name, oldest first."""
    return _adrs(data_root(root))


def adr_text(file: str, root: Path | str | None = None) -> str:
    """Return the Markdown of one record."""
    return read_text(data_root(root), f"{FOLDER}/{adrs(root)[file].file}")


@lru_cache
def _adrs(root: Path) -> Mapping[str, Adr]:
    file = record(_File, read_yaml(root, FILE), FILE)
    return keyed(file.records, lambda row: row.file, FILE)
