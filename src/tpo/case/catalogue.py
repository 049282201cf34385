"""Linnet's 16 services and the two outside providers (``datasets/catalogue.yaml``).

The figures are those of the service table in the curriculum, §5. The hard chain of a booking
multiplies to 99.10 % availability (D).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tpo.case.facts import Facts
from tpo.case.files import data_root, read_yaml
from tpo.case.records import damaged, keyed, record

FILE = "catalogue.yaml"

Kind = Literal["sync", "event", "db", "external"]
Strength = Literal["hard", "soft"]


@dataclass(frozen=True)
class Call:
    """One arrow: this service asks, tells or reads another one.

    ``kind``: ``sync`` waits for the answer · ``event`` follows the data, nobody waits ·
    ``db`` reads the other's tables directly · ``external`` waits for another company.
    ``strength``: ``hard`` fails when the other fails · ``soft`` goes on without it.
    """

    to: str
    kind: Kind
    strength: Strength
    purpose: str


@dataclass(frozen=True)
class Service:
    """One service.

    ``p50_ms``, ``p99_ms``: milliseconds that a caller waits, over calls that were answered;
    with ``ms_measures`` ``whole`` they include everything the service waits for, with ``own``
    only its own part. ``availability_percent``: share of good minutes in 30 days. ``None``
    where there is no such promise (batch work, a phone, not built yet).
    """

    name: str
    owner: str
    sentence: str
    status: Literal["live", "to build"]
    p50_ms: float | None
    p99_ms: float | None
    ms_measures: Literal["whole", "own"] | None
    availability_percent: float | None
    calls: tuple[Call, ...]
    facts: Facts


@dataclass(frozen=True)
class Provider:
    """Another company that Linnet calls: outside our control, inside our promise."""

    name: str
    sentence: str
    facts: Facts


@dataclass(frozen=True)
class _File:
    services: tuple[Service, ...]
    providers: tuple[Provider, ...]


def services(root: Path | str | None = None) -> Mapping[str, Service]:
    """Return the services by name, in the curriculum's order."""
    return _catalogue(data_root(root))[0]


def providers(root: Path | str | None = None) -> Mapping[str, Provider]:
    """Return the outside providers by name."""
    return _catalogue(data_root(root))[1]


@lru_cache
def _catalogue(root: Path) -> tuple[Mapping[str, Service], Mapping[str, Provider]]:
    file = record(_File, read_yaml(root, FILE), FILE)
    by_name = keyed(file.services, lambda row: row.name, FILE)
    outside = keyed(file.providers, lambda row: row.name, FILE)
    for service in file.services:
        for call in service.calls:
            if (call.to in outside) != (call.kind == "external") or (
                call.to not in by_name and call.to not in outside
            ):
                raise damaged(
                    FILE,
                    f"'{service.name}' calls '{call.to}' as '{call.kind}': the target must be a "
                    "service, or a provider with kind 'external'",
                )
    return by_name, outside
