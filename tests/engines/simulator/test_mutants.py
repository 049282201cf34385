"""The comparison of both loops would see a slip: each of these is made on purpose, and found.

A mutant is ``loop.py`` with one piece of text replaced. It has to differ from the compiled loop, or
to crash, on at least one random system.
"""

import re
from pathlib import Path

import pytest

from tpo.engines.simulator import RunTooLong, loop
from tpo.engines.simulator.plan import Plan

from .graphs import rich_case

fast = pytest.importorskip(
    "tpo.engines.simulator.fast", reason="wasmtime is not installed", exc_type=ImportError
)

SOURCE = Path(loop.__file__).read_text(encoding="utf-8")
C_SOURCE = Path(loop.__file__).with_name("loop.c").read_text(encoding="utf-8")
CASES = 60
EVENTS = 200_000

MUTANTS = {
    "a budget earns nothing": ("edge.budget.earn()", "pass"),
    "batches leave at once": ("if edge.every > 0.0:", "if False:"),
    "a hit takes no time": ("at(now + cache.hit_time, settle, job)", "at(now, settle, job)"),
    "no hit is stale": ("job.why = STALE", "pass"),
    "nobody follows a fetch": ("if key in cache.flights:", "if False:"),
    "the bulkhead has one more": ("edge.out >= edge.bulkhead", "edge.out > edge.bulkhead"),
    "the rate limit never refuses": ("not edge.limit.take(now)", "edge.limit.take(now) is None"),
    "the breaker never refuses": ("not edge.breaker.lets(job, now)", "False"),
    "nobody is let out again": ("edge.out -= 1", "edge.out -= 0"),
    "the breaker learns nothing": ("edge.breaker.count(job, now)", "pass"),
    "always the first replica": ("edge.callee.only or choose(edge, job, keys)", "edge.callee.stations[0]"),
    "no patience": ("if edge.timeout < NEVER:", "if False:"),
    "no hedge": ("if edge.hedge < NEVER and", "if False and"),
    "a twin that is hedged in turn": ("edge.hedge < NEVER and job.twin is None", "edge.hedge < NEVER"),
    "nothing is lost": ("if edge.may_lose and", "if False and"),
    "no way there": ("at(now + edge.network, accept, job)", "at(now, accept, job)"),
    "no way back": ("at(now + job.edge.network, settle, job)", "at(now, settle, job)"),
    "an armed timer too few": ("if timers:\n", "if False:\n"),
    "late answers count": ("if not job.waiting:\n            return", "if False:\n            return"),
    "the twin stays": ("twin.waiting, twin.why = False, BEATEN", "pass"),
    "the first failure of a pair counts": ("if why != OK:\n                return", "if False:\n                return"),
    "one try fewer": ("job.path.attempt < edge.attempts", "job.path.attempt + 1 < edge.attempts"),
    "zombies of a dropping service retry": ("and parent.edge.callee.drop:", "and False:"),
    "the budget is not asked": ("(edge.budget is None or edge.budget.spend())", "True"),
    "no back-off": ("retry.backoff * 2.0 **", "0.0 * 2.0 **"),
    "the back-off does not grow": ("2.0 ** (path.attempt - 1)", "1.0"),
    "no cap": (", retry.cap)", ", NEVER)"),
    "no jitter": ("wait *= path.jitter[request]", "pass"),
    "no equal jitter": ("wait *= 0.5 + 0.5 * path.jitter[request]", "pass"),
    "no lag": ("plan.next_update(key, now - edge.lag)", "plan.next_update(key, now)"),
    "nothing is stored": ("cache.write(key, now + cache.lifetimes[job.request], changes)", "pass"),
    "followers hear nothing": ("for follower in cache.flights.pop(key):", "for follower in cache.flights.pop(key)[1:]:"),
    "every call is hard": ("if not good and edge.soft:", "if False:"),
    "the last failure counts": ("elif not good and parent.failed == OK:", "elif not good:"),
    "rechecked again and again": ("if check is not None and not edge.rechecked[request]:", "if check is not None:"),
    "never verified": ("trace.verified[request] = now", "pass"),
    "users ask once": ("if plan.think is not None and coming < plan.n:", "if False:"),
    "down is up": ("if group.down or (", "if ("),
    "expired work is let in": ("(group.drop and not job.waiting)", "False"),
    "the queue has no limit": ("elif station.waiting >= group.limit:", "elif False:"),
    "one queue for all": ("plan.lanes[job.request] if group.priorities else 0", "0"),
    "no slowdown": ("job.edge.callee.scale *", "job.edge.callee.work.mean *"),
    "no errors": ("if job.path.error[job.request] < group.error_rate:", "if False:"),
    "no conflicts": ("if job.station.written > job.t_start:", "if False:"),
    "always held": ("if not group.sync:\n            release", "if False:\n            release"),
    "a failed job goes on": ("if job.failed:\n", "if False:\n"),
    "never parallel": ("if job.pending and not edge.parallel:", "if job.pending:"),
    "all need it": ("if edge.needed is None or edge.needed[request]:", "if True:"),
    "events are waited for": ("if edge.event:", "if False:"),
    "a slot is given back twice": ("if job.t_free == NEVER:", "if True:"),
    "always first come": ("lane.pop() if group.lifo else lane.popleft()", "lane.popleft()"),
    "expired work is done": ("if group.drop and not job.waiting:\n                job.t_end", "if False:\n                job.t_end"),
    "caches begin empty": ("cached.cache.preload()", "pass"),
    "flushed caches keep": ("thing.cache.entries.clear()", "pass"),
    "new slots stay idle": ("serve(thing, station)", "pass"),
    "replicas boot at once": ("at(now + rule.boot, boot, group)", "at(now, boot, group)"),
    "nobody is dismissed": ("elif wanted < group.active:", "elif False:"),
    "scaled once": ("at(now + rule.every, scale, group)", "pass"),
    "arrivals first": ("if arrival < first:", "if arrival <= first:"),
}  # fmt: skip


def outcome_of(engine, case):
    """Everything a run tells, or that it did not end or crashed."""
    try:
        trace = engine.run(Plan(*case), EVENTS)
    except RunTooLong as error:
        return str(error)
    except Exception as error:
        return repr(error)
    told = [bytes(memoryview(getattr(trace, name))) for name in ("answered", "outcome", "verified")]
    jobs = trace.table()
    told += [bytes(memoryview(trace.stale)), bytes(memoryview(trace.degraded)), trace.replicas]
    return [*told, jobs.why.tobytes(), jobs.end.tobytes()]


@pytest.fixture(scope="module")
def right():
    return {}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_slip_is_seen(name, right):
    old, new = MUTANTS[name]
    assert SOURCE.count(old) == 1, f"{SOURCE.count(old)} times in loop.py: {old}"
    mutant = type(loop)("mutant")
    mutant.__package__ = loop.__package__
    exec(compile(SOURCE.replace(old, new), "mutant", "exec"), mutant.__dict__)
    for seed in range(CASES):
        if seed not in right:
            right[seed] = outcome_of(fast, rich_case(seed))
        if outcome_of(mutant, rich_case(seed)) != right[seed]:
            return
    pytest.fail(f"no random system sees it when {name}")


def test_both_sources_have_the_same_functions_in_the_same_order():
    verbs = re.findall(r"^    def (\w+)\(", SOURCE, re.M)
    in_c = re.findall(r"^static (?:inline )?\w+ \*?(\w+)\([^;]*?\) \{$", C_SOURCE, re.M)
    assert len(verbs) > 25
    assert [name for name in in_c if name in verbs] == verbs
