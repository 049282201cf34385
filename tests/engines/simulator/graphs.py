"""Random systems with every feature, for property tests."""

import random
from dataclasses import replace

from tpo.engines.simulator import (
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


def random_case(seed: int) -> tuple[System, Scenario]:
    """A graph of one to six services and a scenario with faults, fully drained."""
    r = random.Random(seed)
    names = [f"s{k}" for k in range(r.randint(1, 6))]
    system = System(tuple(_service(r, n) for n in names), tuple(_calls(r, names)))
    faults = [_fault(r, r.choice(names)) for _ in range(r.randint(0, 4))]
    cached = [c for c in system.calls if c.cache]
    if cached:
        faults.append(Flush(cached[0].caller, cached[0].callee, at=r.uniform(0, 6)))
    rate = r.choice([20.0, 60.0, 200.0])
    load = r.choice([Poisson(rate), Steps(((0.0, rate), (2.0, 3 * rate), (3.0, rate)))])
    keys = Keys(20, zipf=1.0, updates=0.05)
    return system, Scenario(load, n=400, faults=tuple(faults), seed=seed, keys=keys)


def rich_case(seed: int) -> tuple[System, Scenario]:
    """A random case with the features on top of those: hedging, parallel calls, classes, …"""
    system, scenario = random_case(seed)
    r = random.Random(seed + 10_000)
    services = tuple(
        replace(
            s,
            priorities=r.random() < 0.5,
            conflicts=r.random() < 0.2,
            autoscale=Autoscale(s.replicas + 3, 1, r.choice([0.5, 1.5]), every=0.3, boot=0.5)
            if r.random() < 0.5
            else None,
        )
        for s in system.services
    )
    calls = tuple(_rich_call(r, c) for c in system.calls)
    lossy = [c for c in calls if c.timeout]
    faults = scenario.faults
    for call in lossy[:2]:
        at = r.uniform(0, 4)
        faults += (Loss(call.caller, call.callee, 0.5, at, 1.5),)
    classes = (RequestClass("a", 0.6), RequestClass("b", 0.3, 5), RequestClass("c", 0.1, -2))
    scenario = replace(scenario, classes=classes, faults=faults)
    if r.random() < 0.3:
        users = Users(r.choice([5, 50]), Exponential(r.choice([0.05, 0.3])))
        scenario = replace(scenario, load=users, keys=replace(scenario.keys, updates=0.0))
    return System(services, calls), scenario


def _rich_call(r: random.Random, call: Call) -> Call:
    inner, waits = call.caller != "client", not call.event
    cache = call.cache
    if cache is not None:
        cache = replace(cache, capacity=r.choice([None, 1, 5]), coalesce=r.random() < 0.6)
    return replace(
        call,
        cache=cache,
        only=r.choice([(), (), ("a",), ("b", "c")]) if inner else (),
        parallel=inner and waits and r.random() < 0.5,
        copies=r.choice([1, 1, 3]) if inner and cache is None else 1,
        hedge=r.choice([None, 0.0, 0.02, 0.2]) if waits else None,
        rate_limit=r.choice([None, None, RateLimit(80.0, 5.0)]),
        every=r.choice([0.0, 0.0, 0.0, 0.25]),
        lag=r.choice([0.0, 0.0, 2.0]) if waits else 0.0,
        balance=r.choice([call.balance, call.balance, "hash"]),
    )


def _service(r: random.Random, name: str) -> Service:
    mean = r.choice([0.002, 0.01, 0.05])
    work = r.choice(
        [Constant(mean), Exponential(mean), LogNormal(mean, 1.5), Hyperexponential(mean, 3.0)]
    )
    return Service(
        name,
        work,
        slots=r.randint(1, 6),
        replicas=r.choice([1, 1, 2, 5]),
        queue_limit=r.choice([None, None, 0, 3, 50]),
        order=r.choice(["fifo", "fifo", "lifo"]),
        on_expired=r.choice(["run", "run", "drop"]),
        hold=r.choice(["sync", "sync", "async"]),
        error_rate=r.choice([0.0, 0.0, 0.1]),
        price_per_hour=1.0,
    )


def _calls(r: random.Random, names: list[str]) -> list[Call]:
    calls = [_call(r, "client", names[0])]
    for i, caller in enumerate(names):
        for callee in names[i + 1 :]:
            if r.random() < 0.6:
                calls.append(_call(r, caller, callee))
    return calls


def _call(r: random.Random, caller: str, callee: str) -> Call:
    inner = caller != "client"
    event = inner and r.random() < 0.15
    soft = inner and not event and r.random() < 0.3
    cache = None
    if not event and r.random() < 0.2:
        cache = Cache(
            ttl=1.0,
            hit_time=r.choice([0.0, 0.001]),
            ttl_jitter=r.choice([0.0, 0.5]),
            preloaded=r.random() < 0.5,
            invalidate_after=r.choice([None, 0.0, 0.3]),
        )
    return Call(
        caller,
        callee,
        share=r.choice([1.0, 0.5]) if inner else 1.0,
        timeout=r.choice([None, 0.02, 0.1, 0.5]),
        retry=Retry(
            attempts=r.randint(1, 4),
            backoff=r.choice([0.0, 0.01, 0.1]),
            cap=r.choice([0.05, float("inf")]),
            jitter=r.choice(["none", "full", "equal"]),
            budget=r.choice([None, None, 0.1]),
        ),
        breaker=r.choice([None, None, Breaker(r.randint(1, 30), 0.5, open_for=0.5)]),
        bulkhead=r.choice([None, None, 4]),
        balance=r.choice(["round_robin", "random", "two_choices", "least_in_flight"]),
        network=r.choice([0.0, 0.0, 0.003]),
        soft=soft,
        event=event,
        recheck=Recheck(0.5, 0.3, attempts=5, timeout=0.2) if soft and r.random() < 0.5 else None,
        cache=cache,
    )


def _fault(r: random.Random, service: str):
    at, for_ = r.uniform(0, 6), r.uniform(0.2, 3)
    return r.choice(
        [
            Slow(service, 20.0, at, for_),
            Down(service, at, for_),
            Errors(service, 0.5, at, for_),
            Slots(service, r.randint(0, 9), at, for_),
        ]
    )
