"""On random graphs with every feature: nothing is lost, nothing happens twice, every run ends."""

import math

import numpy as np
import pytest

from tpo.engines.simulator import OUTCOMES, Scenario, Slots, System, simulate
from tpo.engines.simulator.loop import run
from tpo.engines.simulator.parts import (
    BEATEN,
    DOWN,
    FOLLOWER,
    HIT,
    IN_FLIGHT,
    LEADER,
    NEVER,
    OPEN,
    REJECTED,
)
from tpo.engines.simulator.plan import Plan

from .graphs import random_case, rich_case

CASES = 120
BOTH = pytest.mark.parametrize("make", [random_case, rich_case])


@BOTH
@pytest.mark.parametrize("seed", range(CASES))
def test_nothing_is_lost(make, seed):
    system, scenario = make(seed)
    plan = Plan(system, scenario)
    trace = run(plan, 3_000_000)

    assert IN_FLIGHT not in trace.outcome  # everybody was answered, since nothing cut the run off
    assert len(trace.outcome) == plan.n == scenario.n
    for t, arrival in zip(trace.answered, trace.arrived, strict=True):
        assert arrival <= t < NEVER

    for group in plan.groups.values():
        for station in group.stations:
            assert station.busy == station.in_flight == station.waiting == 0
    for edge in plan.edges:
        assert edge.out == 0
        assert edge.budget is None or -1e-6 <= edge.budget.tokens <= 10.0

    for job in trace.jobs:
        assert not job.waiting  # its caller learned how it came out
        assert job.why != IN_FLIGHT
        assert job.pending == 0
        if job.part == FOLLOWER:
            assert job.t_sent == NEVER  # somebody else asked for it
        elif job.t_sent == NEVER:  # never left home
            assert job.why in (OPEN, REJECTED) or job.why >= HIT
        elif job.t_accepted == NEVER:  # refused at the door (or expired on the way)
            assert job.t_end == NEVER
            assert job.why in (DOWN, REJECTED, BEATEN, OUTCOMES.index("timeout"))
        elif job.t_start == NEVER:  # dropped from the queue
            assert job.edge.callee.drop
            assert job.t_sent <= job.t_accepted <= job.t_end < NEVER
        else:
            times = [job.t_sent, job.t_accepted, job.t_start, job.t_free, job.t_end]
            assert times == sorted(times)
            assert job.t_end < NEVER
        if job.parent is not None:
            assert job.parent.t_start <= job.t_end or job.t_end == NEVER


@BOTH
@pytest.mark.parametrize("seed", range(0, CASES, 6))
def test_no_station_has_more_busy_slots_than_it_owns(make, seed):
    system, scenario = make(seed)
    plan = Plan(system, scenario)
    trace = run(plan, 3_000_000)
    by_station: dict[int, list] = {}
    for job in trace.jobs:
        if job.t_start < NEVER:
            by_station.setdefault(id(job.station), []).append(job)
    for jobs in by_station.values():
        name = jobs[0].edge.callee.name
        most = max(
            [system.service(name).slots]
            + [f.slots for f in scenario.faults if isinstance(f, Slots) and f.service == name]
        )
        starts = np.sort([j.t_start for j in jobs])
        ends = np.sort([j.t_free for j in jobs])
        busy = np.arange(1, len(starts) + 1) - np.searchsorted(ends, starts, "right")
        assert busy.max() <= most


@BOTH
@pytest.mark.parametrize("seed", range(0, CASES, 6))
def test_figures_are_consistent(make, seed):
    system, scenario = make(seed)
    r = simulate(system, scenario)
    assert sum(r.outcomes.values()) == r.n
    assert 0.0 <= r.success <= 1.0
    if r.ok.any():
        assert r.p(0) <= r.p(50) <= r.p(99) <= r.p(100)
    line = r.timeline(0.5)
    assert line.arrivals.sum() <= r.n
    for service in system.services:
        name = service.name
        assert r.in_flight_mean(name) <= r.in_flight_peak(name) + 1e-9
        assert r.effects(name).sum() <= r.attempts_at(name).sum()
        assert (line.queue[name] >= 0).all()
        assert (line.in_flight[name] >= line.queue[name]).all()
    waste = r.wasted_work()
    assert math.isnan(waste) or 0.0 <= waste <= 1.0
    half = r.window(r.start, (r.start + r.end) / 2), r.window((r.start + r.end) / 2, r.end)
    assert half[0].n + half[1].n == r.n


@BOTH
@pytest.mark.parametrize("seed", range(0, CASES, 12))
def test_a_design_survives_json(make, seed):
    system, scenario = make(seed)
    assert System.from_dict(system.to_dict()) == system
    assert Scenario.from_dict(scenario.to_dict()) == scenario


def test_the_cases_use_every_feature():
    """Or the tests above would prove less than they seem to."""
    seen: set[str] = set()
    for seed in range(CASES):
        plan = Plan(*(rich_case if seed % 2 else random_case)(seed))
        trace = run(plan, 3_000_000)
        seen |= {"booted"} if any(a == b for _, _, a, b in trace.replicas) else set()
        seen |= {OUTCOMES[k] for k in trace.outcome}
        seen |= {"degraded"} if any(trace.degraded) else set()
        seen |= {"stale"} if any(trace.stale) else set()
        seen |= {"verified"} if any(t < NEVER for t in trace.verified) else set()
        for job in trace.jobs:
            seen |= {"hit"} if job.why >= HIT else set()
            seen |= {"event"} if job.edge.event and not job.edge.verifies else set()
            seen |= {"dropped"} if job.t_start == NEVER and job.t_end < NEVER else set()
            seen |= {"zombie"} if job.why == 1 and job.t_end < NEVER else set()
            seen |= {"async"} if job.t_free < job.t_end < NEVER else set()
            seen |= {"retry"} if job.path.attempt > 1 else set()
            seen |= {"beaten"} if job.why == BEATEN else set()
            seen |= {"hedge"} if job.path.original else set()
            seen |= {"copy"} if job.path.copy else set()
            seen |= {"leader"} if job.part == LEADER else set()
            seen |= {"follower"} if job.part == FOLLOWER else set()
    assert seen >= {*OUTCOMES[:-1], "degraded", "stale", "verified", "hit", "event"}
    assert seen >= {"dropped", "zombie", "async", "retry"}
    assert seen >= {"beaten", "hedge", "copy", "leader", "follower", "booted"}
