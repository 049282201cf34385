"""What a run leaves behind: one entry for each request, and every try of every call."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .parts import IN_FLIGHT, NEVER, Job
from .plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Codes = NDArray[np.uint8]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Jobs:
    """Every try of every call, as arrays in the order they were made. Times in s, inf = never."""

    edge: Numbers
    request: Numbers
    attempt: Codes
    hedge: Bools
    parent: Numbers  # -1: none
    why: Codes  # outcome for the caller
    result: Codes  # outcome at the station
    sent: Floats
    accepted: Floats
    start: Floats
    free: Floats
    end: Floats


class Trace:
    """What happened: tables with one entry per request, and every job."""

    def __init__(self, plan: Plan) -> None:
        n, come = plan.n, plan.times.tolist()
        self.arrived = array("d", come + [NEVER] * (n - len(come)))  # when it came, s
        self.answered = array("d", [NEVER]) * n  # when the client had its answer, s
        self.outcome = bytearray([IN_FLIGHT]) * n
        self.attempts = array("q", [1]) * n  # tries of the entry call
        self.degraded = bytearray(n)  # 1: a soft call was given up
        self.stale = bytearray(n)  # 1: a cache gave an old answer
        self.verified = array("d", [NEVER]) * n  # when the last open re-check succeeded, s
        self.unverified = array("q", [0]) * n  # re-checks still open
        self.replicas: list[tuple[float, int, int, int]] = []  # t, group, taking calls, paid for
        self.jobs: list[Job] = []

    def table(self) -> Jobs:
        """Return every job, as arrays."""
        for number, job in enumerate(self.jobs):
            job.number = number

        def column(value: Callable[[Job], Any], kind: Any) -> Any:
            return np.array([value(job) for job in self.jobs], kind)

        return Jobs(
            edge=column(lambda j: j.edge.number, np.int32),
            request=column(lambda j: j.request, np.int32),
            attempt=column(lambda j: j.path.attempt, np.uint8),
            hedge=column(lambda j: j.path.original is not None, np.bool_),
            parent=column(lambda j: -1 if j.parent is None else j.parent.number, np.int32),
            why=column(lambda j: j.why, np.uint8),
            result=column(lambda j: j.result, np.uint8),
            sent=column(lambda j: j.t_sent, np.float64),
            accepted=column(lambda j: j.t_accepted, np.float64),
            start=column(lambda j: j.t_start, np.float64),
            free=column(lambda j: j.t_free, np.float64),
            end=column(lambda j: j.t_end, np.float64),
        )


class RunTooLong(RuntimeError):
    """The run did not end within its budget of events; the message says which queue grew."""


def too_long(waiting: dict[str, int], max_events: int, now: float) -> str:
    """Say which queue grew; ``waiting`` calls for each service, ``now`` in s."""
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
