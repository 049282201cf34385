"""Both loops of the simulator against other packages on the same models, and a judge's replay.

Run: python benchmarks/simulator.py   (the others are optional: pip install simpy ciw happysim
asyncflow-sim; the last two need Python 3.13)

Engines alternate in one process; figures are medians of CPU time, so trust the ratios. The SimPy
models are written by hand the way its documentation does it. In Ciw, happysim and AsyncFlow a call
cannot hold its worker while it waits for another service, nor be given up and tried again: their
three tiers are a row of queues, which is less work (AsyncFlow's work also takes constant time, and
it has no queue in front of a database). Ours include the p99, and keep the draws of a seed from run
to run, as they do under a slider; "new draws" draws everything anew. The last line is one line of
JSON. The bars: 4 times SimPy in Python, 40 times compiled, 100,000 requests in 150 ms compiled.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tpo.engines.simulator import (
    Call,
    Constant,
    Exponential,
    Poisson,
    Retry,
    Scenario,
    Service,
    System,
    draws,
    loop,
    summarise,
)
from tpo.engines.simulator.plan import Plan
from tpo.judges.booking_chain import ResiliencePolicy, booking_system, run_incident, slow

simpy: Any = None
ciw: Any = None
happy: Any = None
asyncflow: Any = None
fast: Any = None
with contextlib.suppress(ImportError):
    from tpo.engines.simulator import fast
with contextlib.suppress(ImportError):
    import simpy
with contextlib.suppress(ImportError):
    import ciw
with contextlib.suppress(ImportError):
    import happysimulator as happy
    import happysimulator.distributions
with contextlib.suppress(ImportError):
    from asyncflow.runtime.simulation_runner import SimulationRunner as asyncflow

N = 20_000
ROUNDS = 5


def play(engine: Any, system: System, scenario: Scenario) -> float:
    """Run one of our loops, the way ``simulate`` does."""
    gc.disable()
    plan = Plan(system, scenario)
    result = summarise(system, scenario, plan, engine.run(plan, 5_000_000))
    gc.enable()
    return result.p(99)


# ---- M/M/4: four workers, 1 s each, 80 % busy ----------------------------------------------------


def ours_queue(engine: Any) -> None:
    system = System((Service("s", Exponential(1.0), slots=4),), (Call("client", "s"),))
    play(engine, system, Scenario(Poisson(3.2), n=N))


def ciw_queue() -> None:
    ciw.seed(1)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(3.2)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[4],
    )
    ciw.Simulation(network).simulate_until_max_time(N / 3.2)


def happy_queue() -> None:
    sink = happy.Sink()
    server = happy.Server(
        "s",
        concurrency=4,
        service_time=happysimulator.distributions.ExponentialLatency(1.0),
        downstream=sink,
    )
    source = happy.Source.poisson(rate=3.2, target=server)
    end = happy.Instant.from_seconds(N / 3.2)
    happy.Simulation(sources=[source], entities=[server, sink], end_time=end).run()


ASYNCFLOW_QUEUE = """
rqs_input:
  id: g
  avg_active_users: { mean: 32 }
  avg_request_per_minute_per_user: { mean: 6 }
  user_sampling_window: 60
topology_graph:
  nodes:
    client: { id: c }
    servers:
      - id: s
        server_resources: { cpu_cores: 4, ram_mb: 2048 }
        endpoints:
          - endpoint_name: /
            steps: [{ kind: initial_parsing, step_operation: { cpu_time: 1.0 } }]
  edges:
    - { id: e1, source: g, target: c, latency: { mean: 0.000001 } }
    - { id: e2, source: c, target: s, latency: { mean: 0.000001 } }
    - { id: e3, source: s, target: c, latency: { mean: 0.000001 } }
sim_settings:
  total_simulation_time: 1800
  enabled_sample_metrics: []
  enabled_event_metrics: [rqs_clock]
"""


def asyncflow_queue() -> None:
    """AsyncFlow ends after 30 min at most, which is 5,760 requests; its time is scaled to N."""
    run_asyncflow(ASYNCFLOW_QUEUE)


def run_asyncflow(model: str) -> None:
    import tempfile
    from pathlib import Path

    import simpy as clock

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.yaml"
        path.write_text(model)
        asyncflow.from_yaml(env=clock.Environment(), yaml_path=path).run()


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


def ours_tiers(engine: Any, timeout: float | None = None, tries: int = 1, n: int = N) -> None:
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
    play(engine, system, Scenario(Poisson(1000.0), n=n))


def new_draws() -> None:
    """The same, as if nobody had met these customers before."""
    forget()
    ours_tiers(fast, 0.2, 3)


def forget() -> None:
    draws.uniforms.cache_clear()
    draws.exponentials.cache_clear()


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


def ciw_tiers() -> None:
    ciw.seed(1)
    exponential, after_app = ciw.dists.Exponential, [0.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    network = ciw.create_network(
        arrival_distributions=[exponential(250.0)] * 4 + [None, None],
        service_distributions=[exponential(200.0)] * 4
        + [ciw.dists.Deterministic(0.001), exponential(50.0)],
        number_of_servers=[4] * 4 + [float("inf"), 10],
        routing=[after_app] * 4 + [[0.0] * 5 + [0.2], [0.0] * 6],
    )
    ciw.Simulation(network).simulate_until_max_time(N / 1000.0)


def happy_tiers() -> None:
    latency = happysimulator.distributions
    sink = happy.Sink()
    db = happy.Server("db", 10, latency.ExponentialLatency(0.020), downstream=sink)
    fifth = happy.RandomRouter("fifth", targets=[db, sink, sink, sink, sink])
    cache = happy.Server("cache", 10**6, latency.ConstantLatency(0.001), downstream=fifth)
    apps = [
        happy.Server(f"app{k}", 4, latency.ExponentialLatency(0.005), downstream=cache)
        for k in range(4)
    ]
    balancer = happy.RandomRouter("balancer", targets=apps)
    source = happy.Source.poisson(rate=1000.0, target=balancer)
    entities = [balancer, *apps, cache, fifth, db, sink]
    end = happy.Instant.from_seconds(N / 1000.0)
    happy.Simulation(sources=[source], entities=entities, end_time=end).run()


ASYNCFLOW_APP = """
      - id: s{k}
        server_resources: {{ cpu_cores: 4, ram_mb: 2048 }}
        endpoints:
          - endpoint_name: /
            steps:
              - {{ kind: initial_parsing, step_operation: {{ cpu_time: 0.005 }} }}
              - {{ kind: io_cache, step_operation: {{ io_waiting_time: 0.001 }} }}
              - {{ kind: io_db, step_operation: {{ io_waiting_time: 0.004 }} }}"""
ASYNCFLOW_TIERS = (
    """
rqs_input:
  id: g
  avg_active_users: { mean: 1000 }
  avg_request_per_minute_per_user: { mean: 60 }
  user_sampling_window: 20
topology_graph:
  nodes:
    client: { id: c }
    load_balancer: { id: lb, algorithms: round_robin, server_covered: [s0, s1, s2, s3] }
    servers:"""
    + "".join(ASYNCFLOW_APP.format(k=k) for k in range(4))
    + """
  edges:
    - { id: e1, source: g, target: c, latency: { mean: 0.000001 } }
    - { id: e2, source: c, target: lb, latency: { mean: 0.000001 } }"""
    + "".join(
        f"""
    - {{ id: to{k}, source: lb, target: s{k}, latency: {{ mean: 0.000001 }} }}
    - {{ id: from{k}, source: s{k}, target: c, latency: {{ mean: 0.000001 }} }}"""
        for k in range(4)
    )
    + f"""
sim_settings:
  total_simulation_time: {N // 1000}
  enabled_sample_metrics: []
  enabled_event_metrics: [rqs_clock]
"""
)


def asyncflow_tiers() -> None:
    run_asyncflow(ASYNCFLOW_TIERS)


# ---- measuring -----------------------------------------------------------------------------------


def cpu_seconds(run: Callable[[], object]) -> float:
    """CPU time of one run, without the rubbish of the run before."""
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print both tables and the JSON line."""
    loops = {"ours, Python": loop} | ({} if fast is None else {"ours, compiled": fast})
    models: dict[str, dict[str, Callable[[], None]]] = {
        "M/M/4": {name: lambda e=engine: ours_queue(e) for name, engine in loops.items()},
        "three tiers": {name: lambda e=engine: ours_tiers(e) for name, engine in loops.items()},
        "three tiers, timeouts and retries": {
            name: lambda e=engine: ours_tiers(e, 0.2, 3) for name, engine in loops.items()
        },
    }
    if simpy is not None:
        models["M/M/4"]["SimPy"] = simpy_queue
        models["three tiers"]["SimPy"] = simpy_tiers
        models["three tiers, timeouts and retries"]["SimPy"] = lambda: simpy_tiers(0.2, 3)
    for name, package, queue, tiers in (
        ("Ciw", ciw, ciw_queue, ciw_tiers),
        ("happysim", happy, happy_queue, happy_tiers),
        ("AsyncFlow", asyncflow, asyncflow_queue, asyncflow_tiers),
    ):
        if package is not None:
            models["M/M/4"][name] = queue
            models["three tiers"][name] = tiers
    if fast is not None:
        models["three tiers, timeouts and retries"]["ours, compiled, new draws"] = new_draws
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for model, engines in models.items():
            for name, run in engines.items():
                with contextlib.redirect_stdout(io.StringIO()):
                    seconds = cpu_seconds(run)
                times.setdefault((model, name), []).append(
                    seconds * N / 5760 if (model, name) == ("M/M/4", "AsyncFlow") else seconds
                )
    figures: dict[str, dict[str, dict[str, float | None]]] = {}
    print(f"{N:,} requests                                        CPU, ms   SimPy ÷ this")
    for (model, name), seconds_ in times.items():
        mine = statistics.median(seconds_)
        other = times.get((model, "SimPy"))
        ratio = None if other is None else statistics.median(other) / mine
        figures.setdefault(model, {})[name] = {
            "ms": round(1e3 * mine, 1),
            "simpy_over_this": None if ratio is None else round(ratio, 2),
        }
        print(
            f"{model:34s} {name:26s} {1e3 * mine:8.1f} {'–' if ratio is None else f'{ratio:12.2f}×'}"
        )
    large: float | None = None
    fresh: float | None = None
    if fast is not None:
        large = statistics.median(
            cpu_seconds(lambda: ours_tiers(fast, 0.2, 3, 100_000)) for _ in range(ROUNDS)
        )
        fresh = statistics.median(
            cpu_seconds(lambda: (forget(), ours_tiers(fast, 0.2, 3, 100_000)))
            for _ in range(ROUNDS)
        )
        print(f"100,000 requests through three tiers, compiled       {1e3 * large:8.1f}")
        print(f"the same with new draws                              {1e3 * fresh:8.1f}")

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
    figure = {
        "requests": N,
        "cpu": figures,
        "100k_compiled_ms": None if large is None else round(1e3 * large, 1),
        "100k_compiled_new_draws_ms": None if fresh is None else round(1e3 * fresh, 1),
        "replay_cpu_s": replays,
    }
    print(json.dumps(figure))


if __name__ == "__main__":
    main()
