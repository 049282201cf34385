"""Six ways to make a booking succeed more often (``datasets/repairs.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tpo.case.catalogue import services
from tpo.case.files import data_root, read_json
from tpo.case.records import damaged, keyed, record

FILE = "repairs.json"


@dataclass(frozen=True)
class Repair:
    """One repair of one part.

    ``effect``: ``soft`` makes the part dispensable · ``spare`` puts an equal one beside it ·
    ``better`` raises its availability to ``to_percent`` · ``none`` changes nothing, because
    servers of the same kind fail together with what they all depend on.
    """

    name: str
    sentence: str
    part: str
    effect: Literal["soft", "spare", "better", "none"]
    to_percent: float | None
    person_weeks: float
    eur_month: float


@dataclass(frozen=True)
class _File:
    repairs: tuple[Repair, ...]


def repairs(root: Path | str | None = None) -> Mapping[str, Repair]:
    """Return the repairs by name."""
    return _repairs(data_root(root))


@lru_cache
def _repairs(root: Path) -> Mapping[str, Repair]:
    file = record(_File, read_json(root, FILE), FILE)
    for repair in file.repairs:
        if repair.part not in services(root):
            raise damaged(FILE, f"'{repair.name}' mends '{repair.part}', which is no service")
        if (repair.effect == "better") != (repair.to_percent is not None):
            raise damaged(FILE, f"'{repair.name}' needs 'to_percent' only with effect 'better'")
    return keyed(file.repairs, lambda repair: repair.name, FILE)
