"""A deterministic discrete-event simulator for requests that flow through a graph of services.

``simulate(system, scenario)`` plays a ``Scenario`` (who arrives when, what goes wrong) against a
``System`` (services and the calls between them) and returns a ``Result``. Times are in seconds,
rates per second. The same input gives the same result, bit for bit, on every machine.

What the rules mean
===================
Work. A call takes a slot of one replica, the service does its own work there, then makes the calls
this request needs, one after another in the order given, and answers. ``hold="sync"`` keeps the
slot until the answer; ``hold="async"`` gives it back when the own work is done. An erring call
does its own work and then fails, without calling anybody.

Work takes time drawn from its distribution, each try anew: ``Constant``, ``Exponential``,
``LogNormal`` (mean and cv) or ``Hyperexponential`` (mostly short, now and then long). A service
whose ``error_rate`` is above 0 fails that share of its calls, by chance.

Balance. A call goes to one replica and stays there. ``round_robin``: by turns, each call of the graph
its own turn; ``random``; ``two_choices``: of two drawn at random, the one with fewer calls inside;
``least_in_flight``: the one with the fewest of all; ``hash``: by the request's key, so that one key
always meets the same replica.

Network. ``network`` s pass before the call arrives, and again before its answer does. It is nobody's
work and takes nobody's slot.

Queue. No free slot: the call waits, first come first served (``fifo``) or newest first (``lifo``).
A full queue rejects at once. Refusals cost no work; the caller hears of them after the network
delay only.

Timeout. Counted from sending, so it includes network, queue and everything below. A caller that
gives up stops waiting, nothing more: the call it made goes on as a zombie. It keeps its place and
its slot, does its work, makes its own calls and its own retries, and has its effect. Its answer
is ignored. ``on_expired="drop"`` throws such work away when it would start, and lets running
zombies of that service make no more retries.

Ownership. A job has two sides. The caller's side ends once, with the first of answer, refusal and
timeout; only that decides about retries and about the caller's fate. The station's side ends once,
when the work is over; only that frees the slot. Neither touches the other, so a call that fails
*because its own callee timed out* is still answered, timed and freed exactly once.

Retry. Any failed try (timeout, refusal, error, open breaker) may be tried again, ``attempts``
tries in all, after the back-off; a retry without back-off is an event of its own at the same
moment. The caller keeps its slot meanwhile. A ``budget`` is a token bucket per call of the graph:
each first call adds ``budget`` tokens, each retry takes one, it starts empty and holds at most 10.
(Google, Site Reliability Engineering, "Handling Overload".)

Breaker. Per call of the graph. Closed: it looks at the last ``window`` calls that came out, and
opens when they are ``window`` in number and ``threshold`` of them failed. Open: calls fail at once
and are not sent. After ``open_for`` s one call goes through as a probe; its success closes the
breaker with a clean record, its failure opens it again. Calls sent before it opened no longer
count. Refusals by the breaker or the bulkhead itself never count, nor do tries beaten by their twin.

Rate limit. Per call of the graph: a token bucket that starts full. A call without a token is
rejected at home, and does not count for the breaker.

Bulkhead. At most that many calls of one caller to one callee wait for an answer; the next one is
rejected at home.

Hedging. A try that has no answer ``hedge`` s after it was sent gets a twin: one more try of the same
call, with its own draws and timeout, on the next replica by ``balance``. The first good answer
counts; the other try is a zombie from then on, so ``on_expired="drop"`` also cancels it. The try
has failed when both have.

Parallel calls. ``parallel=True`` sends a call together with the one before it; ``copies=k`` sends it
k times at once. The caller goes on when all have come out, and fails if a hard one failed for good
(with the reason of the first that did); it never leaves a call behind.

Batches. With ``every``, first tries leave at the next full multiple of that time, all at once; timeouts
count from leaving. 0 is the stream: each leaves when it is made.

Share. ``share`` of the requests need a call: the same ones on every try, and in every design.

Conflicts. ``conflicts=True`` is optimistic locking: all calls to a replica change one record, and a
call fails when another one changed it after this one began to work. Nobody waits; somebody tries
again.

Classes. Each request has a class, drawn by their shares. A call made ``only`` for some classes is
how reads and writes take different ways. A service with ``priorities`` serves the most urgent
class first; within one priority by ``order``; it never interrupts work that has started.

Autoscaling. Every ``every`` s a service counts the calls inside it, and asks for that number ÷
(slots × target), rounded up, within its bounds. Too few replicas: the missing ones take calls
``boot`` s later, and until then it asks for nothing else. Too many: the last ones get no new calls
and finish what they hold. Waiting calls stay in the queue they joined. It looks until the load
ends.

Loads. ``Poisson`` and ``Steps`` stretch one stream of customers to their rate, so another rate brings
the same customers sooner or later. ``Arrivals`` come at given moments. What happens before ``warmup``
is played, and left out of the figures.

Users. In a closed loop, each user thinks, sends one request, waits until it is answered, well or
badly, and thinks again, until ``n`` requests were made. The k-th request has its own think time.

Soft calls. When all tries fail, the caller goes on and the request is marked ``degraded``. With a
``recheck``, one verification of the request is sent to the same callee ``after`` s later, in the
background, and again ``every`` s after each failure; ``verified_at`` is the time of the success
(of the last one, if several calls needed it).

Events. ``event=True`` hands the call over and goes on; nobody waits for the answer, retries apply.

Cache. Cache-aside at the caller, looked up once per call, before the first try. A hit takes
``hit_time`` and sends nothing. A miss is stored when its answer arrives, with the truth of that
moment. A hit is stale when the key has changed since; ``invalidate_after`` s after a change the
entry is gone. Misses of one key at the same time all go through (a stampede); with ``coalesce``
only the first does, and the others share its outcome, good or bad. A full cache drops the entry
used least recently; an expired one keeps its place until then.

Replication lag. The callee shows the truth of ``lag`` s before its answer arrives. The answer is
stale when the key has changed since, and a cache that stores it stores that old truth.

Faults. ``Slow`` counts for work that starts in the window. ``Down`` refuses new calls. ``Slots``
changes the workers of each replica (0: it stands still). ``Loss`` loses calls on their way; only
the timeout tells the caller.

Price. A replica costs ``price_per_hour`` from when it is ordered until it is let go, busy or not.

Outcomes. Every request ends as ok, timeout, rejected, error, open or down (what its last try
met), or is in_flight when the run was cut off by ``drain``. They always add up to the arrivals.

Limits. Calls may not form a circle, events included; at most 100 services and 2,000,000 requests.
A run that does not end within its budget of events raises ``RunTooLong``, which names the queue
that grew.

Order. At one moment, what was planned first happens first, and arrivals come last.

Randomness. Every draw is addressed by (seed, stream, request), and each try has its own stream, so
two designs with one seed meet the same customers: see ``draws``.
"""

from __future__ import annotations

import contextlib
import gc
from functools import cache
from typing import Any

from . import loop
from .explore import Design, Exploration, explore
from .model import (
    Arrivals,
    Autoscale,
    Breaker,
    Cache,
    Call,
    Constant,
    Down,
    Errors,
    Exponential,
    Flush,
    Hyperexponential,
    Keys,
    LogNormal,
    Loss,
    Poisson,
    RateLimit,
    Recheck,
    RequestClass,
    Retry,
    Scenario,
    Service,
    Slots,
    Slow,
    Steps,
    System,
    Users,
)
from .parts import OUTCOMES
from .plan import Plan
from .result import CacheUse, Result, Timeline, quantile, summarise
from .trace import RunTooLong

__all__ = [
    "OUTCOMES",
    "Arrivals",
    "Autoscale",
    "Breaker",
    "Cache",
    "CacheUse",
    "Call",
    "Constant",
    "Design",
    "Down",
    "Errors",
    "Exploration",
    "Exponential",
    "Flush",
    "Hyperexponential",
    "Keys",
    "LogNormal",
    "Loss",
    "Poisson",
    "RateLimit",
    "Recheck",
    "RequestClass",
    "Result",
    "Retry",
    "RunTooLong",
    "Scenario",
    "Service",
    "Slots",
    "Slow",
    "Steps",
    "System",
    "Timeline",
    "Users",
    "explore",
    "quantile",
    "simulate",
]

MAX_EVENTS = 5_000_000


def simulate(system: System, scenario: Scenario, max_events: int = MAX_EVENTS) -> Result:
    """Play the scenario against the system.

    Raises ``ValueError`` if the two do not fit (a fault on an unknown service, a cache without
    keys) and ``RunTooLong`` if the run does not end within ``max_events`` events.
    """
    return summarise(system, scenario, *_played(Plan(system, scenario), max_events))


@cache
def _fast() -> Any:
    """Return the module of the compiled loop, or None where its runtime does not work."""
    try:
        from . import fast
    except ImportError:
        return None
    return fast


def _played(plan: Plan, max_events: int) -> tuple[Plan, Any]:
    """Run the compiled loop where it works, else the one in Python: the results are the same."""
    fast = _fast()
    if fast is not None:
        with contextlib.suppress(fast.NoRoom):
            return plan, fast.run(plan, max_events)
    collecting = gc.isenabled()
    gc.disable()  # jobs form no cycles, so collecting finds nothing and costs an eighth of the run
    try:
        return plan, loop.run(plan, max_events)
    finally:
        if collecting:
            gc.enable()
