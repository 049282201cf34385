"""Months of minutes: requests, failures, answer times, CPU, and labelled trouble.

Everything is drawn from addressed uniform numbers with + − × ÷ and truncation only, so a month is
the same on every machine. Totals are exact: a month has the number of requests it is asked for,
and trouble with a ``failed`` count fails exactly that many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tpo.engines.simulator.draws import uniforms

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

DAY = 1_440  # minutes
# Bookings in each hour of a day, relative to the average hour (at night partners send batches); and on each weekday from Monday.
HOURS = (0.28, 0.24, 0.22, 0.22, 0.26, 0.36, 0.55, 0.85, 1.20, 1.45, 1.60, 1.65,
         1.55, 1.50, 1.50, 1.55, 1.60, 1.60, 1.55, 1.45, 1.20, 0.80, 0.50, 0.34)  # fmt: skip
WEEKDAYS = (1.10, 1.10, 1.05, 1.05, 1.20, 0.85, 0.55)


@dataclass(frozen=True)
class Trouble:
    """A stretch of minutes in which something was wrong, and how it shows.

    ``start`` and ``end`` count minutes of the month (the end is the first good minute again).
    ``share`` of the requests fail, after ``ramp_min`` minutes of growing. ``requests`` and
    ``failed``, if given, are the exact totals of the stretch. From ``waves_from`` minutes on the
    trouble comes in waves, six minutes good and six bad; what is missing from ``failed`` then fails
    in the good ones. ``cpu_from`` minutes after the start
    CPU goes to 85 % and more (None: CPU stays calm). ``tail_ms`` is added to p99.
    """

    name: str
    kind: str  # "incident", "slow burn", "blip" or "busy night"
    start: int
    end: int
    share: float
    ramp_min: int = 0
    requests: int | None = None
    failed: int | None = None
    waves_from: int | None = None
    cpu_from: int | None = None
    tail_ms: int = 0


@dataclass(frozen=True)
class Weather:
    """What a month is drawn from. ``first_weekday``: 0 is Monday. ``base`` share always fails."""

    troubles: tuple[Trouble, ...]
    seed: int
    days: int = 30
    requests: int = 2_400_000
    first_weekday: int = 5  # 1 November 2025 is a Saturday
    base: float = 0.0004


@dataclass(frozen=True, eq=False)
class Month:
    """Minutes from midnight of the first day. Counts are requests, times are ms, CPU is percent."""

    total: Counts
    bad: Counts
    p50: Counts
    p95: Counts
    p99: Counts
    cpu: Counts
    troubles: tuple[Trouble, ...]


@lru_cache(maxsize=32)
def draw_month(weather: Weather) -> Month:
    """Draw a month; the same weather always gives the same one."""
    n = weather.days * DAY
    u = [uniforms(weather.seed, f"slo-{name}", n) for name in ("total", "bad", "time", "cpu")]
    total = _totals(weather, u[0])
    bad = _failures(weather, total, u[1])
    p50, p95, p99 = _times(weather, u[2])
    return Month(total, bad, p50, p95, p99, _cpu(weather, u[3]), weather.troubles)


def _shape(weather: Weather) -> Floats:
    """The expected size of every minute, relative to the average."""
    hours = np.repeat(np.array(HOURS), 60)
    days = [WEEKDAYS[(weather.first_weekday + day) % 7] for day in range(weather.days)]
    return np.concatenate([hours * day for day in days])


def _totals(weather: Weather, u: Floats) -> Counts:
    wanted = _shape(weather) * (0.8 + 0.4 * u)
    fixed = {t: t.requests for t in weather.troubles if t.requests is not None}
    free = np.ones(len(wanted), dtype=bool)
    for trouble in fixed:
        free[trouble.start : trouble.end] = False
    total = np.zeros(len(wanted), dtype=np.int64)
    total[free] = _split(weather.requests - sum(fixed.values()), wanted[free])
    for trouble, requests in fixed.items():
        stretch = slice(trouble.start, trouble.end)
        total[stretch] = _split(requests, 0.9 + 0.2 * u[stretch])
    return total


def _failures(weather: Weather, total: Counts, u: Floats) -> Counts:
    share = np.full(len(total), weather.base)
    for trouble in weather.troubles:
        share[trouble.start : trouble.end] += _profile(trouble)
    # The fraction of a failure that is left over becomes a whole one in that share of minutes.
    bad = np.minimum((total * share + u).astype(np.int64), total)
    for trouble in weather.troubles:
        if trouble.failed is not None:
            stretch = slice(trouble.start, trouble.end)
            bad[stretch] = _exactly(trouble.failed, total[stretch], share[stretch], trouble)
    return bad


def _profile(trouble: Trouble) -> Floats:
    minutes = np.arange(trouble.end - trouble.start, dtype=np.float64)
    share = np.full(len(minutes), trouble.share)
    if trouble.ramp_min:
        share *= np.minimum(1.0, (minutes + 0.5) / trouble.ramp_min)
    share[_between_waves(trouble)] = 0.0
    return share


def _between_waves(trouble: Trouble) -> NDArray[np.bool_]:
    """The good minutes of the waves."""
    minutes = np.arange(trouble.end - trouble.start)
    if trouble.waves_from is None:
        return minutes < 0
    return (minutes >= trouble.waves_from) & ((minutes - trouble.waves_from) % 12 < 6)


def _split(total: int, weights: Floats) -> Counts:
    """Whole numbers in these proportions that add up to exactly ``total``."""
    reached = np.cumsum(weights)
    edges = (reached * (total / reached[-1]) + 0.5).astype(np.int64)
    edges[-1] = total
    return np.diff(edges, prepend=0)


def _exactly(failed: int, total: Counts, share: Floats, trouble: Trouble) -> Counts:
    """Failures in these shares that add up to exactly ``failed``; the rest between the waves."""
    made = (total * share).astype(np.int64)
    free = _between_waves(trouble)
    rest = failed - int(made[~free].sum())
    if not 0 <= rest <= int(total[free].sum()):
        raise ValueError(f"{trouble.name}: {failed} failures don't fit a share of {trouble.share}.")
    made[free] = _split(rest, total[free].astype(np.float64)) if rest else 0
    return made


def _times(weather: Weather, u: Floats) -> tuple[Counts, Counts, Counts]:
    p50 = 335.0 + 30.0 * u
    p95 = 600.0 + 60.0 * u
    p99 = 840.0 + 120.0 * u
    for trouble in weather.troubles:
        stretch = slice(trouble.start, trouble.end)
        p99[stretch] += trouble.tail_ms
        if trouble.share > 0.1 and trouble.end - trouble.start > 10:
            p50[stretch] += 1_700.0
            p95[stretch] += 5_400.0
            p99[stretch] += 5_200.0
    return tuple(x.astype(np.int64) for x in (p50, p95, p99))  # type: ignore[return-value]


def _cpu(weather: Weather, u: Floats) -> Counts:
    cpu = 16.0 + 14.0 * np.minimum(_shape(weather), 2.0) + 8.0 * u
    for trouble in weather.troubles:
        if trouble.cpu_from is not None:
            cpu[trouble.start + trouble.cpu_from : trouble.end] = 86.0
            cpu[trouble.start + trouble.cpu_from : trouble.end] += (
                8.0 * u[trouble.start + trouble.cpu_from : trouble.end]
            )
    return cpu.astype(np.int64)
