"""Linnet's debt register (``datasets/debt.yaml``). Person-weeks and euros."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.catalogue import services
from tpo.case.facts import Facts
from tpo.case.files import data_root, read_yaml
from tpo.case.records import damaged, keyed, record

FILE = "debt.yaml"


@dataclass(frozen=True)
class DebtEntry:
    """One debt: see `tpo.engines.debt.Debt` for what the figures mean. ``asks``: who wants it paid."""

    name: str
    title: str
    service: str
    principal: float
    interest: float
    growth: float
    incident_chance: float
    incident_eur: float
    life_months: int | None
    core_cost: float
    core_cure: float
    asks: str
    sentence: str


@dataclass(frozen=True)
class DebtRegister:
    """The debts by name, and the figures they are weighed with."""

    debts: Mapping[str, DebtEntry]
    facts: Facts


@dataclass(frozen=True)
class _File:
    debts: tuple[DebtEntry, ...]
    facts: Facts


def debt_register(root: Path | str | None = None) -> DebtRegister:
    """Return the register."""
    return _register(data_root(root))


@lru_cache
def _register(root: Path) -> DebtRegister:
    file = record(_File, read_yaml(root, FILE), FILE)
    for debt in file.debts:
        if debt.service not in services(root):
            raise damaged(FILE, f"'{debt.name}' is a debt of '{debt.service}', which is no service")
    return DebtRegister(keyed(file.debts, lambda debt: debt.name, FILE), file.facts)
