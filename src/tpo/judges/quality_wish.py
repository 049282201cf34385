"""Run a measurable wish on six recordings: three that users liked, three they complained about.

Each recording holds minutes at quiet and at peak load; in each minute, how long requests took
inside the service and as the customer saw them. A wish passes a recording or fails it, and it is
worth something when it sides with the users. Times are drawn with ``random.Random.random`` and
arithmetic only, so they are the same on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MINUTES, REQUESTS = 60, 30  # minutes of each load, requests recorded in each minute
LIKED, COMPLAINED = ("A", "B", "C"), ("D", "E", "F")
METRICS = ("mean", "percentile")
WINDOWS = ("minute", "30_days", "none")
PLACES = ("service", "gateway", "customer")
FREAK = 0.0015  # share of requests that take for ever, whatever we build
NEAR_PEAK = 0.8  # a wish for at least this share of the peak is tested in the peak minutes
BEYOND = 1.3  # nothing was recorded above this multiple of the peak


@dataclass(frozen=True)
class Wish:
    """What somebody asked for. ``scale_s``: a usual request; ``peak``: requests per second."""

    said: str
    who: str
    scale_s: float
    peak: float


WISHES: dict[str, Wish] = {
    "tracking": Wish("The tracking page must be fast.", "Callum", 0.15, 280),
    "nests": Wish("Finding a free Nest nearby shouldn't take ages.", "Mateo", 0.3, 60),
    "answer": Wish("I want to know at once whether my change worked.", "Marisol", 0.4, 20),
    "merchant": Wish("Tell our shop quickly when a delivery was changed.", "Hana", 8, 12),
}


@dataclass(frozen=True)
class Minute:
    """One recorded minute: was it a peak one, and its times in seconds, sorted."""

    peak: bool
    service: tuple[float, ...]
    customer: tuple[float, ...]


@lru_cache(maxsize=256)
def recording(wish: str, name: str, seed: int = 0) -> tuple[Minute, ...]:
    """The minutes of one recording, "A" to "F"."""
    scale = WISHES[wish].scale_s
    draw = random.Random(f"{wish}/{name}/{seed}").random
    bad_minute = MINUTES + int(draw() * MINUTES) if name == "B" else -1
    minutes = []
    for number in range(2 * MINUTES):
        peak = number >= MINUTES
        service, customer = [], []
        for _ in range(REQUESTS):
            took = scale * (0.5 + draw())
            if name == "C":  # slower for everybody, and nobody minded
                took *= 2.5
            if name == "D" and draw() < 0.07:  # a few wait very long, at any load
                took = scale * (10 + 15 * draw())
            if name == "E" and peak:
                took *= 9
            if number == bad_minute and draw() < 0.4:
                took *= 12
            if draw() < FREAK:  # a phone in a tunnel, in every recording
                took = 40 * scale
            line = scale * (8 + 8 * draw()) if name == "F" and draw() < 0.25 else 0.0
            service.append(took)
            customer.append(took + line)
        minutes.append(Minute(peak, tuple(sorted(service)), tuple(sorted(customer))))
    return tuple(minutes)


def percentile(times: Sequence[float], percent: float) -> float:
    """The time that ``percent`` of 100 requests don't exceed (nearest rank)."""
    ordered = sorted(times)
    rank = -(-percent * len(ordered) // 100)
    return ordered[min(len(ordered), max(1, int(rank))) - 1]


def passes(wish: Mapping[str, Any], minutes: Sequence[Minute], peak: float) -> bool:
    """Whether a recording keeps a wish, as it is written."""
    load = wish["load"]
    if load is not None and load > BEYOND * peak:
        return True  # nobody ever measured there
    busy = load is not None and load >= NEAR_PEAK * peak
    inside = wish["measured_at"] == "service"
    groups = [m.service if inside else m.customer for m in minutes if m.peak == busy]
    if wish["window"] == "30_days":
        groups = [tuple(t for group in groups for t in group)]
    return all(_value(wish, group) <= wish["threshold"] for group in groups)


def _value(wish: Mapping[str, Any], times: Sequence[float]) -> float:
    if wish["metric"] == "mean":
        return sum(times) / len(times)
    return percentile(times, wish["percentile"])


def run_wishes(wishes: Mapping[str, Mapping[str, Any]], seed: int = 0) -> dict[str, Any]:
    """{wish: {recording: passed}} and how often the wishes side with the users."""
    passed = {
        name: {
            r: passes(wish, recording(name, r, seed), WISHES[name].peak) for r in LIKED + COMPLAINED
        }
        for name, wish in wishes.items()
    }
    return {
        "passed": passed,
        "liked": sum(passed[w][r] for w in passed for r in LIKED),
        "complained": sum(not passed[w][r] for w in passed for r in COMPLAINED),
        "of": 3 * len(passed),
        "seed": seed,
    }


def figures(wish: str, name: str, seed: int = 0) -> dict[str, float]:
    """Mean, p95 and p99 of a recording in seconds: at the customer, inside, quiet and at peak."""
    minutes = recording(wish, name, seed)
    busy = [t for m in minutes if m.peak for t in m.customer]
    quiet = [t for m in minutes if not m.peak for t in m.customer]
    inside = [t for m in minutes if m.peak for t in m.service]
    return {
        "mean": sum(busy) / len(busy),
        "p50": percentile(busy, 50),
        "p95": percentile(busy, 95),
        "p99": percentile(busy, 99),
        "p95_quiet": percentile(quiet, 95),
        "p95_service": percentile(inside, 95),
        "worst_minute": max(percentile(m.customer, 95) for m in minutes if m.peak),
    }
