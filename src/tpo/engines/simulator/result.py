"""What a run tells: figures per request, per service and over time, all taken from its trace."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .model import Scenario, Slots, System
from .parts import BEATEN, HIT, IN_FLIGHT, NEVER, OK, OUTCOMES, STALE, TIMEOUT
from .plan import Plan, fault_end
from .trace import Bools, Floats, Ints, Jobs


@dataclass(frozen=True)
class CacheUse:
    """Counts of one cache: look-ups, hits, and hits whose value was no longer true."""

    lookups: int
    hits: int
    stale: int


@dataclass(frozen=True)
class Timeline:
    """Figures for steps of equal length. Arrays have one entry per step.

    ``t`` is the start of each step in s. ``arrivals`` and ``ok`` count the requests that arrived
    in the step and those of them that succeeded. Per service: ``calls`` sent in the step, and
    ``queue`` and ``in_flight`` as they were at its start.
    """

    t: Floats
    arrivals: Ints
    ok: Ints
    calls: Mapping[str, Ints]
    queue: Mapping[str, Ints]
    in_flight: Mapping[str, Ints]


class Traced(Protocol):
    """What both loops tell: the tables of ``trace.Trace``, and every job."""

    arrived: Any
    answered: Any
    outcome: Any
    attempts: Any
    degraded: Any
    stale: Any
    verified: Any
    unverified: Any
    replicas: Any

    def table(self) -> Jobs:
        """Return every job, as arrays."""
        ...


class _Run:
    """One finished run, shared by all views of it."""

    def __init__(self, system: System, scenario: Scenario, plan: Plan, trace: Traced) -> None:
        self.system = system
        self.scenario = scenario
        self.kinds = plan.kinds
        self.replicas = trace.replicas
        self.callees = [edge.callee.name for edge in plan.edges]
        self.edge_names = [edge.name for edge in plan.edges]
        self.arrival = np.frombuffer(trace.arrived, np.float64)
        self.until = plan.until if plan.until < NEVER else float(self.arrival.max())
        answered = np.frombuffer(trace.answered, np.float64)
        self.outcome = np.frombuffer(trace.outcome, np.uint8)
        self.latency = np.where(self.outcome == IN_FLIGHT, np.nan, answered - self.arrival)
        self.attempts = np.frombuffer(trace.attempts, np.int64)
        self.degraded = np.frombuffer(trace.degraded, np.bool_)
        self.stale = np.frombuffer(trace.stale, np.bool_)
        verified = np.frombuffer(trace.verified, np.float64)
        open_checks = np.frombuffer(trace.unverified, np.int64) > 0
        self.verified_at = np.where(open_checks | (verified == NEVER), np.nan, verified)
        self._trace: Traced | None = trace

    @cached_property
    def jobs(self) -> Jobs:
        trace, self._trace = self._trace, None
        assert trace is not None
        return trace.table()

    @cached_property
    def lost(self) -> Bools:
        """Jobs whose caller, or a caller above it, gave up: nobody used their answer."""
        jobs = self.jobs
        lost = (jobs.why == TIMEOUT) | (jobs.why == BEATEN)
        has_parent = jobs.parent >= 0
        while True:
            wider = lost | (has_parent & lost[jobs.parent])
            if np.array_equal(wider, lost):
                return lost
            lost = wider

    def of(self, service: str) -> Bools:
        """Mark the jobs that are calls to this service."""
        self.system.service(service)
        called: Bools = np.array([callee == service for callee in self.callees])
        return called[self.jobs.edge]


class Result:
    """The figures of one run, for requests that arrived in [start, end) and service time in it.

    Per request, in order of arrival (with ``Users``: in the order in which they were planned; in
    seconds; nan where it does not apply): ``arrival``,
    ``latency``, ``outcome`` (index into ``OUTCOMES``), ``attempts`` (tries of the entry call),
    ``degraded``, ``stale``, ``verified_at``.
    """

    def __init__(self, run: _Run, start: float, end: float, kind: int | None = None) -> None:
        self._run = run
        self._kind = kind
        self.system = run.system
        self.scenario = run.scenario
        self.start = start
        self.end = end
        self._mask = (run.arrival >= start) & (run.arrival < end)
        if kind is not None:
            self._mask &= run.kinds == kind
        self.arrival: Floats = run.arrival[self._mask]
        self.latency: Floats = run.latency[self._mask]
        self.outcome: NDArray[np.uint8] = run.outcome[self._mask]
        self.attempts: Ints = run.attempts[self._mask]
        self.degraded: Bools = run.degraded[self._mask]
        self.stale: Bools = run.stale[self._mask]
        self.verified_at: Floats = run.verified_at[self._mask]

    def window(self, start: float, end: float) -> Result:
        """Return the same figures for another window of time, in s."""
        if not start < end:
            raise ValueError(f"window: start is {start!r}; it must be before end ({end!r}).")
        return Result(self._run, start, end, self._kind)

    def of_class(self, name: str) -> Result:
        """Return the same figures with the requests of one class only."""
        names = [c.name for c in self.scenario.classes]
        if name not in names:
            raise ValueError(
                f"of_class: there is no class {name!r}; there are {', '.join(names) or 'none'}."
            )
        return Result(self._run, self.start, self.end, names.index(name))

    # ---- requests --------------------------------------------------------------------------------

    @property
    def n(self) -> int:
        """Number of requests."""
        return len(self.arrival)

    @property
    def outcomes(self) -> dict[str, int]:
        """Requests by outcome; the counts add up to ``n``."""
        counts = np.bincount(self.outcome, minlength=len(OUTCOMES))
        return {name: int(counts[i]) for i, name in enumerate(OUTCOMES)}

    @property
    def errors_by_cause(self) -> dict[str, int]:
        """Requests that did not succeed, by what their last try met."""
        return {name: n for name, n in self.outcomes.items() if name != "ok" and n}

    @property
    def attempts_per_request(self) -> float:
        """Tries of the entry call per request, hedges included (nan if there were no requests)."""
        return _share(int(self.attempts.sum()), self.n)

    @property
    def ok(self) -> Bools:
        """Which requests succeeded."""
        return self.outcome == OK

    @property
    def success(self) -> float:
        """Share of requests that succeeded (nan if there were none)."""
        return _share(int(self.ok.sum()), self.n)

    @property
    def goodput(self) -> float:
        """Successful requests per second of the window, by their arrival."""
        return int(self.ok.sum()) / (self.end - self.start)

    def within(self, seconds: float) -> float:
        """Share of all requests that succeeded within so many seconds (a latency SLI)."""
        return _share(int((self.ok & (self.latency <= seconds)).sum()), self.n)

    def p(self, percent: float) -> float:
        """Latency in s that ``percent`` of the successful requests stayed within (nearest rank)."""
        return quantile(self.latency[self.ok], percent)

    # ---- services --------------------------------------------------------------------------------

    def calls(self, service: str) -> int:
        """Calls sent to the service in the window, by whichever request."""
        sent = self._run.jobs.sent[self._run.of(service)]
        return int(((sent >= self.start) & (sent < self.end)).sum())

    def attempts_at(self, service: str) -> Ints:
        """Calls sent to the service for each request of the window, whenever that was."""
        jobs = self._run.jobs
        return self._per_request(self._run.of(service) & (jobs.sent < NEVER))

    def amplification(self, service: str) -> float:
        """Calls sent to the service per request of the window."""
        return _share(int(self.attempts_at(service).sum()), self.n)

    def effects(self, service: str) -> Ints:
        """Times the service completed its work for each request, zombies included."""
        return self._per_request(self._run.of(service) & (self._run.jobs.result == OK))

    def duplicates(self, service: str) -> int:
        """Completions beyond the first for the same request."""
        return int(np.maximum(self.effects(service) - 1, 0).sum())

    def delays(self, service: str) -> Floats:
        """Time in s from each request's arrival until the service first completed its work for it.

        nan where it never did. For events: how old the news is when it is dealt with.
        """
        jobs = self._run.jobs
        mine = self._run.of(service) & (jobs.result == OK)
        first = np.full(len(self._mask), NEVER)
        np.minimum.at(first, jobs.request[mine], jobs.end[mine])
        first[first == NEVER] = np.nan
        return (first - self._run.arrival)[self._mask]

    def waits(self, service: str) -> Floats:
        """Time in s each call that joined the service in the window spent in its queue.

        Calls that never got a slot are left out.
        """
        jobs = self._run.jobs
        mine = self._run.of(service) & (jobs.accepted >= self.start) & (jobs.accepted < self.end)
        mine &= jobs.start < NEVER
        return jobs.start[mine] - jobs.accepted[mine]

    def wait(self, service: str, percent: float) -> float:
        """Time in s in the service's queue that ``percent`` of its calls stayed within."""
        return quantile(self.waits(service), percent)

    def in_flight_mean(self, service: str) -> float:
        """Mean number of calls inside the service (queue, slots, waiting for others)."""
        jobs, mine = self._run.jobs, self._run.of(service)
        return self._overlap(jobs.accepted[mine], jobs.end[mine]) / (self.end - self.start)

    def in_flight_peak(self, service: str) -> int:
        """Largest number of calls inside the service at one moment."""
        jobs, mine = self._run.jobs, self._run.of(service)
        mine &= jobs.accepted < NEVER
        return _peak(jobs.accepted[mine], jobs.end[mine], self.start, self.end)

    def utilisation(self, service: str) -> float:
        """Share of slot time in use, of the slots there were at the time."""
        jobs, mine = self._run.jobs, self._run.of(service)
        return _share(self._overlap(jobs.start[mine], jobs.free[mine]), self._capacity(service))

    def wasted_work(self, service: str | None = None) -> float:
        """Share of used slot time that went into answers nobody waited for in the end."""
        jobs = self._run.jobs
        mine = self._run.of(service) if service else np.ones(len(jobs.edge), bool)
        lost = mine & self._run.lost
        all_time = self._overlap(jobs.start[mine], jobs.free[mine])
        return _share(self._overlap(jobs.start[lost], jobs.free[lost]), all_time)

    @property
    def cost(self) -> float:
        """Price of all replicas over the window; one that boots is paid for."""
        return math.fsum(
            s.price_per_hour * paid * (b - a) / 3600.0
            for s in self.system.services
            for a, b, _, paid in self.replicas(s.name)
        )

    def replicas(self, service: str) -> list[tuple[float, float, int, int]]:
        """How many replicas there were: (from, to, taking calls, paid for) for each span, in s."""
        spec = self.system.service(service)
        group = self.system.services.index(spec)
        steps = [(0.0, spec.replicas, spec.replicas)]
        steps += [(t, taking, paid) for t, g, taking, paid in self._run.replicas if g == group]
        spans = []
        for (a, taking, paid), b in zip(steps, [t for t, *_ in steps[1:]] + [NEVER], strict=True):
            begin, end = max(a, self.start), min(b, self.end)
            if begin < end:
                spans.append((begin, end, taking, paid))
        return spans

    def cache(self, caller: str, callee: str) -> CacheUse:
        """Use of the cache on this call by the requests of the window."""
        name = f"{caller}>{callee}"
        if name not in self._run.edge_names:
            raise ValueError(f"cache: there is no call '{caller}' → '{callee}'.")
        jobs = self._run.jobs
        mine = (jobs.edge == self._run.edge_names.index(name)) & self._mask[jobs.request]
        first = mine & (jobs.attempt == 1) & ~jobs.hedge
        stale = mine & (jobs.why == STALE)
        hits = stale | (mine & (jobs.why == HIT))
        return CacheUse(int(first.sum()), int(hits.sum()), int(stale.sum()))

    def timeline(self, dt: float) -> Timeline:
        """Return the window in steps of ``dt`` s."""
        if not dt > 0.0:
            raise ValueError(f"timeline: dt is {dt!r}; it must be above 0 s.")
        steps = max(1, math.ceil((self.end - self.start) / dt - 1e-9))
        edges: Floats = self.start + dt * np.arange(steps + 1.0)
        jobs = self._run.jobs
        calls, queue, in_flight = {}, {}, {}
        for service in self.system.services:
            mine = self._run.of(service.name)
            sent = np.sort(jobs.sent[mine])
            accepted, start, end = (
                np.searchsorted(np.sort(times[mine]), edges[:-1], "right")
                for times in (jobs.accepted, np.minimum(jobs.start, jobs.end), jobs.end)
            )
            calls[service.name] = np.diff(np.searchsorted(sent, edges))
            queue[service.name] = accepted - start
            in_flight[service.name] = accepted - end
        return Timeline(
            t=edges[:-1],
            arrivals=np.diff(np.searchsorted(np.sort(self.arrival), edges)),
            ok=np.diff(np.searchsorted(np.sort(self.arrival[self.ok]), edges)),
            calls=calls,
            queue=queue,
            in_flight=in_flight,
        )

    # ---- helpers ---------------------------------------------------------------------------------

    def _per_request(self, mine: Bools) -> Ints:
        counts = np.bincount(self._run.jobs.request[mine], minlength=len(self._mask))
        return counts[self._mask]

    def _overlap(self, begins: Floats, ends: Floats) -> float:
        """Total time of the spans inside the window."""
        inside = np.minimum(ends, self.end) - np.maximum(begins, self.start)
        return math.fsum(inside[inside > 0.0].tolist())

    def _capacity(self, service: str) -> float:
        """Slot time available in the window, with the changes that faults made."""
        spec = self.system.service(service)
        spans = self.replicas(service)
        mine = [f for f in self.scenario.faults if isinstance(f, Slots) and f.service == service]
        moments = [t for f in mine for t in (f.at, fault_end(f)) if self.start < t < self.end]
        moments += [a for a, *_ in spans[1:]]
        total = 0.0
        for a, b in pairwise([self.start, *sorted(moments), self.end]):
            active = [f.slots for f in mine if f.at <= a < fault_end(f)]
            replicas = [taking for begin, end, taking, _ in spans if begin <= a < end]
            total += (active[-1] if active else spec.slots) * sum(replicas) * (b - a)
        return total


def summarise(system: System, scenario: Scenario, plan: Plan, trace: Traced) -> Result:
    """Return the figures of a finished run, from the warm-up to the end of the loaded period."""
    run = _Run(system, scenario, plan, trace)
    end = run.until
    if scenario.duration is None:
        end = math.nextafter(end, NEVER)  # the last arrival belongs to the window
    if not scenario.warmup < end:
        raise ValueError("Scenario: warmup is as long as the run; nothing is left to measure.")
    return Result(run, scenario.warmup, end)


def quantile(values: Floats, percent: float) -> float:
    """Return the smallest value that ``percent`` of the values do not exceed (nan if none)."""
    if not 0.0 <= percent <= 100.0:
        raise ValueError(f"percent is {percent!r}; it must be from 0 to 100.")
    if len(values) == 0:
        return math.nan
    rank = max(0, math.ceil(len(values) * percent / 100.0 - 1e-9) - 1)
    return float(np.partition(values, rank)[rank])


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _peak(begins: Floats, ends: Floats, start: float, end: float) -> int:
    """Most spans open at one moment of [start, end)."""
    inside = (begins < end) & (ends >= start)
    b, e = np.sort(begins[inside]), np.sort(ends[inside])
    if len(b) == 0:
        return 0
    # Just after the k-th begin, k + 1 spans have begun; those that ended by then are gone.
    open_now = np.arange(1, len(b) + 1) - np.searchsorted(e, b, "right")
    return int(open_now[b >= start].max(initial=int((b < start).sum() - (e < start).sum())))
