"""From a ``System`` and a ``Scenario`` to everything one run needs, randomness included."""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_right
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import draws
from .model import (
    CLIENT,
    MAX_REQUESTS,
    Arrivals,
    Call,
    Constant,
    Down,
    Errors,
    Exponential,
    Fault,
    Flush,
    Keys,
    LogNormal,
    Loss,
    Retry,
    Scenario,
    Service,
    Slots,
    Slow,
    System,
    Users,
    Work,
)
from .parts import NEVER, CacheTable, Change, Edge, Group, Path


class Plan:
    """Everything one run needs, fresh: stations, edges, arrivals, faults, keys."""

    def __init__(self, system: System, scenario: Scenario) -> None:
        self.seed = scenario.seed
        self.think: array[float] | None = None  # closed loop: how long before each request, s
        if isinstance(scenario.load, Users):
            think = scenario.load.think.mean * work_multiples(
                scenario.load.think, self.seed, "think", scenario.n or 0
            )
            self.think = _table(think)
            self.n = len(think)
            self.times, self.until = np.sort(think[: scenario.load.count]), NEVER
        else:
            self.times, self.until = arrival_times(scenario)
            self.n = len(self.times)
        self.end = min(self.until + scenario.drain, sys.float_info.max)
        lanes = sorted({c.priority for c in scenario.classes} or {0}, reverse=True)
        self.kinds = _classes(scenario, self.n)
        lane_of = np.array([lanes.index(c.priority) for c in scenario.classes] or [0], np.uint8)
        self.lanes = lane_of[self.kinds].tobytes()  # of each request
        failing = {f.service for f in scenario.faults if isinstance(f, Errors)}
        self.groups = {
            s.name: Group(i, s, s.error_rate > 0.0 or s.conflicts or s.name in failing, len(lanes))
            for i, s in enumerate(system.services)
        }
        self.paths: list[Path] = []
        self.edges: list[Edge] = []
        for call in system.calls:
            edge = self._edge(call, f"{call.caller}>{call.callee}")
            edge.needed = self._needed(call, edge.name, scenario)
            if call.caller == CLIENT:
                self.entry = edge
            else:
                self.groups[call.caller].calls.append(edge)
        for edge, call in zip(list(self.edges), system.calls, strict=True):
            if call.recheck is not None:
                edge.recheck = self._edge(_recheck_call(call), f"{edge.name} recheck")
                edge.recheck.verifies = True
                edge.recheck_after = call.recheck.after
                edge.rechecked = [False] * self.n
        reached = [edge.callee.name for edge in self.edges]
        self.forks = {name for name in self.groups if reached.count(name) > 1}
        self.keys = array("i")  # which key each request asks for
        self.key_count = 0 if scenario.keys is None else scenario.keys.count
        # Key k changes at updates[updates_of[k]], ..., updates[updates_of[k + 1] - 1].
        self.updates, self.updates_of = array("d"), array("i")
        if scenario.keys is not None:
            self._fill_caches(system, scenario.keys, self.until + min(scenario.drain, 3600.0))
        elif any(c.cache or c.lag or c.balance == "hash" for c in system.calls):
            raise ValueError(
                "Scenario: keys is missing; a cache, a lag or balance 'hash' needs to know what "
                "is asked for."
            )
        self.changes = _changes(system, scenario.faults, self.groups, self.edges)

    def _edge(self, call: Call, name: str) -> Edge:
        edge = Edge(len(self.edges), name, call, self.groups[call.callee])
        self.edges.append(edge)
        return edge

    def _needed(self, call: Call, name: str, scenario: Scenario) -> bytes | None:
        """Mark the requests that need a call; None if all do."""
        names = [c.name for c in scenario.classes]
        for wanted in call.only:
            if wanted not in names:
                raise ValueError(
                    f"Call '{call.caller}' → '{call.callee}': only names '{wanted}', but the "
                    f"scenario's classes are {', '.join(names) or 'none yet'}."
                )
        if call.share == 1.0 and not call.only:
            return None
        needed = np.ones(self.n, np.bool_)
        if call.share < 1.0:
            needed &= draws.uniforms(self.seed, f"share {name}", self.n) < call.share
        if call.only:
            needed &= np.isin(self.kinds, [names.index(wanted) for wanted in call.only])
        return needed.tobytes()

    def _fill_caches(self, system: System, keys: Keys, horizon: float) -> None:
        """Draw which key each request asks for and when keys change; preload caches."""
        if keys.updates > 0.0 and self.until == NEVER:
            raise ValueError("Keys: updates need a load whose end is known, so no Users.")
        self.keys = _asked(self.seed, keys, self.n)
        self.updates_of, self.updates = _updates(self.seed, keys, horizon)
        for edge, call in zip(self.edges, system.calls, strict=False):
            if call.cache is None:
                continue
            ttl, jitter, lag = call.cache.ttl, call.cache.ttl_jitter, call.cache.invalidate_after
            capacity = NEVER if call.cache.capacity is None else call.cache.capacity
            full = int(min(keys.count, capacity)) if call.cache.preloaded else 0
            lives = draws.uniforms(self.seed, f"preload {edge.name}", keys.count)[:full]
            lifetimes = draws.uniforms(self.seed, f"ttl {edge.name}", self.n)
            edge.cache = CacheTable(
                hit_time=call.cache.hit_time,
                invalidate_after=NEVER if lag is None else lag,
                lifetimes=_table(ttl * (1.0 - jitter * lifetimes)),
                capacity=capacity,
                coalesce=call.cache.coalesce,
                preloaded=(_table(ttl * (1.0 - jitter * lives)), self._first_updates(full)),
            )

    def _first_updates(self, count: int) -> array[float]:
        """Return when each of the first keys changes for the first time after 0 s."""
        moments = np.append(self.updates, NEVER)
        begins = np.frombuffer(self.updates_of, "i").astype(np.int64)
        early = np.append(0, np.cumsum(moments <= 0.0))  # before each place: not after 0 s
        first = begins[:-1] + early[begins[1:]] - early[begins[:-1]]
        first[first == begins[1:]] = len(moments) - 1
        return _table(moments[first[:count]])

    def next_update(self, key: int, t: float) -> float:
        """Return when the key changes next after t."""
        end = self.updates_of[key + 1]
        i = bisect_right(self.updates, t, self.updates_of[key], end)
        return self.updates[i] if i < end else NEVER

    def first_paths(self, edge: Edge, caller: Path | None) -> list[Path]:
        """Return the paths of the first tries of a call, one for each copy, made when needed."""
        if caller is None:
            return [self._path(edge, 1, None, 0)]
        known = caller.first[edge.number]
        if known is None:
            known = [self._path(edge, 1, caller, copy) for copy in range(edge.copies)]
            caller.first[edge.number] = known
        return known

    def next_path(self, path: Path) -> Path:
        """Return the path of the try after this one."""
        if path.again is None:
            path.again = self._path(path.edge, path.attempt + 1, path.caller, path.copy)
        return path.again

    def hedge_path(self, path: Path) -> Path:
        """Return the path of the hedge of this try."""
        if path.hedge is None:
            path.hedge = self._path(path.edge, path.attempt, path.caller, path.copy, "#hedge")
            path.hedge.original = path
        return path.hedge

    def _path(
        self, edge: Edge, attempt: int, caller: Path | None, copy: int, hedge: str = ""
    ) -> Path:
        """Draw the random numbers for one try of a call, on the way its caller was reached.

        Streams are named by the call alone where that is unambiguous, so that adding a service
        elsewhere changes no draw. A try after the first, or a caller that can be reached in
        several ways, puts the whole way in front.
        """
        label = edge.name + (f"#copy{copy}" if copy else "")
        label += (f"#{attempt}" if attempt > 1 else "") + hedge
        if caller is not None and (
            "#" in caller.label or "/" in caller.label or caller.edge.callee.name in self.forks
        ):
            label = f"{caller.label}/{label}"
        first: list[list[Path] | None] = [None] * len(self.edges)
        path = Path(len(self.paths), edge, attempt, caller, copy, label, first)
        self.paths.append(path)
        group = edge.callee
        path.work = _table(work_multiples(group.work, self.seed, f"work {label}", self.n))
        if group.may_fail:
            path.error = _table(draws.uniforms(self.seed, f"error {label}", self.n))
        if edge.balance in ("random", "two_choices"):
            path.pick = _table(draws.uniforms(self.seed, f"replica {label}", self.n))
        if edge.retry.jitter != "none":
            path.jitter = _table(draws.uniforms(self.seed, f"jitter {label}", self.n))
        if edge.may_lose:
            path.loss = _table(draws.uniforms(self.seed, f"loss {label}", self.n))
        return path


def _classes(scenario: Scenario, n: int) -> NDArray[np.uint8]:
    """Draw the class of each request, as its place in the scenario's list."""
    ends = np.cumsum([c.share for c in scenario.classes])
    if len(ends) < 2:
        return np.zeros(n, np.uint8)
    u = draws.uniforms(scenario.seed, "class", n)
    return np.minimum(np.searchsorted(ends, u, "right"), len(ends) - 1).astype(np.uint8)


def _table(values: draws.Floats) -> array[float]:
    """Return the same numbers as a plain table: a quarter of a list's memory, and floats inside."""
    return array("d", values.tobytes())


@lru_cache(maxsize=8)
def _asked(seed: int, keys: Keys, n: int) -> array[int]:
    """Draw which key each request asks for."""
    rank: draws.Floats = np.arange(1.0, keys.count + 1.0) + keys.shift
    shares = np.cumsum(draws.exp(-keys.zipf * draws.log(rank)))
    asked = draws.uniforms(seed, "keys", n) * shares[-1]
    return _whole(np.minimum(np.searchsorted(shares, asked, "right"), keys.count - 1))


@lru_cache(maxsize=8)
def _updates(seed: int, keys: Keys, horizon: float) -> tuple[array[int], array[float]]:
    """Draw when keys change before the horizon: where each key's moments begin, and all moments."""
    if keys.updates == 0.0:
        return _whole(np.zeros(keys.count + 1)), array("d")
    rate = keys.count * keys.updates
    times = _unit_poisson(seed, "updates", rate * horizon) / rate
    changed = draws.uniforms(seed, "updated keys", len(times)) * keys.count
    key = changed.astype(np.int64)
    begins = np.cumsum(np.bincount(key + 1, minlength=keys.count + 1))
    return _whole(begins), _table(times[np.argsort(key, kind="stable")])


def _whole(values: NDArray[Any]) -> array[int]:
    """Return whole numbers below 2³¹ as a plain table."""
    return array("i", values.astype("i").tobytes())


def work_multiples(work: Work, seed: int, stream: str, n: int) -> draws.Floats:
    """Return n draws of the work's distribution, in multiples of its mean."""
    if isinstance(work, Constant):
        return np.ones(n)
    if isinstance(work, Exponential):
        return draws.exponentials(seed, stream, n)
    if isinstance(work, LogNormal):
        variance = draws.log(np.array([1.0 + work.cv * work.cv]))
        z = draws.normals(seed, stream, n)
        return draws.exp(np.sqrt(variance) * z - 0.5 * variance)
    often = 0.5 * (1.0 + math.sqrt((work.cv2 - 1.0) / (work.cv2 + 1.0)))  # balanced means
    short = draws.uniforms(seed, f"{stream} which", n) < often
    return draws.exponentials(seed, stream, n) / np.where(short, 2.0 * often, 2.0 - 2.0 * often)


def arrival_times(scenario: Scenario) -> tuple[draws.Floats, float]:
    """Return the arrival times and the end of the loaded period, both in seconds.

    One unit-rate Poisson process is stretched to the load's rate, so that at another rate the
    same customers come, only sooner or later.
    """
    load = scenario.load
    if isinstance(load, Arrivals):
        return np.array(load.times), load.times[-1]
    assert not isinstance(load, Users)
    starts = np.array([start for start, _ in load.steps])
    rates = np.array([rate for _, rate in load.steps])
    before = np.concatenate(([0.0], np.cumsum(np.diff(starts) * rates[:-1])))  # expected arrivals
    if scenario.n is not None:
        unit = np.cumsum(draws.exponentials(scenario.seed, "arrivals", scenario.n))
    else:
        duration = scenario.duration or 0.0
        i = int(np.searchsorted(starts, duration, "right")) - 1
        unit = _unit_poisson(
            scenario.seed, "arrivals", before[i] + (duration - starts[i]) * rates[i]
        )
        if len(unit) == 0:
            raise ValueError("Scenario: nobody arrives in this time; make duration longer.")
    piece = np.searchsorted(before, unit, "right") - 1
    # A step with rate 0 adds no expected arrivals, so "right" never leaves a request in one.
    times = starts[piece] + (unit - before[piece]) / rates[piece]
    return times, float(times[-1]) if scenario.duration is None else scenario.duration


def _unit_poisson(seed: int, stream: str, length: float) -> draws.Floats:
    """Return the points of a Poisson process of rate 1 on [0, length)."""
    if length > MAX_REQUESTS:
        raise ValueError(
            f"Scenario: about {length:.2g} {stream} would happen; at most {MAX_REQUESTS:,} are "
            "possible, so lower the rate or the duration."
        )
    n = int(length + 8.0 * math.sqrt(length) + 20.0)
    points = np.cumsum(draws.exponentials(seed, stream, n))
    while points[-1] < length:
        n *= 2
        points = np.cumsum(draws.exponentials(seed, stream, n))
    return points[: int(np.searchsorted(points, length))]


def _recheck_call(call: Call) -> Call:
    """A re-check is one more call of the graph: nobody waits for it, retried at a fixed interval."""
    r = call.recheck
    assert r is not None
    return Call(
        call.caller,
        call.callee,
        timeout=None if r.timeout == math.inf else r.timeout,
        retry=Retry(r.attempts, backoff=r.every, cap=r.every),
        balance=call.balance,
        network=call.network,
        event=True,
    )


def _changes(
    system: System, faults: tuple[Fault, ...], groups: dict[str, Group], edges: list[Edge]
) -> list[Change]:
    """Return what the faults change, in order of time.

    Where faults of one kind overlap, slow-downs multiply, the highest error or loss rate counts, and
    the slots of the fault listed last.
    """
    changes: list[Change] = []
    for fault in faults:
        if isinstance(fault, Flush | Loss):
            edge = next((e for e in edges if e.name == f"{fault.caller}>{fault.callee}"), None)
            where = f"{type(fault).__name__}: the call '{fault.caller}' → '{fault.callee}'"
            if isinstance(fault, Flush):
                if edge is None or edge.cache is None:
                    raise ValueError(f"{where} has no cache.")
                changes.append(Change(fault.at, "flush", edge))
            elif edge is None or edge.timeout == NEVER:
                raise ValueError(f"{where} has no timeout, so its caller would wait for ever.")
        elif fault.service not in groups:
            raise ValueError(
                f"{type(fault).__name__}: '{fault.service}' is not a service; "
                f"the services are {', '.join(groups)}."
            )
    for edge in edges:
        losses = [f for f in faults if isinstance(f, Loss)]
        losses = [f for f in losses if f"{f.caller}>{f.callee}" == edge.name]
        edge.may_lose = bool(losses)
        for t in sorted({t for f in losses for t in (f.at, fault_end(f))}):
            rate = max((f.rate for f in losses if f.at <= t < fault_end(f)), default=0.0)
            changes.append(Change(t, "loss", edge, rate))
    for service in system.services:
        own = [f for f in faults if not isinstance(f, Flush | Loss)]
        timed = [f for f in own if f.service == service.name]
        for kind, what in _CHANGED_BY.items():
            mine = [f for f in timed if isinstance(f, kind)]
            for t in sorted({t for f in mine for t in (f.at, fault_end(f)) if t < NEVER}):
                active = [f for f in mine if f.at <= t < fault_end(f)]
                value = _value_under(active, what, service)
                changes.append(Change(t, what, groups[service.name], value))
    return sorted(changes, key=lambda change: change.at)


_CHANGED_BY = {Slow: "scale", Down: "down", Errors: "error_rate", Slots: "slots"}


def fault_end(fault: Any) -> float:
    """Return when a fault is over, in s (infinity if it lasts)."""
    return NEVER if fault.for_ is None else fault.at + fault.for_


def _value_under(active: list[Any], what: str, service: Service) -> float:
    """Return what a group's property is while these faults of one kind are active."""
    if what == "scale":
        return math.prod((f.factor for f in active), start=service.work.mean)
    if what == "down":
        return bool(active)
    if what == "error_rate":
        return max([service.error_rate, *(f.rate for f in active)])
    return active[-1].slots if active else service.slots
