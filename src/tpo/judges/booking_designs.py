"""Designs of booking for Saturday's busiest minute: what each costs, and what it can promise.

A design is three numbers: machines of four workers, bookings that may wait at each machine, and
tries of the caller, who waits up to half a second (at random, doubling) before it tries again. Each
booking goes to the machine with the fewest inside. Every design meets the same customers: 50 a
second for one minute, 0.35 s of work each (exponential). In the slow minute the work takes twice as
long for 20 s, as it does when GeoSure is slow.

Cost: a worker that stands ready all year, see ``capacity``. A design is seen by what it costs, how
long 99 of 100 successful bookings take at most, and how many succeed.
"""

from __future__ import annotations

from functools import lru_cache

from tpo.engines.simulator import (
    Call,
    Design,
    Exploration,
    Exponential,
    Poisson,
    Retry,
    Scenario,
    Service,
    Slow,
    System,
    explore,
)
from tpo.judges.capacity import BURST_PER_S, SERVICE_S, SLOW_FACTOR, WORKER_YEAR_EUR

WORKERS_A_MACHINE = 4
MACHINE_YEAR_EUR = WORKERS_A_MACHINE * WORKER_YEAR_EUR
MINUTE_S = 60.0
SLOW_AT_S, SLOW_S = 20.0, 20.0
WARMUP_S = 5.0
SEED = 3
HOURS = 365 * 24

KNOBS = {
    "booking.replicas": range(4, 13),
    "booking.queue_limit": (0, 2, 5, 10, None),
    "client>booking.retry.attempts": (1, 2, 3),
}


@lru_cache(maxsize=4)
def designs(slow: bool) -> Exploration:
    """Run every design in the busiest minute; with ``slow``, in one that has 20 slow seconds."""
    booking = Service(
        "booking",
        Exponential(SERVICE_S),
        slots=WORKERS_A_MACHINE,
        replicas=4,
        price_per_hour=MACHINE_YEAR_EUR / HOURS,
    )
    retry = Retry(backoff=0.5, jitter="full")
    entry = Call("client", "booking", balance="least_in_flight", retry=retry)
    faults = (Slow("booking", SLOW_FACTOR, SLOW_AT_S, SLOW_S),) if slow else ()
    minute = Scenario(
        Poisson(BURST_PER_S), duration=MINUTE_S, warmup=WARMUP_S, faults=faults, seed=SEED
    )
    return explore(System((booking,), (entry,)), KNOBS, minute)


def year_eur(design: Design) -> float:
    """What the design's machines cost in a year, in euros."""
    return design.cost * HOURS


def kept(slow: bool, success: float, p99_s: float, most_eur: float) -> Exploration:
    """Keep the designs within the limits: least share, longest time in s, most euros a year."""
    # Half a euro more: the cost of a year was divided into hours and back.
    return designs(slow).within(cost=(most_eur + 0.5) / HOURS, p99=p99_s, success=success)


def cheapest(exploration: Exploration) -> Design | None:
    """The cheapest design of the front; of equally cheap ones the fastest. None if there is none."""
    return exploration.front[0] if exploration.front else None
