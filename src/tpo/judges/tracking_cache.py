"""The tracking page behind a cache: what a time to live does to the database and to the truth.

280 reads a second ask for one of a million parcels (two weeks of them); a new parcel, or one whose
van is near, is asked for far more often than an old one. Read popularity follows the
Zipf–Mandelbrot law: the k-th parcel is read in proportion to (k + 300)^−1.175. Each parcel is
scanned eight times a day, at random. The first law is a calibrated assumption: it makes 60, 120,
300 and 3,600 s give about 168, 144, 116 and 53 database reads a second; the second is the number
of steps a parcel takes to its door.

What happens to one key does not depend on the others, so a sample of the keys at their own rates
is replayed and the loads are scaled up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from tpo import case
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

_TRACKING = case.services()["tracking"].facts
DATABASE_PER_S = _TRACKING["database_rps"]  # reads a second that tracking's database carries
SAMPLE = 25  # one parcel in so many is replayed
WARMUP_S = 3600.0
MEASURED_S = 3600.0
ENDLESS = 1_000_000


@dataclass(frozen=True)
class Reads:
    """``per_s`` reads a second of ``keys``."""

    per_s: float
    keys: Keys


TRACKING = Reads(
    _TRACKING["peak_rps"], Keys(1_000_000, zipf=1.175, shift=300.0, updates=8 / 86_400)
)


def sampled(keys: Keys, one_in: int) -> Keys:
    """Return every ``one_in``-th key, with the same popularity law among them.

    (k·m + q)^−s is proportional to (k + q / m)^−s, so only count and shift change. Keys are taken
    from the middle of each group of m, hence the half.
    """
    return replace(
        keys,
        count=max(1, keys.count // one_in),
        shift=max(0.0, (keys.shift + 0.5) / one_in - 0.5),
    )


@dataclass(frozen=True)
class Observations:
    """``load_per_s``: reads a second that reach the database. Shares are shares of all reads."""

    ttl_s: float
    load_per_s: float
    hit: float
    stale: float


def run_cache(ttl_s: float, reads: Reads = TRACKING, seed: int = 5) -> Observations:
    """Replay an hour of peak reads, after an hour that fills the cache. ``ttl_s`` 0: no cache."""
    return _run(float(ttl_s), reads, seed)


@lru_cache(maxsize=64)
def _run(ttl_s: float, reads: Reads, seed: int) -> Observations:
    if ttl_s <= 0.0:
        return Observations(ttl_s, reads.per_s, 0.0, 0.0)
    scenario = Scenario(
        Poisson(reads.per_s / SAMPLE),
        duration=WARMUP_S + MEASURED_S,
        warmup=WARMUP_S,
        keys=sampled(reads.keys, SAMPLE),
        seed=seed,
    )
    use = simulate(tracking_system(ttl_s), scenario).cache("client", "database")
    hit = use.hits / use.lookups
    return Observations(ttl_s, reads.per_s * (1.0 - hit), hit, use.stale / use.lookups)


def tracking_system(ttl_s: float) -> System:
    """Tracking (the client here) in front of its database; answers are kept for ``ttl_s``."""
    return System(
        services=(Service("database", Constant(0.0), ENDLESS),),
        calls=(Call("client", "database", cache=Cache(ttl_s)),),
    )
