"""The small structs the event loop works on.

They mirror the model: a ``Group`` is a service, a ``Station`` one of its replicas, an ``Edge`` one
call of the graph, a ``Job`` one try of one call for one request. A ``Path`` holds the random
numbers of one try along one way through the graph.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from .model import Breaker, Call, Service

NEVER = math.inf

# How a job, or a whole request, came out. HIT and STALE are jobs that a cache answered.
OK, TIMEOUT, REJECTED, ERROR, OPEN, DOWN, IN_FLIGHT, HIT, STALE = range(9)
OUTCOMES = ("ok", "timeout", "rejected", "error", "open", "down", "in_flight")

BUDGET_BURST = 10.0  # a retry budget saves up at most this many retries


@dataclass(slots=True, eq=False)
class Job:
    """One try of one call. Its caller waits for it; a station works on it; neither owns the other.

    Times are in s; NEVER until they happen.
    """

    edge: Edge
    parent: Job | None
    request: int
    path: Path
    station: Station = field(init=False)  # set when it is sent
    number: int = field(init=False)  # set after the run: its place among all jobs
    waiting: bool = True  # the caller has had no answer and has not given up
    step: int = 0  # how many downstream calls were looked at
    why: int = IN_FLIGHT  # how it came out for the caller
    result: int = IN_FLIGHT  # how it came out at the station, also for zombies
    t_sent: float = NEVER  # left the caller (never: refused at home, or a cache hit)
    t_accepted: float = NEVER  # in the queue or in a slot
    t_start: float = NEVER  # got a slot
    t_free: float = NEVER  # gave the slot back
    t_end: float = NEVER  # left the station


@dataclass(slots=True, eq=False)
class Station:
    """One replica: busy slots and a queue."""

    slots: int
    busy: int = 0
    in_flight: int = 0
    queue: deque[Job] = field(default_factory=deque)


class Group:
    """A service: its stations, and what is true of it at this moment."""

    def __init__(self, service: Service, may_fail: bool) -> None:
        self.name = service.name
        self.work = service.work
        self.scale = service.work.mean  # mean work now, s
        self.stations = [Station(service.slots) for _ in range(service.replicas)]
        self.limit = NEVER if service.queue_limit is None else service.queue_limit
        self.lifo = service.order == "lifo"
        self.drop = service.on_expired == "drop"
        self.sync = service.hold == "sync"
        self.error_rate = service.error_rate
        self.may_fail = may_fail
        self.down = False
        self.calls: list[Edge] = []


class Edge:
    """A call of the graph: its settings, and its timers, breaker, budget and cache."""

    # Kept below 30 attributes: beyond, CPython 3.11 looks them up a third slower.
    def __init__(self, number: int, name: str, call: Call, callee: Group) -> None:
        self.number = number
        self.name = name
        self.callee = callee
        self.share = call.share
        self.share_draws: list[float] = []
        self.timeout = NEVER if call.timeout is None else call.timeout
        self.timers: deque[tuple[float, int, Job]] = deque()
        self.retry = call.retry
        self.attempts = call.retry.attempts
        self.budget = call.retry.budget
        self.tokens = 0.0
        self.breaker = None if call.breaker is None else BreakerState(call.breaker)
        self.bulkhead = NEVER if call.bulkhead is None else call.bulkhead
        self.out = 0  # calls whose caller waits; counted if guarded
        self.guarded = call.breaker is not None or call.bulkhead is not None
        self.balance = call.balance
        self.turn = 0
        self.network = call.network
        self.soft = call.soft
        self.event = call.event
        self.cache: CacheTable | None = None
        self.recheck: Edge | None = None
        self.recheck_after = 0.0
        self.rechecked: list[bool] = []
        self.verifies = False  # this is the re-check of another edge


@dataclass(slots=True, eq=False)
class BreakerState:
    """What a breaker remembers."""

    rule: Breaker
    recent: deque[bool] = field(default_factory=deque)  # did the last calls fail?
    failures: int = 0  # how many of them did
    open_until: float = -1.0  # below 0: closed
    probe: Job | None = None


@dataclass(slots=True, eq=False)
class CacheTable:
    """The entries of one cache: key → (when it expires, when the truth changes next)."""

    hit_time: float
    invalidate_after: float
    lifetimes: list[float]  # of the entry that each request would store
    entries: dict[int, tuple[float, float]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Path:
    """One try of one call along one way through the graph: its random numbers for every request.

    ``first[e]`` is the path of the first try of call number e made from here, ``again`` that of
    the next try of this call; they are made when first needed.
    """

    edge: Edge
    attempt: int
    caller: Path | None
    label: str
    first: list[Path | None]
    again: Path | None = None
    work: Sequence[float] = ()  # in multiples of the mean
    error: Sequence[float] = ()
    pick: Sequence[float] = ()
    jitter: Sequence[float] = ()


@dataclass(frozen=True)
class Change:
    """One step of a fault: from ``at`` on, this property of this group or cache has this value."""

    at: float
    what: str  # scale, down, error_rate, slots or flush
    group: Group
    value: float = 0.0
    cache: CacheTable | None = None
