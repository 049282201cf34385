"""Money, rates and sizes of Linnet Parcels (``datasets/company.yaml``)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.facts import Facts
from tpo.case.files import data_root, read_yaml
from tpo.case.records import record

FILE = "company.yaml"


@dataclass(frozen=True)
class _File:
    facts: Facts


def company(root: Path | str | None = None) -> Facts:
    """Return the company's figures: ``company()["contact_eur"]`` is 2.4 (EUR per contact)."""
    return _company(data_root(root))


@lru_cache
def _company(root: Path) -> Facts:
    return record(_File, read_yaml(root, FILE), FILE).facts
