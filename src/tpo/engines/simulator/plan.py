"""From a ``System`` and a ``Scenario`` to everything one run needs, randomness included."""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_right
from typing import Any

import numpy as np

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
    Retry,
    Scenario,
    Service,
    Slots,
    Slow,
    System,
    Work,
)
from .parts import NEVER, CacheTable, Change, Edge, Group, Path


class Plan:
    """Everything one run needs, fresh: stations, edges, arrivals, faults, keys."""

    def __init__(self, system: System, scenario: Scenario) -> None:
        self.times, self.until = arrival_times(scenario)
        self.seed = scenario.seed
        self.arrivals: list[float] = self.times.tolist()
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
                edge.recheck.verifies = True
                edge.recheck_after = call.recheck.after
                edge.rechecked = [False] * self.n
        reached = [edge.callee.name for edge in self.edges]
        self.forks = {name for name in self.groups if reached.count(name) > 1}
        self.keys: list[int] = []  # which key each request asks for
        self.updates: dict[int, list[float]] = {}
        if scenario.keys is not None:
            self._fill_caches(system, scenario.keys, self.until + min(scenario.drain, 3600.0))
        elif any(call.cache for call in system.calls):
            raise ValueError("Scenario: keys is missing; a cache needs to know what is asked for.")
        self.changes = _changes(system, scenario.faults, self.groups, self.edges)

    def _edge(self, call: Call, name: str) -> Edge:
        edge = Edge(len(self.edges), name, call, self.groups[call.callee])
        if call.share < 1.0:
            edge.share_draws = draws.uniforms(self.seed, f"share {name}", self.n).tolist()
        self.edges.append(edge)
        return edge

    def _fill_caches(self, system: System, keys: Keys, horizon: float) -> None:
        """Draw which key each request asks for and when keys change; preload caches."""
        rank: draws.Floats = np.arange(1.0, keys.count + 1.0) + keys.shift
        shares = np.cumsum(draws.exp(-keys.zipf * draws.log(rank)))
        asked = draws.uniforms(self.seed, "keys", self.n) * shares[-1]
        self.keys = np.minimum(np.searchsorted(shares, asked, "right"), keys.count - 1).tolist()
        if keys.updates > 0.0:
            rate = keys.count * keys.updates
            times = _unit_poisson(self.seed, "updates", rate * horizon) / rate
            changed = draws.uniforms(self.seed, "updated keys", len(times)) * keys.count
            for t, key in zip(times.tolist(), changed.astype(np.int64).tolist(), strict=True):
                self.updates.setdefault(key, []).append(t)
        for edge, call in zip(self.edges, system.calls, strict=False):
            if call.cache is None:
                continue
            ttl, jitter, lag = call.cache.ttl, call.cache.ttl_jitter, call.cache.invalidate_after
            u = draws.uniforms(self.seed, f"ttl {edge.name}", self.n)
            table = edge.cache = CacheTable(
                hit_time=call.cache.hit_time,
                invalidate_after=NEVER if lag is None else lag,
                lifetimes=(ttl * (1.0 - jitter * u)).tolist(),
            )
            if call.cache.preloaded:
                u = draws.uniforms(self.seed, f"preload {edge.name}", keys.count)
                for key, expires in enumerate((ttl * (1.0 - jitter * u)).tolist()):
                    table.entries[key] = (expires, self.next_update(key, 0.0))

    def next_update(self, key: int, t: float) -> float:
        """Return when the key changes next after t."""
        times = self.updates.get(key, ())
        i = bisect_right(times, t)
        return times[i] if i < len(times) else NEVER

    def path(self, edge: Edge, attempt: int, caller: Path | None) -> Path:
        """Draw the random numbers for one try of a call, on the way its caller was reached.

        Streams are named by the call alone where that is unambiguous, so that adding a service
        elsewhere changes no draw. A try after the first, or a caller that can be reached in
        several ways, puts the whole way in front.
        """
        label = edge.name if attempt == 1 else f"{edge.name}#{attempt}"
        if caller is not None and (
            "#" in caller.label or "/" in caller.label or caller.edge.callee.name in self.forks
        ):
            label = f"{caller.label}/{label}"
        path = Path(edge, attempt, caller, label, [None] * len(self.edges))
        group = edge.callee
        path.work = _table(work_multiples(group.work, self.seed, f"work {label}", self.n))
        if group.may_fail:
            path.error = _table(draws.uniforms(self.seed, f"error {label}", self.n))
        if edge.balance in ("random", "two_choices"):
            path.pick = _table(draws.uniforms(self.seed, f"replica {label}", self.n))
        if edge.retry.jitter != "none":
            path.jitter = _table(draws.uniforms(self.seed, f"jitter {label}", self.n))
        return path


def _table(values: draws.Floats) -> array[float]:
    """Return the same numbers as a plain table: a quarter of a list's memory, and floats inside."""
    return array("d", values.tobytes())


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

    Where faults of one kind overlap, slow-downs multiply, the highest error rate counts, and the
    slots of the fault listed last.
    """
    changes: list[Change] = []
    for fault in faults:
        if isinstance(fault, Flush):
            edge = next((e for e in edges if e.name == f"{fault.caller}>{fault.callee}"), None)
            if edge is None or edge.cache is None:
                raise ValueError(
                    f"Flush: the call '{fault.caller}' → '{fault.callee}' has no cache."
                )
            changes.append(Change(fault.at, "flush", edge.callee, cache=edge.cache))
        elif fault.service not in groups:
            raise ValueError(
                f"{type(fault).__name__}: '{fault.service}' is not a service; "
                f"the services are {', '.join(groups)}."
            )
    for service in system.services:
        timed = [f for f in faults if not isinstance(f, Flush) and f.service == service.name]
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
