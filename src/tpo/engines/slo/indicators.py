"""A quarter of days: what could be measured on each, and how many customers wrote in.

Customers write in when a booking failed or took longer than they wait. What the days show of
that depends on the signal, on what counts as a valid event, and on where it is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tpo.engines.simulator.draws import uniforms

Floats = NDArray[np.float64]

DAYS = 90
MONTH = 30
GOODS = (
    "no_server_error",
    "no_error_at_all",
    "answered_in_time",
    "mean_time_in_limit",
    "cpu_in_limit",
)
VALIDS = ("every_request", "without_health_checks", "without_client_mistakes", "customers_only")
PLACES = ("gateway", "booking")

# Share of calm answers, and of answers to customers in trouble, that take longer than … ms.
CALM_TAIL = ((0, 1), (100, 0.999), (250, 0.85), (350, 0.5), (500, 0.2), (700, 0.05), (900, 0.01),
             (1_500, 0.0012), (2_000, 0.0006), (4_000, 0.0002), (10_000, 0.0))  # fmt: skip
SLOW_TAIL = ((0, 1), (2_000, 1), (3_000, 0.7), (4_000, 0.5), (8_000, 0.1), (30_000, 0.0))
BIG_BATCH_MS = 130.0  # what large orders add to a day's mean; nobody waits for them
HEALTH_CHECKS = 75_000  # a day, from six machines; always answered, always fast


@dataclass(frozen=True)
class Indicator:
    """What is good, out of what, measured where. ``limit`` is ms or percent of CPU."""

    good: str
    valid: str
    measured_at: str
    limit: float | None = None


@dataclass(frozen=True, eq=False)
class Days:
    """One number a day. Shares are shares of customers' requests; ``contacts`` are per 100."""

    customers: Floats
    mistakes: Floats  # requests that the caller got wrong
    failed_inside: Floats  # share that booking answered with an error
    refused: Floats  # share that the gateway refused or lost before booking saw it
    slow: Floats  # share that took longer than people wait
    mean_ms: Floats
    cpu: Floats
    contacts: Floats


@dataclass(frozen=True, eq=False)
class Reading:
    """An indicator on the days. ``trouble`` grows when things get worse."""

    trouble: Floats
    good_share: tuple[float, ...]  # of each 30 days
    of_customers: float  # customers' requests among the valid events


@lru_cache(maxsize=16)
def draw_days(seed: int, incident_day: int | None = 88, incident_share: float = 0.155) -> Days:
    """Draw 90 days; on ``incident_day`` that share of the day's bookings fails.

    INC-0417 failed 38,700 of about 250,000 bookings of its day.
    """

    def u(name: str) -> Floats:
        return uniforms(seed, f"days-{name}", DAYS)

    week = np.array([1.1, 1.1, 1.05, 1.05, 1.2, 0.85, 0.55])[np.arange(DAYS) % 7]
    customers = 80_000 * week * (0.95 + 0.1 * u("customers"))
    # One weather for all kinds of trouble, and each kind has days of its own.
    weather = u("weather") * u("weather-2")
    deploy = np.where(u("deploy") < 0.3, 1.0, 0.15)
    crowd = np.where(u("crowd") < 0.3, 1.0, 0.15)
    inside = 0.0002 + 0.0026 * weather + 0.0026 * deploy * u("inside") * u("inside-2")
    refused = 0.0001 + 0.0017 * weather + 0.0024 * crowd * u("refused") * u("refused-2")
    slow = 0.0003 + 0.0046 * weather + 0.0016 * u("slow") * u("slow-2")
    if incident_day is not None:
        customers[incident_day] = 250_000
        inside[incident_day] += 0.59 * incident_share
        refused[incident_day] += 0.41 * incident_share
        slow[incident_day] += 0.08
    big_batches = np.where(
        u("batch") < 0.2, BIG_BATCH_MS, 0.0
    )  # large orders: slower, nobody minds
    mean_ms = 365 + 2_500 * slow + big_batches + 40 * u("mean")
    cpu = 32 + 12 * week + 26 * u("cpu") * np.where(u("report") < 0.3, 1.0, 0.4)
    felt = inside + refused + 0.4 * slow
    contacts = 6.6 + 220 * felt + 0.6 * (u("contacts") - 0.5)
    mistakes = customers * (0.004 + 0.03 * u("mistakes") * u("mistakes-2") * u("mistakes-3"))
    return Days(customers, mistakes, inside, refused, slow, mean_ms, cpu, contacts)


def read(indicator: Indicator, days: Days) -> Reading:
    """Measure the indicator on the days."""
    own = days.customers * (1 - days.refused) if indicator.measured_at == "booking" else (
        days.customers
    )  # fmt: skip
    mistakes = (
        days.mistakes
        if indicator.valid in ("every_request", "without_health_checks")
        else np.zeros(DAYS)
    )
    health = HEALTH_CHECKS if indicator.valid in ("every_request", "without_client_mistakes") else 0
    valid = own + mistakes + health
    of_customers = float(own.sum() / valid.sum())
    if indicator.good in ("cpu_in_limit", "mean_time_in_limit"):
        signal = days.cpu if indicator.good == "cpu_in_limit" else days.mean_ms
        over = (signal > (indicator.limit or 0)).astype(float)
        return Reading(signal, _by_month(1 - over, np.ones(DAYS)), of_customers)
    bad = _bad(indicator, days, own, mistakes)
    return Reading(bad / valid, _by_month(valid - bad, valid), of_customers)


def _bad(indicator: Indicator, days: Days, own: Floats, mistakes: Floats) -> Floats:
    unseen = indicator.measured_at == "booking"
    errors = days.customers * (days.failed_inside + (0 if unseen else days.refused))
    if indicator.good == "no_server_error":
        return errors
    if indicator.good == "no_error_at_all":
        return errors + mistakes
    limit = indicator.limit or 0.0
    late = days.slow * tail(SLOW_TAIL, limit) + (1 - days.slow) * tail(CALM_TAIL, limit)
    bad: Floats = np.minimum(errors + (own - errors) * late, own)
    return bad


def tail(knots: tuple[tuple[float, float], ...], limit: float) -> float:
    """The share of answers that take longer than ``limit`` ms."""
    return float(np.interp(limit, [x for x, _ in knots], [y for _, y in knots]))


def _by_month(good: Floats, valid: Floats) -> tuple[float, ...]:
    return tuple(
        float(good[start : start + MONTH].sum() / valid[start : start + MONTH].sum())
        for start in range(0, DAYS, MONTH)
    )


def rank_correlation(a: Floats, b: Floats) -> float:
    """Spearman's rank correlation: 1 when both always rise together, 0 when they know nothing."""
    ranks = [_ranks(values) for values in (a, b)]
    x, y = (r - r.mean() for r in ranks)
    size = float(np.sqrt((x * x).sum() * (y * y).sum()))
    return float((x * y).sum()) / size if size else 0.0


def _ranks(values: Floats) -> Floats:
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values), dtype=np.float64)
    for value in np.unique(values):
        same = values == value
        if same.sum() > 1:
            ranks[same] = ranks[same].mean()
    return ranks
