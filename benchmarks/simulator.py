"""The simulator against SimPy on the same models, and what a judge's replay costs.

Run: python benchmarks/simulator.py   (SimPy is optional: pip install simpy)

Engines alternate in one process; figures are medians of CPU time, so trust the ratios. The SimPy
models are written by hand the way its documentation does it. The last line is one line of JSON.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from tpo.engines.simulator import (
    Call,
    Constant,
    Exponential,
    Poisson,
    Retry,
    Scenario,
    Service,
    System,
    simulate,
)
from tpo.judges.booking_chain import ResiliencePolicy, booking_system, run_incident, slow

try:
    import simpy
except ImportError:
    simpy = None

N = 10_000
ROUNDS = 7


# ---- M/M/4: four workers, 1 s each, 80 % busy ----------------------------------------------------


def ours_queue() -> None:
    system = System((Service("s", Exponential(1.0), slots=4),), (Call("client", "s"),))
    simulate(system, Scenario(Poisson(3.2), n=N))


def simpy_queue() -> None:
    draw = random.Random(1).expovariate
    env = simpy.Environment()
    workers = simpy.Resource(env, 4)
    latency = []

    def customer():
        start = env.now
        with workers.request() as turn:
            yield turn
            yield env.timeout(draw(1.0))
        latency.append(env.now - start)

    def source():
        for _ in range(N):
            yield env.timeout(draw(3.2))
            env.process(customer())

    env.process(source())
    env.run()


# ---- three tiers: 4 × 4 app workers (5 ms), cache (1 ms), 20 % to a database of 10 × 20 ms ------


def ours_tiers(timeout: float | None = None, tries: int = 1) -> None:
    system = System(
        (
            Service("app", Exponential(0.005), slots=4, replicas=4),
            Service("cache", Constant(0.001), slots=10**6),
            Service("db", Exponential(0.020), slots=10),
        ),
        (
            Call("client", "app", balance="random", timeout=timeout, retry=Retry(tries)),
            Call("app", "cache"),
            Call("app", "db", share=0.2),
        ),
    )
    simulate(system, Scenario(Poisson(1000.0), n=N))


def simpy_tiers(timeout: float | None = None, tries: int = 1) -> None:
    rng = random.Random(1)
    draw = rng.expovariate
    env = simpy.Environment()
    apps = [simpy.Resource(env, 4) for _ in range(4)]
    db = simpy.Resource(env, 10)
    latency = []

    def work(app):
        with app.request() as turn:
            yield turn
            yield env.timeout(draw(200.0))
            yield env.timeout(0.001)
            if rng.random() < 0.2:
                with db.request() as place:
                    yield place
                    yield env.timeout(draw(50.0))

    def customer():
        start = env.now
        for _ in range(tries):
            answer = env.process(work(apps[rng.randrange(4)]))
            if timeout is None:
                yield answer
                break
            yield answer | env.timeout(timeout)
            if answer.triggered:
                break
        latency.append(env.now - start)

    def source():
        for _ in range(N):
            yield env.timeout(draw(1000.0))
            env.process(customer())

    env.process(source())
    env.run()


# ---- measuring -----------------------------------------------------------------------------------


def cpu_seconds(run: Callable[[], object]) -> float:
    """CPU time of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print both tables and the JSON line."""
    models: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "M/M/4": (ours_queue, simpy_queue),
        "three tiers": (ours_tiers, simpy_tiers),
        "three tiers, timeouts and retries": (
            lambda: ours_tiers(0.2, 3),
            lambda: simpy_tiers(0.2, 3),
        ),
    }
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in models}
    for _ in range(ROUNDS):
        for name, (ours, theirs) in models.items():
            times[name][0].append(cpu_seconds(ours))
            if simpy is not None:
                times[name][1].append(cpu_seconds(theirs))
    figures: dict[str, dict[str, float | None]] = {}
    print(f"{N:,} requests              ours, ms   SimPy, ms   ours / SimPy")
    for name, (ours_s, theirs_s) in times.items():
        mine = statistics.median(ours_s)
        other = statistics.median(theirs_s) if theirs_s else None
        figures[name] = {
            "ours_ms": round(1e3 * mine, 1),
            "simpy_ms": None if other is None else round(1e3 * other, 1),
            "ratio": None if other is None else round(other / mine, 2),
        }
        shown = (
            "      –            –" if other is None else f"{1e3 * other:7.1f} {other / mine:12.2f}×"
        )
        print(f"{name:34s} {1e3 * mine:6.1f}     {shown}")

    storm = ResiliencePolicy()
    policies = {
        "3 x 3 x 3": storm,
        "4 x 4 x 4": replace(storm, sdk_tries=4, gateway_tries=4, booking_tries=4),
        "pool 200": replace(storm, pool=200),
        "no retries": replace(storm, sdk_tries=1, gateway_tries=1, booking_tries=1),
    }
    replays: dict[str, float] = {}
    print("\nINC-0417 replayed           CPU, s")
    for name, policy in policies.items():
        booking_system(policy)
        seconds = [
            cpu_seconds(lambda p=policy, s=seed: run_incident(p, slow(seed=s)))
            for seed in (11, 12, 13)
        ]
        replays[name] = round(statistics.median(seconds), 3)
        print(f"{name:26s} {replays[name]:8.2f}")
    print(json.dumps({"requests": N, "against_simpy": figures, "replay_cpu_s": replays}))


if __name__ == "__main__":
    main()
