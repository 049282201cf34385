"""The small structs the event loop works on, and the rules that need nothing but one of them.

They mirror the model: a ``Group`` is a service, a ``Station`` one of its replicas, an ``Edge`` one
call of the graph, a ``Job`` one try of one call for one request. A ``Path`` holds the random
numbers of one try along one way through the graph.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from .model import Breaker, Call, RateLimit, Service

NEVER = math.inf

# How a job, or a whole request, came out. HIT and STALE are jobs that a cache answered.
# BEATEN is a hedged try whose twin answered first.
OK, TIMEOUT, REJECTED, ERROR, OPEN, DOWN, IN_FLIGHT, HIT, STALE, BEATEN = range(10)
OUTCOMES = ("ok", "timeout", "rejected", "error", "open", "down", "in_flight")

# What a job is to others that want the same key of a cache.
ALONE, LEADER, FOLLOWER = range(3)

BUDGET_BURST = 10.0  # a retry budget saves up at most this many retries


class Job:
    """One try of one call. Its caller waits for it; a station works on it; neither owns the other.

    Times are in s; NEVER until they happen.
    """

    __slots__ = (
        *("edge", "parent", "request", "path", "station", "number", "waiting", "why", "result"),
        *("step", "pending", "failed", "twin", "part"),
        *("t_sent", "t_accepted", "t_start", "t_free", "t_end"),
    )
    station: Station  # set when it is sent
    number: int  # set after the run: its place among all jobs

    def __init__(self, edge: Edge, parent: Job | None, request: int, path: Path) -> None:
        self.edge = edge
        self.parent = parent
        self.request = request
        self.path = path
        self.waiting = True  # the caller has had no answer and has not given up
        # How it came out for the caller, and at the station, also for zombies.
        self.why = self.result = IN_FLIGHT
        # Downstream calls: how many were looked at, are out; why the first of them failed for good.
        self.step = self.pending = self.failed = 0
        self.twin: Job | None = None  # the other try of a hedged pair
        self.part = ALONE
        # Left the caller (never: refused at home, or a cache hit), in the queue or in a slot, got a
        # slot, gave it back, left the station.
        never = NEVER
        self.t_sent = self.t_accepted = self.t_start = self.t_free = self.t_end = never


@dataclass(slots=True, eq=False)
class Station:
    """One replica: busy slots, and a queue with one lane for each priority, most urgent first."""

    slots: int
    lanes: list[deque[Job]]
    busy: int = 0
    waiting: int = 0
    in_flight: int = 0
    written: float = -1.0  # when work last ended well here, s


class Group:
    """A service: its stations, and what is true of it at this moment."""

    def __init__(self, number: int, service: Service, may_fail: bool, lanes: int) -> None:
        self.number = number
        self.name = service.name
        self.work = service.work
        self.scale = service.work.mean  # mean work now, s
        self.slots = service.slots  # as designed, whatever faults do to the stations
        self.priorities = service.priorities
        self.autoscale = service.autoscale
        most = service.replicas if service.autoscale is None else service.autoscale.most
        self.stations = [
            Station(service.slots, [deque() for _ in range(lanes if service.priorities else 1)])
            for _ in range(most)
        ]
        self.only = self.stations[0] if most == 1 else None
        self.active = service.replicas  # the first so many take new calls
        self.booting = 0  # how many there will be when the new ones are up (0: none on the way)
        self.limit = NEVER if service.queue_limit is None else service.queue_limit
        self.lifo = service.order == "lifo"
        self.drop = service.on_expired == "drop"
        self.sync = service.hold == "sync"
        self.conflicts = service.conflicts
        self.error_rate = service.error_rate
        self.may_fail = may_fail
        self.down = False
        self.calls: list[Edge] = []


class Edge:
    """A call of the graph: its settings, and its timers, breaker, budget and cache."""

    # Slots, because beyond 30 attributes CPython 3.11 looks those of a dict up a third slower.
    __slots__ = (
        *("number", "name", "callee", "needed", "timeout", "timers", "retry", "attempts"),
        *("budget", "breaker", "bulkhead", "out", "guarded", "balance", "turn"),
        *("network", "soft", "event", "cache", "recheck", "recheck_after", "rechecked"),
        *("verifies", "parallel", "copies", "hedge", "limit", "every", "lag"),
        *("fetches", "loss", "may_lose"),
    )

    def __init__(self, number: int, name: str, call: Call, callee: Group) -> None:
        self.number = number
        self.name = name
        self.callee = callee
        self.needed: bytes | None = None  # 1 for each request that needs it; None: all do
        self.timeout = NEVER if call.timeout is None else call.timeout
        self.timers: deque[tuple[float, int, Job]] = deque()
        self.retry = call.retry
        self.attempts = call.retry.attempts
        share, breaker, limit = call.retry.budget, call.breaker, call.rate_limit
        self.budget = None if share is None else RetryBudget(share)
        self.breaker = None if breaker is None else BreakerState(breaker)
        self.limit = None if limit is None else TokenBucket(limit, limit.burst)
        self.bulkhead = NEVER if call.bulkhead is None else call.bulkhead
        self.out = 0  # calls whose caller waits; counted if guarded
        self.guarded = not (breaker is limit is call.bulkhead is None)
        self.parallel = call.parallel
        self.copies = call.copies
        self.hedge = NEVER if call.hedge is None else call.hedge
        self.every = call.every
        self.lag = call.lag
        self.fetches = call.cache is not None or call.lag > 0.0  # its answers can be old
        self.loss = 0.0
        self.may_lose = False
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
class TokenBucket:
    """A rate limit at work: it fills steadily and starts full."""

    rule: RateLimit
    level: float
    filled: float = 0.0  # when the level was right, s

    def take(self, now: float) -> bool:
        """Take a token for one call; False if there is none."""
        self.level = min(self.level + (now - self.filled) * self.rule.rate, self.rule.burst)
        self.filled = now
        if self.level < 1.0 - 1e-9:
            return False
        self.level -= 1.0
        return True


@dataclass(slots=True, eq=False)
class RetryBudget:
    """Tokens that first calls earn and retries spend; it starts empty."""

    share: float
    tokens: float = 0.0

    def earn(self) -> None:
        """A first call is made."""
        self.tokens = min(self.tokens + self.share, BUDGET_BURST)

    def spend(self) -> bool:
        """Take a token for one retry; False if there is none."""
        if self.tokens < 1.0 - 1e-9:
            return False
        self.tokens -= 1.0
        return True


@dataclass(slots=True, eq=False)
class BreakerState:
    """What a breaker remembers."""

    rule: Breaker
    recent: deque[bool] = field(default_factory=deque)  # did the last calls fail?
    failures: int = 0  # how many of them did
    open_until: float = -1.0  # below 0: closed
    probe: Job | None = None

    def lets(self, job: Job, now: float) -> bool:
        """Let a call through if closed, or as the one probe when the open time is over."""
        if self.open_until >= 0.0:
            if now < self.open_until or self.probe is not None:
                return False
            self.probe = job
        return True

    def count(self, job: Job, now: float) -> None:
        """Learn how a call came out."""
        if job.why == BEATEN:
            if self.probe is job:
                self.probe = None
            return
        failed = job.why != OK
        if self.open_until < 0.0:
            self.recent.append(failed)
            self.failures += failed
            if len(self.recent) > self.rule.window:
                self.failures -= self.recent.popleft()
            full = len(self.recent) == self.rule.window
            if full and self.failures >= self.rule.threshold * self.rule.window:
                self.open_until = now + self.rule.open_for
                self.failures = 0
                self.recent.clear()
        elif self.probe is job:  # open: only the probe counts
            self.probe = None
            self.open_until = now + self.rule.open_for if failed else -1.0


@dataclass(slots=True, eq=False)
class CacheTable:
    """The entries of one cache: key → (when it expires, when the truth changes next)."""

    hit_time: float
    invalidate_after: float
    lifetimes: Sequence[float]  # of the entry that each request would store
    capacity: float
    coalesce: bool
    preloaded: tuple[Sequence[float], Sequence[float]]  # expiry and change of keys 0, 1, …
    entries: dict[int, tuple[float, float]] = field(default_factory=dict)  # oldest use first
    flights: dict[int, list[Job]] = field(default_factory=dict)  # who waits for a fetch of a key

    def preload(self) -> None:
        """Store what was there before the run; the first key was used last."""
        pairs = list(zip(*self.preloaded, strict=True))
        self.entries = {key: pairs[key] for key in reversed(range(len(pairs)))}

    def read(self, key: int, now: float) -> float | None:
        """Return when the truth of a live entry changes next; None if there is no such entry."""
        expires, changes = self.entries.get(key, (-1.0, NEVER))
        if now >= expires or now >= changes + self.invalidate_after:
            return None
        self.entries[key] = self.entries.pop(key)  # now the one used last
        return changes

    def write(self, key: int, expires: float, changes: float) -> None:
        """Store an entry; a full cache drops the one used least recently."""
        self.entries.pop(key, None)
        if len(self.entries) >= self.capacity:
            del self.entries[next(iter(self.entries))]
        self.entries[key] = (expires, changes)


@dataclass(slots=True, eq=False)
class Path:
    """One try of one call along one way through the graph: its random numbers for every request.

    ``first[e]`` holds the paths of the first tries of call number e made from here, one for each
    copy, ``again`` that of the next try of this call, ``hedge`` that of its twin, whose
    ``original`` this is; they are made when first needed.
    """

    number: int
    edge: Edge
    attempt: int
    caller: Path | None
    copy: int
    label: str
    first: list[list[Path] | None]
    again: Path | None = None
    hedge: Path | None = None
    original: Path | None = None
    work: Sequence[float] = ()  # in multiples of the mean
    error: Sequence[float] = ()
    pick: Sequence[float] = ()
    jitter: Sequence[float] = ()
    loss: Sequence[float] = ()


@dataclass(frozen=True)
class Change:
    """One step of a fault: from ``at`` on, this property of this group or edge has this value."""

    at: float
    what: str  # scale, down, error_rate or slots of a group; loss or flush of an edge
    thing: Group | Edge
    value: float = 0.0


def choose(edge: Edge, job: Job, keys: Sequence[int]) -> Station:
    """Balance the load over the replicas that take calls."""
    stations, n = edge.callee.stations, edge.callee.active
    if edge.balance == "round_robin":
        i = edge.turn % n
        edge.turn = i + 1
        return stations[i]
    if edge.balance == "least_in_flight":
        return min(stations[:n], key=lambda s: s.in_flight)
    if edge.balance == "hash":
        return stations[keys[job.request] % n]
    u = job.path.pick[job.request] * n
    i = int(u)
    if edge.balance == "two_choices" and n > 1:
        j = int((u - i) * (n - 1))
        if j >= i:
            j += 1
        if stations[j].in_flight < stations[i].in_flight:
            i = j
    return stations[i]
