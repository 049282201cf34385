"""The event loop. What each rule means is written down in the package's docstring.

Read it from the bottom: ``run`` takes the earliest event, an arrival or the top of the heap, and
calls its verb. The verbs tell a call's life in order: ``begin`` (cache?) → ``send`` (breaker,
bulkhead, which replica?) → ``accept`` (down? full?) → ``start`` → ``done`` (own work) →
``advance`` (calls others, one after another) → ``finish`` → ``settle`` (the caller
goes on, retries, or fails in turn). ``expire`` is the caller's patience running out.

Two owners, never mixed: the caller's side of a job ends in ``settle``, exactly once, when
``waiting`` turns false; the station's side ends in ``finish``, exactly once, when the work is
over. A timeout ends the first and leaves the second alone: that work is a zombie.

``loop.c`` is this file again, function by function.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import ceil, floor
from typing import Any

from .parts import (
    BEATEN,
    DOWN,
    ERROR,
    FOLLOWER,
    HIT,
    IN_FLIGHT,
    LEADER,
    NEVER,
    OK,
    OPEN,
    REJECTED,
    STALE,
    TIMEOUT,
    CacheTable,
    Change,
    Edge,
    Group,
    Job,
    Path,
    Station,
    choose,
)
from .plan import Plan
from .trace import RunTooLong, Trace, too_long


def run(plan: Plan, max_events: int) -> Trace:
    """Play the plan to its end and return what happened."""
    trace = Trace(plan)
    jobs, keys = trace.jobs, plan.keys
    heap: list[tuple[float, int, Any, Any]] = [(NEVER, 0, None, None)]
    sequence = 1  # breaks ties: what was planned first happens first
    now = 0.0
    coming = len(plan.times)  # who comes next, in a closed loop
    for cached in plan.edges:
        if cached.cache is not None:
            cached.cache.preload()

    def at(time: float, verb: Any, thing: Any) -> None:
        nonlocal sequence
        heappush(heap, (time, sequence, verb, thing))
        sequence += 1

    # ---- the caller's side -----------------------------------------------------------------------

    def begin(edge: Edge, parent: Job | None, request: int, path: Path) -> None:
        """A first try: answer from the cache, or send."""
        job = Job(edge, parent, request, path)
        jobs.append(job)
        if edge.cache is not None and looked_up(edge.cache, job, keys[request]):
            return
        if edge.budget is not None:
            edge.budget.earn()
        if edge.every > 0.0:
            at((floor(now / edge.every) + 1.0) * edge.every, send, job)
        else:
            send(job)

    def looked_up(cache: CacheTable, job: Job, key: int) -> bool:
        """Answer from the cache, or wait with others for the same answer."""
        changes = cache.read(key, now)
        if changes is not None:
            job.why = HIT
            if changes <= now:
                job.why = STALE
                trace.stale[job.request] = 1
            at(now + cache.hit_time, settle, job)
            return True
        if cache.coalesce:
            if key in cache.flights:
                job.part = FOLLOWER
                cache.flights[key].append(job)
                return True
            job.part = LEADER
            cache.flights[key] = []
        return False

    def send(job: Job) -> None:
        """Put one try on the wire, unless it is refused at home."""
        edge = job.edge
        if edge.guarded and not may_leave(edge, job):
            return
        job.t_sent = now
        job.station = edge.callee.only or choose(edge, job, keys)
        if edge.timeout < NEVER:
            patience(edge, job)
        if edge.hedge < NEVER and job.twin is None:
            at(now + edge.hedge, hedge, job)
        if edge.may_lose and job.path.loss[job.request] < edge.loss:
            return  # nobody will ever answer
        if edge.network > 0.0:
            at(now + edge.network, accept, job)
        else:
            accept(job)

    def may_leave(edge: Edge, job: Job) -> bool:
        """Ask bulkhead, rate limit and breaker; they refuse at home."""
        if edge.out >= edge.bulkhead or (edge.limit is not None and not edge.limit.take(now)):
            refuse(job, REJECTED, 0.0)
            return False
        if edge.breaker is not None and not edge.breaker.lets(job, now):
            refuse(job, OPEN, 0.0)
            return False
        edge.out += 1
        return True

    def hedge(job: Job) -> None:
        """No answer for so long: send one more try of the same call, and take the first answer."""
        if job.waiting:
            twin = Job(job.edge, job.parent, job.request, plan.hedge_path(job.path))
            jobs.append(twin)
            twin.part, twin.twin, job.twin = job.part, job, twin
            if job.edge is entry:
                trace.attempts[job.request] += 1
            send(twin)

    def refuse(job: Job, why: int, delay: float) -> None:
        """Say no at once; through the heap, so that no chain of refusals nests too deep."""
        job.why = why
        at(now + delay, settle, job)

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
        if edge.guarded:
            leave(edge, job)
        twin = job.twin
        if twin is not None and twin.waiting:
            if why != OK:
                return  # the other try may still succeed
            twin.waiting, twin.why = False, BEATEN
            if edge.guarded:
                leave(edge, twin)
        good = why == OK or why >= HIT
        if not good and job.path.attempt < edge.attempts and may_retry(edge, job):
            again(edge, job)
            return
        if edge.fetches:
            fetched(edge, job, keys[request])
        if parent is not None:
            if not good and edge.soft:
                degrade(edge, parent, request)
            elif not good and parent.failed == OK:
                parent.failed = why
            parent.pending -= 1
            if parent.pending == 0:
                advance(parent)
        elif edge is entry:
            answer(request, OK if good else why)
        elif good and edge.verifies:
            trace.unverified[request] -= 1
            trace.verified[request] = now

    def leave(edge: Edge, job: Job) -> None:
        """One call less is out; the breaker learns how it went."""
        if job.t_sent < NEVER:
            edge.out -= 1
            if edge.breaker is not None:
                edge.breaker.count(job, now)

    def may_retry(edge: Edge, job: Job) -> bool:
        """Expired work of a dropping service does not retry; a budget must hold a token."""
        parent = job.parent
        if parent is not None and not parent.waiting and parent.edge.callee.drop:
            return False
        return job.part != FOLLOWER and (edge.budget is None or edge.budget.spend())

    def again(edge: Edge, job: Job) -> None:
        """Plan the next try of a call."""
        request, retry, path = job.request, edge.retry, job.path.original or job.path
        following = Job(edge, job.parent, request, plan.next_path(path))
        jobs.append(following)
        following.part = job.part
        if edge is entry:
            trace.attempts[request] += 1
        wait = min(retry.backoff * 2.0 ** (path.attempt - 1), retry.cap)
        if retry.jitter == "full":
            wait *= path.jitter[request]
        elif retry.jitter == "equal":
            wait *= 0.5 + 0.5 * path.jitter[request]
        at(now + wait, send, following)

    def fetched(edge: Edge, job: Job, key: int) -> None:
        """An answer shows the truth of ``lag`` s ago; store it, and tell those who wait for it."""
        cache = edge.cache
        if job.why == OK:
            changes = plan.next_update(key, now - edge.lag)
            if changes <= now:
                trace.stale[job.request] = 1
            if cache is not None and job.part != FOLLOWER:
                cache.write(key, now + cache.lifetimes[job.request], changes)
        if cache is not None and job.part == LEADER:
            for follower in cache.flights.pop(key):
                refuse(follower, job.why, 0.0)

    def degrade(edge: Edge, parent: Job, request: int) -> None:
        """Go on without a soft call; plan its re-check, once per request."""
        trace.degraded[request] = 1
        check = edge.recheck
        if check is not None and not edge.rechecked[request]:
            edge.rechecked[request] = True
            trace.unverified[request] += 1
            job = Job(check, None, request, plan.first_paths(check, parent.path)[0])
            jobs.append(job)
            at(now + edge.recheck_after, send, job)

    def answer(request: int, why: int) -> None:
        """The client has its answer; in a closed loop its user thinks, and asks again."""
        nonlocal coming
        trace.answered[request] = now
        trace.outcome[request] = why
        if plan.think is not None and coming < plan.n:
            at(now + plan.think[coming], arrive, coming)
            coming += 1

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
        elif station.waiting >= group.limit:
            refuse(job, REJECTED, job.edge.network)
        else:
            job.t_accepted = now
            station.in_flight += 1
            station.waiting += 1
            station.lanes[plan.lanes[job.request] if group.priorities else 0].append(job)

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
        if group.may_fail and fails(group, job):
            finish(job, ERROR)
            return
        if not group.sync:
            release(group, job)
        advance(job)

    def fails(group: Group, job: Job) -> bool:
        """Err by chance, or because another call changed the record meanwhile."""
        if job.path.error[job.request] < group.error_rate:
            return True
        if group.conflicts:
            if job.station.written > job.t_start:
                return True
            job.station.written = now
        return False

    def advance(job: Job) -> None:
        """No call is out: fail if one did, make the next that this request needs, or finish."""
        if job.failed:
            finish(job, job.failed)
            return
        calls, request = job.edge.callee.calls, job.request
        last = len(calls)
        while job.step < last:
            edge = calls[job.step]
            if job.pending and not edge.parallel:
                return
            job.step += 1
            if edge.needed is None or edge.needed[request]:
                for path in job.path.first[edge.number] or plan.first_paths(edge, job.path):
                    if edge.event:
                        begin(edge, None, request, path)
                    else:
                        job.pending += 1
                        begin(edge, job, request, path)
        if not job.pending:
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
        if station.waiting:
            serve(group, station)

    def serve(group: Group, station: Station) -> None:
        """Start queued jobs while slots are free; drop the expired ones if that is the rule."""
        while station.waiting and station.busy < station.slots:
            lane = next(filter(None, station.lanes))
            job = lane.pop() if group.lifo else lane.popleft()
            station.waiting -= 1
            if group.drop and not job.waiting:
                job.t_end = now
                station.in_flight -= 1
            else:
                start(job)

    # ---- the world -------------------------------------------------------------------------------

    def change(step: Change) -> None:
        """A fault begins or ends."""
        thing: Any = step.thing
        if step.what == "flush":
            thing.cache.entries.clear()
        elif step.what == "slots":
            for station in thing.stations:
                station.slots = int(step.value)
                serve(thing, station)
        else:
            setattr(thing, step.what, step.value)

    def scale(group: Group) -> None:
        """Count the calls inside, and order or dismiss replicas; one order at a time."""
        rule: Any = group.autoscale
        inside = sum(station.in_flight for station in group.stations)
        wanted = ceil(inside / (group.slots * rule.target))
        wanted = min(max(wanted, rule.least), rule.most)
        if not group.booting:
            if wanted > group.active:
                group.booting = wanted
                at(now + rule.boot, boot, group)
                trace.replicas.append((now, group.number, group.active, wanted))
            elif wanted < group.active:
                group.active = wanted
                trace.replicas.append((now, group.number, wanted, wanted))
        if now + rule.every <= plan.until and IN_FLIGHT in trace.outcome:
            at(now + rule.every, scale, group)

    def boot(group: Group) -> None:
        """The new replicas are up."""
        group.active, group.booting = group.booting, 0
        trace.replicas.append((now, group.number, group.active, group.active))

    def arrive(request: int) -> None:
        """A request of a closed loop comes."""
        trace.arrived[request] = now
        begin(entry, None, request, root)

    # ---- the loop --------------------------------------------------------------------------------

    for step in plan.changes:
        at(step.at, change, step)
    for group in plan.groups.values():
        if group.autoscale is not None:
            at(group.autoscale.every, scale, group)
    entry = plan.entry
    root = plan.first_paths(entry, None)[0]
    arrivals = plan.times.tolist()
    request, arrival, end = 0, arrivals[0], plan.end
    for _ in range(max_events):
        first = heap[0][0]
        if arrival < first:
            now = arrival
            begin(entry, None, request, root)
            request += 1
            arrival = arrivals[request] if request < len(arrivals) else NEVER
        else:
            if first > end:
                return trace
            now, _, verb, thing = heappop(heap)
            verb(thing)
    waiting = {name: sum(s.waiting for s in g.stations) for name, g in plan.groups.items()}
    raise RunTooLong(too_long(waiting, max_events, now))
