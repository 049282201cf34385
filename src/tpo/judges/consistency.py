"""Strong or eventual: what six operations of Second Perch do on a busy evening.

*Strong*: every answer comes from the one leader that knows the latest write. *Eventual*: the
answer comes from a copy that may be some seconds old. *Read your writes*: a copy, but whoever
changed something sees the own change.

Observations only: double-booked compartments, charges made twice, people who see their own change
vanish, time to answer, promises on age that a bound breaks.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

OPERATIONS = (
    "reserve_compartment",
    "show_free_compartments",
    "charge_second_change",
    "tracking_page",
    "own_changed_place",
    "merchant_webhook",
)
KINDS = ("strong", "read_your_writes", "eventual")
LEAST_LAG_S = 0.5  # a copy is never younger than this
REQUESTS = 10_000
LEADER_MS = 20.0  # the way to the leader and back
COPY_P95_MS = 60.0
GIVES_UP_MS = 60_000.0  # a page that waits longer shows an error
FAILOVER_S = 30.0  # until another node has become the leader
SECOND_CHANGE_EUR = 0.90


@dataclass(frozen=True)
class Evening:
    """One evening. Rates are per second; ages are seconds that the product promises at most.

    ``resent``: share of charges whose answer got lost, so the app sends them again.
    """

    rates: tuple[float, ...] = (6, 30, 1, 280, 2, 10)  # in the order of OPERATIONS
    leader_per_s: float = 150  # reads that the leader's database carries
    page_ms: float = 500  # the tracking page's p95 promise
    webhook_s: float = 60
    tracking_s: float = 120
    list_s: float = 60
    resent: float = 0.006
    nests: int = 120
    free: int = 20
    minutes: float = 2.3
    zipf: float = 1.0
    seed: int = 1


def run_evening(
    plan: Mapping[str, Mapping[str, Any]], evening: Evening = Evening()
) -> dict[str, Any]:
    """Run a plan {operation: {consistency, staleness_s, once_key}} through one evening."""
    kinds = {name: plan[name]["consistency"] for name in OPERATIONS}
    age = {name: lag(plan[name]) for name in OPERATIONS}
    load = sum(
        rate
        for name, rate in zip(OPERATIONS, evening.rates, strict=True)
        if kinds[name] == "strong"
    )
    strong_ms = leader_p95_ms(load, evening.leader_per_s)
    page = kinds["tracking_page"]
    charge = plan["charge_second_change"]
    safe = charge["once_key"] or charge["consistency"] == "strong"
    promises = {
        "show_free_compartments": evening.list_s,
        "tracking_page": evening.tracking_s,
        "merchant_webhook": evening.webhook_s,
    }
    late = {name: age[name] for name, most in promises.items() if age[name] > most}
    return {
        "oversold": oversold(age["reserve_compartment"], evening),
        "reserve_lag": age["reserve_compartment"],
        "twice": 0.0 if safe else evening.resent * REQUESTS,
        "twice_eur": 0.0 if safe else evening.resent * REQUESTS * SECOND_CHANGE_EUR,
        "page_ms": strong_ms if page == "strong" else COPY_P95_MS,
        "page_stops_s": FAILOVER_S if page == "strong" else 0.0,
        "leader_load": load,
        "unseen": unseen(age["own_changed_place"])
        if kinds["own_changed_place"] == "eventual"
        else 0.0,
        "too_old": len(late),
        "worst_age": max((age[n] - promises[n] for n in late), default=0.0),
        "webhook_age": age["merchant_webhook"],
        "webhook_late": "merchant_webhook" in late,
        "strong": sum(kind == "strong" for kind in kinds.values()),
    }


def lag(row: Mapping[str, Any]) -> float:
    """How old an answer may be, in seconds."""
    if row["consistency"] == "strong":
        return 0.0
    return max(LEAST_LAG_S, float(row["staleness_s"]))


def leader_p95_ms(load: float, carries: float) -> float:
    """Time that 95 of 100 strong answers stay within, one leader with exponential times (M/M/1).

    Below its limit: -ln(0.05) / (carries - load), after which a page gives up at 60 s. At or above
    the limit the queue grows without end, so everybody waits until the page gives up.
    """
    if load >= carries:
        return GIVES_UP_MS
    return min(LEADER_MS - 1000 * math.log(0.05) / (carries - load), GIVES_UP_MS)


def unseen(age_s: float) -> float:
    """Share of people who come back after 1 to 20 s and still see the old place.

    The copy's age is anywhere between 0 and ``age_s``.
    """
    times = [1 + 19 * i / 199 for i in range(200)]
    return sum(max(0.0, 1 - t / age_s) for t in times) / len(times)


@lru_cache(maxsize=256)
def oversold(lag_s: float, evening: Evening = Evening()) -> float:
    """Compartments promised twice per 10,000 requests when free places are read this late.

    A push message goes out and everyone asks for a place within minutes, in Nests of which some
    are far more popular than others; a request is accepted when the copy shows a free one.
    """
    uniform = random.Random(evening.seed).random
    weights = [(rank + 1) ** -evening.zipf for rank in range(evening.nests)]
    total, running, edges = sum(weights), 0.0, []
    for weight in weights:
        running += weight / total
        edges.append(running)
    requests = sorted(
        (uniform() * evening.minutes * 60, min(bisect_right(edges, uniform()), evening.nests - 1))
        for _ in range(REQUESTS)
    )
    accepted: dict[int, list[float]] = {}
    for at, nest in requests:
        taken = accepted.setdefault(nest, [])
        if bisect_right(taken, at - lag_s) < evening.free:
            taken.append(at)
    return float(sum(max(0, len(taken) - evening.free) for taken in accepted.values()))
