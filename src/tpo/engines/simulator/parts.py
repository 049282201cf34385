"""The small structs the event loop works on, built from a ``System`` and a ``Scenario``.

They mirror the model: a ``Group`` is a service, a ``Station`` one of its replicas, an ``Edge`` one
call of the graph, a ``Job`` one try of one call for one request. A ``Path`` holds the random
numbers of one try along one way through the graph, for every request.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Any

import numpy as np

from . import draws
from .model import (
    CLIENT,
    Arrivals,
    Call,
    Constant,
    Down,
    Errors,
    Exponential,
    Fault,
    Flush,
    Keys,
    Load,
    LogNormal,
    Scenario,
    Service,
    Slots,
    Slow,
    System,
    Work,
)

NEVER = math.inf

# How a job, or a whole request, came out. HIT and STALE are jobs a cache answered.
OK, TIMEOUT, REJECTED, ERROR, OPEN, DOWN, IN_FLIGHT, HIT, STALE = range(9)
OUTCOMES = ("ok", "timeout", "rejected", "error", "open", "down", "in_flight")

BUDGET_BURST = 10.0  # a retry budget saves up at most this many retries


class Job:
    """One try of one call. Its caller waits for it; a station holds it; neither owns the other."""

    __slots__ = (
        "attempt",
        "edge",
        "number",
        "parent",
        "path",
        "request",
        "station",
        "step",
        "t_accepted",
        "t_end",
        "t_free",
        "t_sent",
        "t_start",
        "waiting",
        "why",
    )

    def __init__(
        self,
        number: int,
        edge: Edge,
        parent: Job | None,
        request: int,
        attempt: int,
        path: Path,
    ) -> None:
        self.number = number
        self.edge = edge
        self.parent = parent
        self.request = request
        self.attempt = attempt
        self.path = path
        self.waiting = True  # the caller has not heard an answer and has not given up
        self.step = 0  # how many downstream calls were looked at
        self.why = IN_FLIGHT
        self.t_sent = NEVER  # left the caller (never: refused at home, or a cache hit)
        self.t_accepted = NEVER  # in the queue or in a slot
        self.t_start = NEVER  # got a slot
        self.t_free = NEVER  # gave the slot back
        self.t_end = NEVER  # finished its work


class Station:
    """One replica: busy slots and a queue."""

    __slots__ = ("busy", "in_flight", "queue", "slots")

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self.busy = 0
        self.in_flight = 0
        self.queue: deque[Job] = deque()


class Group:
    """A service: its stations, and what is true of it at this moment."""

    __slots__ = (
        "calls",
        "drop",
        "down",
        "error_rate",
        "lifo",
        "limit",
        "may_fail",
        "mean",
        "name",
        "scale",
        "stations",
        "sync",
        "work",
    )

    def __init__(self, service: Service, may_fail: bool) -> None:
        self.name = service.name
        self.work = service.work
        self.mean = service.work.mean
        self.scale = self.mean  # mean × slow-down
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

    __slots__ = (
        "attempts",
        "balance",
        "breaker",
        "budget",
        "bulkhead",
        "cache",
        "callee",
        "event",
        "name",
        "network",
        "number",
        "out",
        "probe",
        "recent",
        "recheck",
        "rechecked",
        "retry",
        "share",
        "share_draws",
        "soft",
        "timeout",
        "timers",
        "tokens",
        "turn",
        "until",
        "verifies",
    )

    def __init__(self, number: int, call: Call, callee: Group, name: str) -> None:
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
        self.breaker = call.breaker
        self.recent: deque[bool] = deque()  # failures among the last calls
        self.until = -1.0  # the breaker is open until then; below 0: closed
        self.probe: Job | None = None
        self.bulkhead = NEVER if call.bulkhead is None else call.bulkhead
        self.out = 0
        self.balance = call.balance
        self.turn = 0
        self.network = call.network
        self.soft = call.soft
        self.event = call.event
        self.cache: CacheTable | None = None
        self.recheck: Edge | None = None
        self.rechecked: list[bool] = []
        self.verifies = False


class CacheTable:
    """The entries of one cache: key → (when it expires, when the truth changes next)."""

    __slots__ = ("entries", "hit_time", "invalidate_after", "lifetimes")

    def __init__(self, hit_time: float, invalidate_after: float | None) -> None:
        self.hit_time = hit_time
        self.invalidate_after = NEVER if invalidate_after is None else invalidate_after
        self.lifetimes: list[float] = []  # of the entry each request would store
        self.entries: dict[int, tuple[float, float]] = {}


class Path:
    """Random numbers for one try along one way through the graph: one of each kind per request.

    ``first[e]`` is the path of the first try of call number e made from here, ``again`` that of
    the next try of this call; the loop asks for them when they are first needed.
    """

    __slots__ = ("again", "error", "first", "jitter", "label", "pick", "work")

    def __init__(self, label: str, edges: int) -> None:
        self.label = label
        self.work: list[float] = []  # in multiples of the mean
        self.error: list[float] = []
        self.pick: list[float] = []
        self.jitter: list[float] = []
        self.first: list[Path | None] = [None] * edges
        self.again: Path | None = None


class Plan:
    """Everything one run needs, fresh: stations, edges, arrivals, faults, keys."""

    def __init__(self, system: System, scenario: Scenario) -> None:
        times, self.until = arrival_times(scenario)
        self.seed = scenario.seed
        self.arrivals: list[float] = times.tolist()
        self.n = len(self.arrivals)
        self.end = min(self.until + scenario.drain, sys.float_info.max)
        failing = {f.service for f in scenario.faults if isinstance(f, Errors)}
        self.groups = {
            s.name: Group(s, may_fail=s.error_rate > 0.0 or s.name in failing)
            for s in system.services
        }
        self.edges: list[Edge] = []
        for call in system.calls:
            edge = self._edge(call, f"{call.caller}>{call.callee}")
            if call.caller == CLIENT:
                self.entry = edge
            else:
                self.groups[call.caller].calls.append(edge)
        for edge, call in zip(list(self.edges), system.calls, strict=True):
            if call.recheck is not None:
                edge.recheck = self._edge(_recheck_call(call), f"{edge.name} recheck")
                edge.rechecked = [False] * self.n
        reached = [edge.callee.name for edge in self.edges]
        self.forks = {name for name in self.groups if reached.count(name) > 1}
        self.changes = _changes(system, scenario.faults, self.groups, self.edges)
        self.keys: list[int] = []
        self.updates: dict[int, list[float]] = {}
        if scenario.keys is not None and any(call.cache for call in system.calls):
            self._fill_caches(system, scenario.keys, self.until + min(scenario.drain, 3600.0))

    def _edge(self, call: Call, name: str) -> Edge:
        edge = Edge(len(self.edges), call, self.groups[call.callee], name)
        if call.share < 1.0:
            edge.share_draws = draws.uniforms(self.seed, f"share {name}", self.n).tolist()
        self.edges.append(edge)
        return edge

    def _fill_caches(self, system: System, keys: Keys, horizon: float) -> None:
        """Draw which key each request asks for and when keys change; preload caches."""
        weights = _powers(np.arange(1, keys.count + 1) + keys.shift, -keys.zipf)
        shares = np.cumsum(weights)
        asked = draws.uniforms(self.seed, "keys", self.n) * shares[-1]
        self.keys = np.minimum(np.searchsorted(shares, asked, "right"), keys.count - 1).tolist()
        if keys.updates > 0.0:
            times = _poisson_times(self.seed, "updates", keys.count * keys.updates, horizon)
            changed = draws.uniforms(self.seed, "updated keys", len(times)) * keys.count
            for t, key in zip(times.tolist(), changed.astype(np.int64).tolist(), strict=True):
                self.updates.setdefault(key, []).append(t)
        for edge, call in zip(self.edges, system.calls, strict=False):
            if call.cache is None:
                continue
            table = edge.cache = CacheTable(call.cache.hit_time, call.cache.invalidate_after)
            ttl, jitter = call.cache.ttl, call.cache.ttl_jitter
            u = draws.uniforms(self.seed, f"ttl {edge.name}", self.n)
            table.lifetimes = (ttl * (1.0 - jitter * u)).tolist()
            if call.cache.preloaded:
                u = draws.uniforms(self.seed, f"preload {edge.name}", keys.count)
                for key, expires in enumerate((ttl * (1.0 - jitter * u)).tolist()):
                    table.entries[key] = (expires, self.next_update(key, 0.0))

    def next_update(self, key: int, t: float) -> float:
        """Return when the key changes next after t."""
        times = self.updates.get(key, ())
        i = bisect_right(times, t)
        return times[i] if i < len(times) else NEVER

    def path(self, edge: Edge, attempt: int, caller: Path | None, caller_name: str) -> Path:
        """Draw the random numbers for one try of a call, along the way its caller was reached.

        Streams are named by the call alone where that is unambiguous, so adding a service
        elsewhere changes no draw; a try after the first, or a caller that can be reached in
        several ways, puts the whole way in front.
        """
        label = edge.name if attempt == 1 else f"{edge.name}#{attempt}"
        if caller is not None and (
            "#" in caller.label or "/" in caller.label or caller_name in self.forks
        ):
            label = f"{caller.label}/{label}"
        path = Path(label, len(self.edges))
        group = edge.callee
        path.work = work_draws(group.work, self.seed, f"work {label}", self.n).tolist()
        if group.may_fail:
            path.error = draws.uniforms(self.seed, f"error {label}", self.n).tolist()
        if edge.balance in ("random", "two_choices"):
            path.pick = draws.uniforms(self.seed, f"replica {label}", self.n).tolist()
        if edge.retry.jitter != "none":
            path.jitter = draws.uniforms(self.seed, f"jitter {label}", self.n).tolist()
        return path
