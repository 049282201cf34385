"""Twenty-four nightly loads of scan events, twelve clean and twelve dirty, for a data contract.

A clean batch is not a perfect one: real loads hold a few repeats, a few labels nobody could read
and scans of bookings that are still on their way. Sundays are small, the peak Friday is large,
and one batch is odd but legal. A dirty batch has one fault.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from tpo.engines.batch_gate import Gate, Rule

COLUMNS = (
    "event_id",
    "parcel_id",
    "type",
    "occurred_at",
    "received_at",
    "device_id",
    "device_seq",
    "depot_id",
    "schema_version",
)
TYPES = ("BOOKED", "COLLECTED", "HUB_IN", "HUB_OUT", "LOADED", "ATTEMPTED", "DELIVERED")
WEIGHTS = (18, 17, 16, 8, 18, 3, 20)
ANNOUNCED = "LOCKER_MOVED"  # the planned new type
DEPOTS = tuple(
    f"{zone}{n}" for zone, most in (("HB", 6), ("NV", 5), ("MM", 3)) for n in range(1, most + 1)
)
USUAL = (300, 315, 300, 300, 345, 210, 131)  # Monday to Sunday; Sunday is 38 % of Friday
FIRST_NIGHT = datetime(2025, 10, 27, 5, tzinfo=UTC)  # loads arrive at 05:00

CLEAN = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "peak Friday",
    "quiet holiday",
    "second Sunday",
    "odd but legal",
    "spotless Tuesday",
)
DIRTY = (
    "no parcel",
    "no time",
    "no depot",
    "twins",
    "ghosts",
    "misspelled",
    "yesterday",
    "half",
    "empty",
    "local times",
    "all delivered",
    "wrong depots",
)


@dataclass(frozen=True)
class Batch:
    """One load. ``usual_rows``: rows on the same weekday of other weeks."""

    name: str
    dirty: bool
    rows: tuple[Mapping[str, Any], ...]
    arrived: datetime
    usual_rows: int
    parcels: frozenset[str]


@lru_cache(maxsize=16)
def make_batches(seed: int = 1) -> tuple[Batch, ...]:
    """Draw the 24 loads of a seed."""
    uniform = random.Random(seed).random
    clean = [_batch(name, False, uniform) for name in CLEAN]
    return tuple(clean + [_batch(name, True, uniform) for name in DIRTY])


def _between(uniform: Callable[[], float], low: float, high: float) -> float:
    return low + uniform() * (high - low)


def _weekday(name: str) -> int:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return next((i for i, day in enumerate(days) if day in name), 2)


def _batch(name: str, dirty: bool, uniform: Callable[[], float]) -> Batch:
    weekday = _weekday(name)
    size = {"peak Friday": 2.6, "quiet holiday": 0.72, "half": _between(uniform, 0.30, 0.45)}
    usual = USUAL[weekday]
    n = int(usual * size.get(name, _between(uniform, 0.93, 1.07)))
    arrived = FIRST_NIGHT + timedelta(days=weekday + 1)
    age = _between(uniform, 27, 31) if name == "yesterday" else _between(uniform, 5, 9)
    newest = arrived - timedelta(hours=age)
    parcels = [f"p{i:05d}" for i in range(1, n // 3 + 2)]
    rows = [_row(i, n, parcels, newest, uniform) for i in range(n)]
    spotless = name == "spotless Tuesday"
    _spoil(rows, "parcel_id", "", 0 if spotless else _between(uniform, 0.003, 0.006), uniform)
    _spoil(rows, "device_seq", None, 0 if spotless else 0.02, uniform)
    ghosts = 0 if spotless else _between(uniform, 0.006, 0.015)
    _spoil(rows, "parcel_id", "p9", ghosts, uniform)
    _repeat(rows, 0 if spotless else _between(uniform, 0.006, 0.014), uniform)
    rate = _between(uniform, 0.07, 0.12)
    if name == "odd but legal":
        _spoil(rows, "type", ANNOUNCED, 0.025, uniform)
        rows = [{**row, "weather": "it's raining", "schema_version": 2} for row in rows]
    elif name in FAULTS:
        FAULTS[name](rows, rate, uniform)
    elif name == "empty":
        rows = []
    return Batch(name, dirty, tuple(rows), arrived, usual, frozenset(parcels))


def _row(
    i: int, n: int, parcels: Sequence[str], newest: datetime, uniform: Callable[[], float]
) -> dict[str, Any]:
    at = uniform() * sum(WEIGHTS)
    kind = 0
    while at >= WEIGHTS[kind]:
        at -= WEIGHTS[kind]
        kind += 1
    received = newest - timedelta(seconds=int((n - 1 - i) * 46_800 / n))
    occurred = received - timedelta(seconds=int(_between(uniform, 1, 90)))
    return {
        "event_id": f"e{i + 1:05d}",
        "parcel_id": parcels[int(uniform() * len(parcels))],
        "type": TYPES[kind],
        "occurred_at": occurred.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "received_at": received.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "device_id": f"d{int(uniform() * 90):02d}",
        "device_seq": i + 1,
        "depot_id": DEPOTS[int(uniform() * len(DEPOTS))],
        "schema_version": 1,
    }


def _chosen(rows: Sequence[Any], share: float, uniform: Callable[[], float]) -> list[int]:
    """An exact share of the rows' places, at least one if there is a share at all."""
    count = max(1, round(share * len(rows))) if share else 0
    return sorted(range(len(rows)), key=lambda _: uniform())[:count]


def _spoil(
    rows: list[dict[str, Any]], column: str, value: Any, share: float, uniform: Callable[[], float]
) -> None:
    for i in _chosen(rows, share, uniform):
        rows[i][column] = f"p9{i:04d}" if value == "p9" else value


def _repeat(rows: list[dict[str, Any]], share: float, uniform: Callable[[], float]) -> None:
    rows.extend([dict(rows[i]) for i in _chosen(rows, share, uniform)])


def _local_times(rows: list[dict[str, Any]], share: float, uniform: Callable[[], float]) -> None:
    for i in _chosen(rows, share, uniform):
        text = str(rows[i]["occurred_at"])
        rows[i]["occurred_at"] = f"{text[8:10]}/{text[5:7]}/{text[:4]} {text[11:16]}"


Fault = Callable[[list[dict[str, Any]], float, Callable[[], float]], None]
FAULTS: Mapping[str, Fault] = {
    "no parcel": lambda rows, share, u: _spoil(rows, "parcel_id", "", share, u),
    "no time": lambda rows, share, u: _spoil(rows, "occurred_at", "", share, u),
    "no depot": lambda rows, share, u: _spoil(rows, "depot_id", None, share, u),
    "twins": lambda rows, share, u: _repeat(rows, share, u),
    "ghosts": lambda rows, share, u: _spoil(rows, "parcel_id", "p9", share + 0.03, u),
    "misspelled": lambda rows, share, u: _spoil(rows, "type", "DELIVRED", share, u),
    "local times": _local_times,
    "all delivered": lambda rows, share, u: _spoil(rows, "type", "DELIVERED", 0.6, u),
    "wrong depots": lambda rows, share, u: _spoil(rows, "depot_id", "XX1", share, u),
}


def run_contract(rules: Sequence[Rule], seed: int = 1) -> dict[str, Any]:
    """Try a contract's rules on 24 loads: what was caught, missed, and blocked for no reason."""
    caught: list[str] = []
    missed: list[str] = []
    alarms: list[str] = []
    alarm_rules: list[tuple[str, str, str]] = []
    for batch in make_batches(seed):
        gate = Gate(
            rules,
            batch.arrived,
            batch.usual_rows,
            {"parcel_id": batch.parcels, "depot_id": frozenset(DEPOTS)},
        )
        for row in batch.rows:
            gate.add(row)
        broken = [f.rule for f in gate.findings() if not f.kept and f.rule.severity == "error"]
        if batch.dirty:
            (caught if broken else missed).append(batch.name)
        elif broken:
            alarms.append(batch.name)
            alarm_rules += [(batch.name, rule.metric, rule.column) for rule in broken]
    owned = [bool(rule.owner) for rule in rules]
    return {
        "caught": tuple(caught),
        "missed": tuple(missed),
        "alarms": tuple(alarms),
        "alarm_rules": tuple(alarm_rules),
        "dirty": len(DIRTY),
        "clean": len(CLEAN),
        "owned": sum(owned) / len(owned),
        "unowned": owned.count(False),
        "rules": len(rules),
    }
