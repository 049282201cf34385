"""Five delivery metrics of a deployment log, and the traps in computing them.

DORA's five: change lead time, deployment frequency, failed-deployment recovery time (throughput),
change-fail rate and rework rate (instability). A lead time runs from the commit to production.
Medians are computed from a histogram with bins at most 1.6 % wide, so that a log of any length
needs the same memory; a median is at most 0.8 % off.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tpo.engines.simulator.draws import uniforms

HOUR, DAY, WEEK = 3_600.0, 86_400.0, 604_800.0
BINS = 128  # to a doubling


class Deploy(NamedTuple):
    """One deployment. Times are seconds from the start of the log; ``recovered`` is -1 if none.

    ``trouble``: "" for none, "change" if this deployment caused it, "provider" if it began by
    chance while a provider was away. ``unplanned``: it only repaired an earlier one.
    """

    deploy_id: str
    service: str
    asked: float
    committed: float
    deployed: float
    trouble: str
    recovered: float
    unplanned: bool
    changed_lines: int


@dataclass(frozen=True)
class Reading:
    """What is read from the log and how. The defaults are DORA's."""

    lead_from: str = "committed"  # or "asked"
    middle: str = "median"  # or "mean"
    failures: str = "caused_by_change"  # or "any_trouble"


@dataclass
class Durations:
    """Seconds, with their mean and median, in memory that doesn't grow."""

    count: int = 0
    total: float = 0.0
    bins: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, seconds: float) -> None:
        """Count one duration; below a second counts as one second."""
        self.count += 1
        self.total += seconds
        fraction, power = math.frexp(max(seconds, 1.0))
        self.bins[power, int((fraction - 0.5) * BINS)] += 1

    def median(self) -> float:
        """The middle duration in seconds; nan when there is none."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> float:
        """The duration that ``share`` of all stay below; nan when there is none."""
        seen = 0
        for power, step in sorted(self.bins):
            seen += self.bins[power, step]
            if seen >= share * self.count:
                return math.ldexp(0.5 + (step + 0.5) / BINS, power)
        return math.nan

    def mean(self) -> float:
        """The average in seconds; nan when there is none."""
        return self.total / self.count if self.count else math.nan


@dataclass
class Health:
    """The counts of one service (or of all) while a log is read."""

    deploys: int = 0
    failed: int = 0
    unplanned: int = 0
    first: float = math.inf
    last: float = -math.inf
    lead: Durations = field(default_factory=Durations)
    recovery: Durations = field(default_factory=Durations)

    def add(
        self, deployed: float, lead: float, failed: bool, recovery: float | None, unplanned: bool
    ) -> None:
        """Count one deployment; times in seconds."""
        self.deploys += 1
        self.failed += failed
        self.unplanned += unplanned
        self.first, self.last = min(self.first, deployed), max(self.last, deployed)
        self.lead.add(lead)
        if failed and recovery is not None:
            self.recovery.add(recovery)

    def numbers(self, middle: str = "median", weeks: float | None = None) -> dict[str, float]:
        """The five metrics: days, deployments a week, hours, share, share."""
        pick = Durations.median if middle == "median" else Durations.mean
        span = weeks or max((self.last - self.first) / WEEK, 1.0)
        return {
            "lead_days": pick(self.lead) / DAY,
            "per_week": self.deploys / span,
            "recovery_h": pick(self.recovery) / HOUR,
            "fail_share": self.failed / self.deploys if self.deploys else math.nan,
            "rework_share": self.unplanned / self.deploys if self.deploys else math.nan,
        }


def measure(
    deploys: Iterable[Deploy], reading: Reading, weeks: float, pooled: bool = False
) -> dict[str, dict[str, float]]:
    """The five metrics of each service, or of "all" when ``pooled``."""
    services: dict[str, Health] = {}
    for deploy in deploys:
        health = services.setdefault("all" if pooled else deploy.service, Health())
        begun = deploy.committed if reading.lead_from == "committed" else deploy.asked
        failed = deploy.trouble == "change" or (
            reading.failures == "any_trouble" and deploy.trouble == "provider"
        )
        recovery = deploy.recovered - deploy.deployed if deploy.recovered >= 0 else None
        health.add(deploy.deployed, deploy.deployed - begun, failed, recovery, deploy.unplanned)
    return {name: health.numbers(reading.middle, weeks) for name, health in services.items()}


# ---- Linnet's log --------------------------------------------------------------------------------

WEEKS = 26
TRAIN = 2 * DAY + 10 * HOUR  # Roost leaves on Wednesdays at 10:00
# service: deployments in 26 weeks, usual lead time (days), change-fail share, recovery (h)
TEAMS: Mapping[str, tuple[int, float, float, float]] = {
    "merchant-gateway": (86, 1.7, 0.06, 0.8),
    "booking": (78, 2.4, 0.10, 1.3),
    "tracking": (90, 1.5, 0.05, 0.7),
    "notify": (72, 1.4, 0.06, 0.6),
    "label": (52, 1.9, 0.07, 1.0),
    "nest-reservations": (60, 2.3, 0.09, 1.2),
    "courier-app": (56, 3.2, 0.08, 2.5),
    "roost": (26, 9.0, 0.27, 9.0),
}
"""Roost leaves once a week, on a train that everybody's changes have to wait for."""


def draw_deploys(seed: int, slow_days: float = 9.0) -> tuple[Deploy, ...]:
    """520 deployments of eight services; ``slow_days`` is Roost's usual lead time."""
    made: list[Deploy] = []
    for service, (count, days, fails, hours) in TEAMS.items():
        lead = slow_days if service == "roost" else days
        u = {
            name: uniforms(seed, f"deploy-{service}-{name}", count).tolist()
            for name in ("at", "ask", "hours", "lines", "cloud", "branch", "mend")
        }
        leads = _even(uniforms(seed, f"deploy-{service}-lead", count).tolist())
        broken = [
            x < fails for x in _even(uniforms(seed, f"deploy-{service}-fail", count).tolist())
        ]
        for i in range(count):
            deployed = (i + u["at"][i]) / count * WEEKS * WEEK
            if service == "roost":
                deployed = i * WEEK + TRAIN
            wait = lead * DAY * (0.35 + 1.3 * leads[i])
            if u["branch"][i] < 0.025 and service != "roost":
                wait = 40 * DAY * (0.8 + 0.4 * leads[i])  # one long branch
            trouble = "change" if broken[i] else "provider" if u["cloud"][i] < 0.06 else ""
            repair = hours * HOUR * (0.4 + 1.2 * u["hours"][i])
            lines = 400 * u["lines"][i] * u["lines"][i] * (4 if service == "roost" else 1)
            made.append(
                Deploy(
                    "",
                    service,
                    deployed - wait - DAY * (6 + 20 * u["ask"][i]),
                    deployed - wait,
                    deployed,
                    trouble,
                    deployed + repair if trouble else -1.0,
                    i > 0 and broken[i - 1] and u["mend"][i] < 0.75,
                    int(10 + lines),
                )
            )
    made.sort(key=lambda d: (d.deployed, d.service))
    return tuple(d._replace(deploy_id=f"d{n:04d}") for n, d in enumerate(made, 1))


def _even(values: list[float]) -> list[float]:
    """The same order, spread evenly over 0 to 1, so that few values show the whole distribution."""
    order = sorted(range(len(values)), key=values.__getitem__)
    made = [0.0] * len(values)
    for rank, index in enumerate(order):
        made[index] = (rank + 0.5) / len(values)
    return made
