"""Four kinds of reads at the peak, replayed in the simulator on a table of cache rules.

A rule says how long a copy may be kept, what throws it away early, what the key holds and
whether copies end at different times. Observations only: load on the database, old answers,
permissions that outlived their rule, answers shown to the wrong person, the worst seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tpo.engines.simulator import (
    Cache,
    Call,
    Constant,
    Keys,
    Poisson,
    Scenario,
    Service,
    System,
    simulate,
)
from tpo.judges.tracking_cache import TRACKING, sampled

EVENTS = ("nothing", "scan", "change")
KEYS = ("thing", "thing_and_person")
ENDLESS = 1_000_000
LAG = 1.0  # s from an event to the end of the copy
SPREAD = 0.4  # with jitter a copy lives 60–100 % of its time
STEP = 20.0  # s; the worst stretch is measured in steps of this length
MOST = 40_000  # reads and keys in one replay; the sample is chosen to fit


@dataclass(frozen=True)
class Read:
    """One kind of answer: ``per_s`` reads a second of ``keys``; ``event`` makes a copy old."""

    per_s: float
    keys: Keys
    event: str


@dataclass(frozen=True)
class Peak:
    """The reads of one peak. ``neighbour``: share of detail reads that come from the neighbour."""

    tracking: Read
    details: Read
    permission: Read
    hours: Read
    neighbour: float = 0.05
    seed: int = 1

    def reads(self) -> dict[str, Read]:
        """The four reads by their names in the answer."""
        return {
            "tracking_status": self.tracking,
            "delivery_details": self.details,
            "reroute_permission": self.permission,
            "nest_hours": self.hours,
        }


READS = ("tracking_status", "delivery_details", "reroute_permission", "nest_hours")
TODAY = Peak(
    tracking=Read(TRACKING.per_s, TRACKING.keys, "scan"),
    details=Read(12.0, Keys(40_000, zipf=0.9, updates=1 / 40_000), "change"),
    # A permission flips at its cut-off; within the last hour of it, about once in 1,200 s.
    permission=Read(2.0, Keys(1_500, zipf=0.6, updates=1 / 1_200), "clock"),
    hours=Read(30.0, Keys(620, zipf=0.5, updates=1 / 900_000), "change"),
)


def replay(rules: Mapping[str, Mapping[str, Any]], peak: Peak) -> dict[str, Any]:
    """What the four rules do in one peak. Rates per second; counts are per hour of peak."""
    used = {
        name: use(
            read,
            float(rules[name]["ttl_s"]),
            rules[name]["invalidate_on"] == read.event,
            bool(rules[name]["jitter"]),
            peak.seed,
        )
        for name, read in peak.reads().items()
    }
    # A breach is a copy made for the recipient and shown to the neighbour.
    shared = rules["delivery_details"]["key"] == "thing"
    seen = peak.neighbour * (1 - peak.neighbour) if shared else 0.0
    ttls = {name: float(rules[name]["ttl_s"]) for name in READS}
    return {
        "load": sum(u["load"] for u in used.values()),
        "peak": max(
            sum(u["load"] for u in used.values()),
            used["tracking_status"]["worst"] + sum(used[name]["load"] for name in READS[1:]),
        ),
        "stale": used["tracking_status"]["stale"],
        "late": used["reroute_permission"]["stale"] * peak.permission.per_s * 3600,
        "breaches": used["delivery_details"]["hit"] * seen * peak.details.per_s * 3600,
        "ttl": ttls["tracking_status"],
        "ttl_permission": ttls["reroute_permission"],
        "cached": sum(ttl > 0 for ttl in ttls.values()),
    }


@lru_cache(maxsize=256)
def use(read: Read, ttl: float, invalidated: bool, jitter: bool, seed: int) -> dict[str, float]:
    """Load on the database (per s), shares of hits and of old answers, and the worst stretch.

    All copies are made at the start, as after a morning's deployment, and the run covers two
    lifetimes; load and shares are taken from the second, the worst stretch from both. A sample
    of the keys is replayed at their own rates and the loads are scaled up.
    """
    if ttl <= 0:
        return {"load": read.per_s, "worst": read.per_s, "hit": 0.0, "stale": 0.0}
    cache = Cache(
        ttl,
        ttl_jitter=SPREAD if jitter else 0.0,
        preloaded=True,
        invalidate_after=LAG if invalidated else None,
    )
    system = System(
        (Service("page", Constant(0.0), ENDLESS), Service("database", Constant(0.0), ENDLESS)),
        (Call("client", "page"), Call("page", "database", cache=cache)),
    )
    length = max(2.2 * ttl, ttl + 600.0)
    scale = max(1, round(read.per_s * length / MOST), read.keys.count // MOST)
    load, keys = Poisson(read.per_s / scale), sampled(read.keys, scale)
    scenario = Scenario(load, duration=length, seed=seed, keys=keys)
    result = simulate(system, scenario)
    second = result.window(ttl, length)
    counts = second.cache("page", "database")
    steps = result.timeline(STEP).calls["database"]
    asked = max(1, counts.lookups)
    return {
        "load": (asked - counts.hits) / asked * read.per_s,
        "worst": float(max(steps)) * scale / STEP,
        "hit": counts.hits / asked,
        "stale": counts.stale / asked,
    }
