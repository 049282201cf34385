"""The event loop. What each rule means is written down in the package's docstring.

Read it from the bottom: ``run`` takes the earliest event, an arrival or the top of the heap, and
calls its verb. The verbs tell a call's life in order: ``begin`` (cache?) → ``send`` (breaker,
bulkhead, which replica?) → ``accept`` (down? full?) → ``start`` → ``done`` (own work) →
``advance`` (calls others, one after another) → ``finish`` → ``settle`` (the caller
goes on, retries, or fails in turn). ``expire`` is the caller's patience running out.

Two owners, never mixed: the caller's side of a job ends in ``settle``, exactly once, when
``waiting`` turns false; the station's side ends in ``finish``, exactly once, when the work is
over. A timeout ends the first and leaves the second alone: that work is a zombie.
"""

from __future__ import annotations

from array import array
from heapq import heappop, heappush
from typing import Any

from .parts import (
    BUDGET_BURST,
    DOWN,
    ERROR,
    HIT,
    IN_FLIGHT,
    NEVER,
    OK,
    OPEN,
    REJECTED,
    STALE,
    TIMEOUT,
    BreakerState,
    Change,
    Edge,
    Group,
    Job,
    Path,
    Station,
)
from .plan import Plan


class RunTooLong(RuntimeError):
    """The run did not end within its budget of events; the message says which queue grew."""


class Trace:
    """What happened: tables with one entry per request, and every job."""

    def __init__(self, n: int) -> None:
        self.answered = array("d", [NEVER]) * n  # when the client had its answer, s
        self.outcome = bytearray([IN_FLIGHT]) * n
        self.attempts = array("q", [1]) * n  # tries of the entry call
        self.degraded = bytearray(n)  # 1: a soft call was given up
        self.stale = bytearray(n)  # 1: a cache gave an old answer
        self.verified = array("d", [NEVER]) * n  # when the last open re-check succeeded, s
        self.unverified = array("q", [0]) * n  # re-checks still open
        self.jobs: list[Job] = []


def run(plan: Plan, max_events: int) -> Trace:
    """Play the plan to its end and return what happened."""
    trace = Trace(plan.n)
    jobs = trace.jobs
    heap: list[tuple[float, int, Any, Any]] = [(NEVER, 0, None, None)]
    sequence = 1  # breaks ties: what was planned first happens first
    now = 0.0

    def at(time: float, verb: Any, thing: Any) -> None:
        nonlocal sequence
        heappush(heap, (time, sequence, verb, thing))
        sequence += 1

    # ---- the caller's side -----------------------------------------------------------------------

    def begin(edge: Edge, parent: Job | None, request: int, path: Path) -> None:
        """A first try: answer from the cache, or send."""
        job = Job(edge, parent, request, path)
        jobs.append(job)
        cache = edge.cache
        if cache is not None:
            expires, changes = cache.entries.get(plan.keys[request], (-1.0, NEVER))
            if now < expires and now < changes + cache.invalidate_after:
                job.why = HIT
                if changes <= now:
                    job.why = STALE
                    trace.stale[request] = 1
                at(now + cache.hit_time, settle, job)
                return
        if edge.budget is not None:
            edge.tokens = min(edge.tokens + edge.budget, BUDGET_BURST)
        send(job)

    def send(job: Job) -> None:
        """Put one try on the wire, unless breaker or bulkhead refuse it at home."""
        edge = job.edge
        if edge.guarded:
            if edge.out >= edge.bulkhead:
                refuse(job, REJECTED, 0.0)
                return
            breaker = edge.breaker
            if breaker is not None and breaker.open_until >= 0.0:
                if now < breaker.open_until or breaker.probe is not None:
                    refuse(job, OPEN, 0.0)
                    return
                breaker.probe = job
            edge.out += 1
        job.t_sent = now
        stations = edge.callee.stations
        job.station = stations[0] if len(stations) == 1 else choose(edge, stations, job)
        if edge.timeout < NEVER:
            patience(edge, job)
        if edge.network > 0.0:
            at(now + edge.network, accept, job)
        else:
            accept(job)

    def refuse(job: Job, why: int, delay: float) -> None:
        """Say no at once; through the heap, so that no chain of refusals nests too deep."""
        job.why = why
        at(now + delay, settle, job)

    def choose(edge: Edge, stations: list[Station], job: Job) -> Station:
        """Balance the load over replicas."""
        n = len(stations)
        if edge.balance == "round_robin":
            edge.turn = (edge.turn + 1) % n
            return stations[edge.turn - 1]
        if edge.balance == "least_in_flight":
            return min(stations, key=lambda s: s.in_flight)
        u = job.path.pick[job.request] * n
        i = int(u)
        if edge.balance == "two_choices":
            j = int((u - i) * (n - 1))
            if j >= i:
                j += 1
            if stations[j].in_flight < stations[i].in_flight:
                i = j
        return stations[i]

    def patience(edge: Edge, job: Job) -> None:
        """Set the timer. One timeout per edge, so timers expire in order: only the first is armed."""
        nonlocal sequence
        timer = (now + edge.timeout, sequence, job)
        sequence += 1
        edge.timers.append(timer)
        if len(edge.timers) == 1:
            heappush(heap, (timer[0], timer[1], expire, edge))

    def expire(edge: Edge) -> None:
        """The first timer of an edge runs out; arm the next that still matters."""
        timers = edge.timers
        job = timers.popleft()[2]
        while timers and not timers[0][2].waiting:
            timers.popleft()
        if timers:
            heappush(heap, (timers[0][0], timers[0][1], expire, edge))
        if job.waiting:
            job.why = TIMEOUT
            settle(job)

    def settle(job: Job) -> None:
        """The caller learns how one try came out: it goes on, tries again, or fails."""
        if not job.waiting:
            return  # gave up earlier; the answer arrives too late
        job.waiting = False
        edge, parent, request, why = job.edge, job.parent, job.request, job.why
        if edge.guarded and job.t_sent < NEVER:
            edge.out -= 1
            if edge.breaker is not None:
                count(edge.breaker, job)
        if why == OK or why >= HIT:
            if edge.cache is not None and why == OK:
                key = plan.keys[request]
                expires = now + edge.cache.lifetimes[request]
                edge.cache.entries[key] = (expires, plan.next_update(key, now))
            if parent is not None:
                advance(parent)
            elif edge is entry:
                trace.answered[request] = now
                trace.outcome[request] = OK
            elif edge.verifies:
                trace.unverified[request] -= 1
                trace.verified[request] = now
        elif job.path.attempt < edge.attempts and may_retry(edge, parent):
            path = job.path
            if path.again is None:
                path.again = plan.path(edge, job.path.attempt + 1, path.caller)
            again = Job(edge, parent, request, path.again)
            jobs.append(again)
            if edge is entry:
                trace.attempts[request] += 1
            retry = edge.retry
            wait = min(retry.backoff * 2.0 ** (job.path.attempt - 1), retry.cap)
            if retry.jitter == "full":
                wait *= path.jitter[request]
            elif retry.jitter == "equal":
                wait *= 0.5 + 0.5 * path.jitter[request]
            at(now + wait, send, again)
        elif parent is not None:
            if edge.soft:
                degrade(edge, parent, request)
                advance(parent)
            else:
                finish(parent, why)
        elif edge is entry:
            trace.answered[request] = now
            trace.outcome[request] = why

    def may_retry(edge: Edge, parent: Job | None) -> bool:
        """Expired work of a dropping service does not retry; a budget must hold a token."""
        if parent is not None and not parent.waiting and parent.edge.callee.drop:
            return False
        if edge.budget is None:
            return True
        if edge.tokens < 1.0 - 1e-9:
            return False
        edge.tokens -= 1.0
        return True

    def degrade(edge: Edge, parent: Job, request: int) -> None:
        """Go on without a soft call; plan its re-check, once per request."""
        trace.degraded[request] = 1
        check = edge.recheck
        if check is not None and not edge.rechecked[request]:
            edge.rechecked[request] = True
            trace.unverified[request] += 1
            path = parent.path.first[check.number] or new_path(check, parent.path)
            job = Job(check, None, request, path)
            jobs.append(job)
            at(now + edge.recheck_after, send, job)

    def count(breaker: BreakerState, job: Job) -> None:
        """Tell the breaker how a call came out."""
        failed = job.why != OK
        rule, recent = breaker.rule, breaker.recent
        if breaker.open_until < 0.0:
            recent.append(failed)
            breaker.failures += failed
            if len(recent) > rule.window:
                breaker.failures -= recent.popleft()
            if len(recent) == rule.window and breaker.failures >= rule.threshold * rule.window:
                breaker.open_until = now + rule.open_for
                breaker.failures = 0
                recent.clear()
        elif breaker.probe is job:  # open: only the probe counts
            breaker.probe = None
            breaker.open_until = now + rule.open_for if failed else -1.0

    def new_path(edge: Edge, caller: Path | None) -> Path:
        path = plan.path(edge, 1, caller)
        if caller is not None:
            caller.first[edge.number] = path
        return path

    # ---- the station's side ----------------------------------------------------------------------

    def accept(job: Job) -> None:
        """A call reaches its replica."""
        group = job.edge.callee
        station = job.station
        if group.down or (group.drop and not job.waiting):
            refuse(job, DOWN, job.edge.network)
        elif station.busy < station.slots:
            job.t_accepted = now
            station.in_flight += 1
            start(job)
        elif len(station.queue) >= group.limit:
            refuse(job, REJECTED, job.edge.network)
        else:
            job.t_accepted = now
            station.in_flight += 1
            station.queue.append(job)

    def start(job: Job) -> None:
        """A job gets a slot and does its own work."""
        nonlocal sequence
        job.t_start = now
        job.station.busy += 1
        work = job.edge.callee.scale * job.path.work[job.request]
        heappush(heap, (now + work, sequence, done, job))
        sequence += 1

    def done(job: Job) -> None:
        """The job's own work is over; now it calls others."""
        group = job.edge.callee
        if group.may_fail and job.path.error[job.request] < group.error_rate:
            finish(job, ERROR)
            return
        if not group.sync:
            release(group, job)
        advance(job)

    def advance(job: Job) -> None:
        """Make the next call that this request needs; finish when there is none."""
        calls = job.edge.callee.calls
        while job.step < len(calls):
            edge = calls[job.step]
            job.step += 1
            request = job.request
            if edge.share == 1.0 or edge.share_draws[request] < edge.share:
                path = job.path.first[edge.number] or new_path(edge, job.path)
                if not edge.event:
                    begin(edge, job, request, path)
                    return
                begin(edge, None, request, path)
        finish(job, OK)

    def finish(job: Job, why: int) -> None:
        """The job leaves its station, well or badly, and answers if anybody still waits."""
        group = job.edge.callee
        job.result = why
        job.t_end = now
        job.station.in_flight -= 1
        if job.t_free == NEVER:
            release(group, job)
        if job.waiting:
            job.why = why
            if job.edge.network > 0.0:
                at(now + job.edge.network, settle, job)
            else:
                settle(job)

    def release(group: Group, job: Job) -> None:
        """Give the slot back and start what waits."""
        job.t_free = now
        station = job.station
        station.busy -= 1
        if station.queue:
            serve(group, station)

    def serve(group: Group, station: Station) -> None:
        """Start queued jobs while slots are free; drop the expired ones if that is the rule."""
        queue = station.queue
        while queue and station.busy < station.slots:
            job = queue.pop() if group.lifo else queue.popleft()
            if group.drop and not job.waiting:
                job.t_end = now
                station.in_flight -= 1
            else:
                start(job)

    def change(step: Change) -> None:
        """A fault begins or ends."""
        group = step.group
        if step.cache is not None:
            step.cache.entries.clear()
        elif step.what == "slots":
            for station in group.stations:
                station.slots = int(step.value)
                serve(group, station)
        else:
            setattr(group, step.what, step.value)

    # ---- the loop --------------------------------------------------------------------------------

    for step in plan.changes:
        at(step.at, change, step)
    entry = plan.entry
    root = new_path(entry, None)
    arrivals, request, arrival, end = plan.arrivals, 0, plan.arrivals[0], plan.end
    for _ in range(max_events):
        if arrival < heap[0][0]:
            now = arrival
            begin(entry, None, request, root)
            request += 1
            arrival = arrivals[request] if request < plan.n else NEVER
        else:
            if heap[0][0] > end:
                return trace
            now, _, verb, thing = heappop(heap)
            verb(thing)
    raise RunTooLong(_too_long(plan, max_events, now))


def _too_long(plan: Plan, max_events: int, now: float) -> str:
    waiting = {name: sum(len(s.queue) for s in g.stations) for name, g in plan.groups.items()}
    name = max(waiting, key=lambda n: waiting[n])
    grew = (
        f"the queue of '{name}' had grown to {waiting[name]:,} calls"
        if waiting[name]
        else "no queue had grown, there are simply too many requests"
    )
    return (
        f"The run was stopped after {max_events:,} events, at {now:,.0f} s: {grew}. "
        "Make the scenario shorter or the load lighter."
    )
