"""Incidents as data (``datasets/incidents/*.yaml``): clock, figures, layers of callers, bill."""

import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from tpo.case.company import company
from tpo.case.facts import Fact, Facts
from tpo.case.files import CaseFileError, data_root, read_yaml
from tpo.case.records import damaged, keyed, record

FOLDER = "incidents"


@dataclass(frozen=True)
class ClockEntry:
    """One line of the clock; ``at`` is local time in Harbour."""

    mark: str
    at: datetime
    event: str


@dataclass(frozen=True)
class Layer:
    """One caller in the chain: whom it calls, how often it tries, how long it waits (s)."""

    name: str
    calls: str
    tries: int
    timeout_s: float


@dataclass(frozen=True)
class CostLine:
    """One line of the bill: the product of its factors."""

    name: str
    meaning: str
    factors: tuple[Fact, ...]

    @property
    def eur(self) -> float:
        """The amount in EUR, unrounded."""
        return math.prod(factor.value for factor in self.factors)


@dataclass(frozen=True)
class Incident:
    """One incident. Whatever follows from its figures is computed, never typed."""

    id: str
    title: str
    summary: str
    provider: str
    clock: tuple[ClockEntry, ...]
    layers: tuple[Layer, ...]
    facts: Facts
    cost_lines: tuple[CostLine, ...]

    def minutes(self, start: str, end: str) -> float:
        """Return the minutes between two marks of the clock."""
        at = {entry.mark: entry.at for entry in self.clock}
        return (at[end] - at[start]).total_seconds() / 60

    def tries_product(self) -> int:
        """Return how many calls one booking can become when every layer uses all its tries."""
        return math.prod(layer.tries for layer in self.layers)

    def failed_share(self) -> float:
        """Return failed requests over all requests (0 to 1)."""
        return self.facts["failed_requests"] / self.facts["requests"]

    def budget_requests(self) -> float:
        """Return the error budget: how many requests may fail in one objective window."""
        objective = self.facts["objective_percent"]
        return self.facts["objective_window_requests"] * (100 - objective) / 100

    def budget_spent(self) -> float:
        """Return the share of the error budget that the incident used (1 is all of it)."""
        return self.facts["failed_requests"] / self.budget_requests()

    def cost(self) -> dict[str, float]:
        """Return the bill in EUR, unrounded: one entry for each line in order, then ``total``.

        For INC-0417 the lines are 58.2, 71.6, 12.2, 35.8 and 36.5 thousand, together 214
        (curriculum §5 (D)).
        """
        lines = {line.name: line.eur for line in self.cost_lines}
        return {**lines, "total": math.fsum(lines.values())}


@dataclass(frozen=True)
class _CostRow:
    name: str
    meaning: str
    factors: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    """The file is an ``Incident`` whose cost lines only name their factors."""

    id: str
    title: str
    summary: str
    provider: str
    clock: tuple[ClockEntry, ...]
    layers: tuple[Layer, ...]
    facts: Facts
    cost_lines: tuple[_CostRow, ...]


def incident(incident_id: str, root: Path | str | None = None) -> Incident:
    """Return one incident, for example ``incident("INC-0417")``."""
    return _incident(data_root(root), incident_id)


@lru_cache
def _incident(root: Path, incident_id: str) -> Incident:
    known = sorted(path.stem for path in (root / FOLDER).glob("*.yaml"))
    if incident_id not in known:
        raise CaseFileError(
            f"datasets/{FOLDER}/{incident_id}.yaml is missing: restore it, or ask for one of "
            f"these incidents: {', '.join(known) or '(none)'}."
        )
    name = f"{FOLDER}/{incident_id}.yaml"
    file = record(_File, read_yaml(root, name), name)
    if file.id != incident_id:
        raise damaged(name, f"its 'id' is '{file.id}'")
    keyed(file.clock, lambda entry: entry.mark, name)
    keyed(file.cost_lines, lambda line: line.name, name)
    return Incident(
        id=file.id,
        title=file.title,
        summary=file.summary,
        provider=file.provider,
        clock=file.clock,
        layers=file.layers,
        facts=file.facts,
        cost_lines=tuple(
            CostLine(row.name, row.meaning, _factors(row, file.facts, company(root), name))
            for row in file.cost_lines
        ),
    )


def _factors(row: _CostRow, own: Facts, shared: Facts, file: str) -> tuple[Fact, ...]:
    """Find the figures that a cost line names: the incident's own first, then the company's."""
    for factor in row.factors:
        if factor not in own and factor not in shared:
            raise damaged(
                file,
                f"cost line '{row.name}' names the figure '{factor}', which neither this file "
                "nor company.yaml has",
            )
    return tuple((own if factor in own else shared).about(factor) for factor in row.factors)
