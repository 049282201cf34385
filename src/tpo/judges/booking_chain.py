"""Linnet's booking chain under a resilience policy, replayed in incidents of its address provider.

Hana's SDK → merchant-gateway → booking → address-check (GeoSure), then label. Each of the three
callers may try again; booking has a pool of workers that it holds while it waits. An incident
makes GeoSure slow, unreachable or both by turns. Observations are numbers; what they mean is said
elsewhere.

Model. GeoSure works on seven calls at a time, each exponential, 90 ms on average in calm minutes.
Everything else takes constant time: 25 ms at the gateway, 140 ms of booking's own work (Nest and
Roost included) and 120 ms for the label, so that a calm booking takes 0.35 s. The label printer
and the gateway are never short of capacity. A call that timed out goes on as a zombie, with its
retries and its label: those are the duplicates.

Time-outs. ``timeout_s`` is how long booking waits for one address check. The two callers above
wait as long for theirs, but never less than the 2 s they had on the day. So a soft check needs a
wait well below 2 s: booking has 0.26 s of other work to do before its own caller leaves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np

from tpo import case
from tpo.engines.simulator import (
    Breaker,
    Call,
    Constant,
    Down,
    Exponential,
    Poisson,
    Recheck,
    Result,
    Retry,
    Scenario,
    Service,
    Slow,
    System,
    Timeline,
    simulate,
)

# ---- the chain in numbers: those of the case, and what the replay adds ---------------------------

_INC = case.incident("INC-0417")
_SERVICES = case.services()

DEMAND_PER_S = _INC.facts["demand_rps"]  # bookings that customers ask for
PROVIDER_SLOTS = int(_INC.facts["provider_slots"])  # calls GeoSure works on at once
PROVIDER_S = _INC.facts["provider_normal_s"]  # its mean time in calm minutes
SLOW_CAPACITY_PER_S = _INC.facts["provider_slow_capacity_rps"]  # what it could still answer
BAD_MINUTES = _INC.facts["replay_min"]
GATEWAY_S = (_SERVICES["merchant-gateway"].p50_ms or 0.0) / 1000
LABEL_S = (_SERVICES["label"].p50_ms or 0.0) / 1000
# A calm booking less what it waits for; rounded, as 0.35 - 0.12 - 0.09 leaves dust.
BOOKING_S = round(_INC.facts["booking_s"] - LABEL_S - PROVIDER_S, 6)
LAYER_TIMEOUT_S = _INC.layers[0].timeout_s
CALM_S = 120.0  # replayed before and after the bad phase
AFTER_S = 60.0  # the last bookings get this long to finish
IN_TIME_S = 1800.0  # an unchecked address must be checked within 30 minutes
RECHECK_EVERY_S = 300.0  # after a re-check that failed
RECHECK_TIMEOUT_S = 10.0
RECHECKS = 8
BREAKER = Breaker(window=10, threshold=0.5, open_for=20.0)
ENDLESS = 1_000_000  # slots of a service that is never short of them

MAX_TRIES = 4
MAX_POOL = 400


@dataclass(frozen=True)
class ResiliencePolicy:
    """How the three callers behave. The defaults are those of INC-0417.

    ``*_tries`` count the first call. ``retry_budget`` is the share of calls that a layer may
    repeat (None: no limit). ``jitter`` draws each back-off between 0 and its full length.
    ``address_check="soft"``: booking goes on without the answer, and checks the address
    ``recheck_after_min`` minutes later (None: never). ``idempotency_key``: a repeated booking
    prints no second label.
    """

    sdk_tries: int = 3
    gateway_tries: int = 3
    booking_tries: int = 3
    timeout_s: float = 2.0
    backoff_s: float = 0.0
    jitter: bool = False
    retry_budget: float | None = None
    breaker: bool = False
    pool: int = int(_INC.facts["pool_workers"])
    address_check: Literal["hard", "soft"] = "hard"
    recheck_after_min: float | None = None
    idempotency_key: bool = False

    def __post_init__(self) -> None:
        for name in ("sdk_tries", "gateway_tries", "booking_tries"):
            _within(name, getattr(self, name), 1, MAX_TRIES, "tries", whole=True)
        _within("timeout_s", self.timeout_s, 0.1, 60, "seconds")
        _within("backoff_s", self.backoff_s, 0, 60, "seconds")
        if self.retry_budget is not None:
            _within("retry_budget", self.retry_budget, 0, 1, "as a share of calls")
        _within("pool", self.pool, 1, MAX_POOL, "workers", whole=True)
        if self.recheck_after_min is not None:
            _within("recheck_after_min", self.recheck_after_min, 0, 1440, "minutes")
        for name in ("jitter", "breaker", "idempotency_key"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"{name} must be True or False.")
        if self.address_check not in ("hard", "soft"):
            raise ValueError("address_check must be 'hard' or 'soft'.")


def booking_system(policy: ResiliencePolicy) -> System:
    """Return the booking chain under the policy."""

    def retry(tries: int) -> Retry:
        jitter = "full" if policy.jitter else "none"
        return Retry(tries, policy.backoff_s, jitter=jitter, budget=policy.retry_budget)

    soft = policy.address_check == "soft"
    recheck = None
    if soft and policy.recheck_after_min is not None:
        after = 60.0 * policy.recheck_after_min
        recheck = Recheck(after, RECHECK_EVERY_S, RECHECKS, RECHECK_TIMEOUT_S)
    above = max(LAYER_TIMEOUT_S, policy.timeout_s)
    return System(
        services=(
            Service("gateway", Constant(GATEWAY_S), ENDLESS),
            Service("booking", Constant(BOOKING_S), policy.pool),
            Service("address-check", Exponential(PROVIDER_S), PROVIDER_SLOTS),
            Service("label", Constant(LABEL_S), ENDLESS),
        ),
        calls=(
            Call("client", "gateway", timeout=above, retry=retry(policy.sdk_tries)),
            Call("gateway", "booking", timeout=above, retry=retry(policy.gateway_tries)),
            Call(
                "booking",
                "address-check",
                timeout=policy.timeout_s,
                retry=retry(policy.booking_tries),
                breaker=BREAKER if policy.breaker else None,
                soft=soft,
                recheck=recheck,
            ),
            Call("booking", "label"),
        ),
    )


# ---- incidents -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Incident:
    """What GeoSure does in the bad phase, which begins after two calm minutes.

    ``faults``: (start in s, length in s, capacity in calls per s; 0 = unreachable), start counted
    from the beginning of the bad phase. ``demand_per_s``: bookings asked for.
    """

    kind: str
    bad_s: float
    faults: tuple[tuple[float, float, float], ...]
    seed: int = 1
    demand_per_s: float = DEMAND_PER_S


def slow(
    capacity_per_s: float = SLOW_CAPACITY_PER_S, minutes: float = BAD_MINUTES, seed: int = 1
) -> Incident:
    """INC-0417: GeoSure is slow, but has room for normal demand."""
    return Incident("slow", 60 * minutes, ((0.0, 60 * minutes, capacity_per_s),), seed)


def capacity_below_demand(
    capacity_per_s: float = 4.5, minutes: float = BAD_MINUTES, seed: int = 1
) -> Incident:
    """GeoSure is so slow that it cannot answer every booking, even without a single retry."""
    whole = (0.0, 60 * minutes, capacity_per_s)
    return Incident("capacity_below_demand", 60 * minutes, (whole,), seed)


def down(minutes: float = 15.0, seed: int = 1) -> Incident:
    """GeoSure cannot be reached."""
    return Incident("down", 60 * minutes, ((0.0, 60 * minutes, 0.0),), seed)


def flapping(
    down_s: float = 40.0, up_s: float = 50.0, minutes: float = BAD_MINUTES, seed: int = 1
) -> Incident:
    """GeoSure goes away for ``down_s``, comes back for ``up_s``, and so on."""
    times = np.arange(0.0, 60 * minutes, down_s + up_s).tolist()
    return Incident("flapping", 60 * minutes, tuple((t, down_s, 0.0) for t in times), seed)


INC_0417 = slow()


# ---- running one ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Observations:
    """What happened. Shares and times are those of bookings asked for in the bad phase.

    ``amplification``: calls that reached GeoSure in the bad phase, re-checks included, per booking
    asked for in it. ``duplicate_labels``, ``degraded`` (bookings accepted unchecked) and
    ``unverified`` (those not checked within 30 minutes) count the whole run; ``verified_in_time``
    is 1 when nothing was degraded. ``peak_in_flight`` counts calls inside booking, those waiting
    for one of ``pool`` workers included. ``p95_s`` is nan when no booking succeeded.
    """

    bookings: int
    success: float
    amplification: float
    p95_s: float
    duplicate_labels: int
    degraded: int
    verified_in_time: float
    unverified: int
    peak_in_flight: int
    pool: int
    bad_from_s: float
    bad_to_s: float

    def numbers(self) -> Mapping[str, float]:
        """The observations by name."""
        return dict(vars(self))


def run_incident(policy: ResiliencePolicy, incident: Incident = INC_0417) -> Observations:
    """Replay the incident under the policy (a repeated question is answered from memory)."""
    return _observed(policy, incident)


def incident_timeline(policy: ResiliencePolicy, incident: Incident = INC_0417) -> Timeline:
    """The same replay in steps of 30 s."""
    return _run(policy, incident).timeline(30.0)


@lru_cache(maxsize=4)  # a storm's calls take 10 MB
def _run(policy: ResiliencePolicy, incident: Incident) -> Result:
    begin, end = CALM_S, CALM_S + incident.bad_s
    rechecks = policy.address_check == "soft" and policy.recheck_after_min is not None
    return simulate(
        booking_system(policy),
        Scenario(
            Poisson(incident.demand_per_s),
            duration=end + CALM_S,
            faults=tuple(_fault(begin + at, length, c) for at, length, c in incident.faults),
            seed=incident.seed,
            drain=IN_TIME_S if rechecks else AFTER_S,
        ),
    )


@lru_cache(maxsize=32)
def _observed(policy: ResiliencePolicy, incident: Incident) -> Observations:
    result, begin, end = _run(policy, incident), CALM_S, CALM_S + incident.bad_s
    bad = result.window(begin, end)
    duplicates = 0 if policy.idempotency_key else result.duplicates("label")
    accepted_unchecked = result.ok & result.degraded
    checked_after = (result.verified_at - result.arrival)[accepted_unchecked]
    degraded = len(checked_after)
    in_time = int((checked_after <= IN_TIME_S).sum())
    return Observations(
        bookings=bad.n,
        success=bad.success,
        amplification=bad.calls("address-check") / bad.n if bad.n else math.nan,
        p95_s=bad.p(95),
        duplicate_labels=duplicates,
        degraded=degraded,
        verified_in_time=in_time / degraded if degraded else 1.0,
        unverified=degraded - in_time,
        peak_in_flight=result.in_flight_peak("booking"),
        pool=policy.pool,
        bad_from_s=begin,
        bad_to_s=end,
    )


def _fault(at: float, length: float, capacity_per_s: float) -> Slow | Down:
    if capacity_per_s <= 0.0:
        return Down("address-check", at, length)
    return Slow("address-check", PROVIDER_SLOTS / capacity_per_s / PROVIDER_S, at, length)


def _within(
    name: str, value: Any, low: float, high: float, unit: str, *, whole: bool = False
) -> None:
    kind = Integral if whole else Real
    good = isinstance(value, kind) and not isinstance(value, bool)
    if not good or not low <= value <= high:
        what = "a whole number" if whole else "a number"
        raise ValueError(f"{name} must be {what} from {low:g} to {high:g} ({unit}).")
