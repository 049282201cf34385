"""The simulator against what others have published: writes docs/simulator-validation.md.

Run: python benchmarks/validation.py          (about a minute; --quick for a rough table)

Each row runs the simulator with several seeds and gives the mean and its 95 % confidence interval
(Student's t). A row agrees when the published figure lies within two half-widths of ours, or, where
no chance is involved, within 0.1 %. The last line printed is one line of JSON.

The figures of each row's first seed are kept in the page. A test runs those seeds again and
compares, so the page cannot grow old unseen.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tpo.engines.simulator import (
    Arrivals,
    Breaker,
    Call,
    Constant,
    Down,
    Exponential,
    Hyperexponential,
    LogNormal,
    Poisson,
    Result,
    Retry,
    Scenario,
    Service,
    Slow,
    System,
    Users,
    simulate,
)

QUICK = "--quick" in sys.argv
SEEDS = 6 if QUICK else 30
N = 20_000 if QUICK else 100_000
TARGET = Path(__file__).parents[1] / "docs" / "simulator-validation.md"
ONE_SECOND = Exponential(1.0)
T_975 = {3: 4.303, 5: 2.776, 6: 2.571, 30: 2.045}  # by number of seeds


@dataclass(frozen=True)
class Row:
    """One comparison. ``run(seed)`` gives one figure; ``bias`` says why ours may lie beside it."""

    what: str
    source: str
    published: float
    run: Callable[[int], float]
    seeds: int = SEEDS
    bias: str = ""
    slack: float = 0.0  # of the published figure, for a known bias or a published rounding


# ---- models --------------------------------------------------------------------------------------


def queue(
    work=ONE_SECOND, load=0.8, slots=1, n=N, replicas=1, service=(), **call
) -> Callable[[int], Result]:
    """One service; ``load`` is per slot, for work of mean 1 s. A tenth of the run warms up."""
    system = System(
        (Service("s", work, slots, replicas, **dict(service)),), (Call("client", "s", **call),)
    )
    rate = load * slots * replicas

    def run(seed: int) -> Result:
        return simulate(
            system, Scenario(Poisson(rate), n=n, seed=seed, warmup=0.1 * n / rate, drain=1e6)
        )

    return run


def mean(run: Callable[[int], Result]) -> Callable[[int], float]:
    """Mean latency of all requests."""
    return lambda seed: float(run(seed).latency.mean())


def percentile(run: Callable[[int], Result], p: float) -> Callable[[int], float]:
    return lambda seed: run(seed).p(p)


def failed(run: Callable[[int], Result]) -> Callable[[int], float]:
    return lambda seed: 1.0 - run(seed).success


def waiting(run: Callable[[int], Result]) -> Callable[[int], float]:
    """Share of calls that had to wait."""
    return lambda seed: float((run(seed).waits("s") > 1e-12).mean())


def stack(depth: int, tries: int, budget: float | None = None) -> Callable[[int], float]:
    names = [f"s{k}" for k in range(depth)]
    services = tuple(
        Service(n, Constant(0.001), slots=10**6, error_rate=float(n == names[-1])) for n in names
    )
    calls = tuple(
        Call(a, b, retry=Retry(tries, budget=budget))
        for a, b in zip(["client", *names], names, strict=False)
    )
    system = System(services, calls)
    n = 20 if budget is None else 5000
    return lambda seed: simulate(system, Scenario(Poisson(100.0), n=n, seed=seed)).amplification(
        names[-1]
    )


def contend(clients: int, backoff: float, jitter: str) -> Callable[[int], Result]:
    """Clients that all change one record at once, each until it succeeds.

    The article's program sends four messages a try, 10 ± 2 ms each, and waits twice its base of
    5 ms after the first failure. Here two services take two messages each; the read and the write
    lie between the two of the second.
    """
    messages = LogNormal(0.020, cv=0.2 / math.sqrt(2.0))
    system = System(
        (
            Service("way", messages, slots=10**6),
            Service("record", messages, slots=10**6, conflicts=True),
        ),
        (
            Call("client", "way", retry=Retry(100, backoff, cap=2.0, jitter=jitter)),
            Call("way", "record"),
        ),
    )
    return lambda seed: simulate(system, Scenario(Arrivals((0.0,) * clients), seed=seed))


def calls(run: Callable[[int], Result]) -> Callable[[int], float]:
    return lambda seed: run(seed).amplification("record") * run(seed).n


def longest(run: Callable[[int], Result]) -> Callable[[int], float]:
    return lambda seed: float(run(seed).latency.max())


def burnt(rate: float, hours: float) -> Callable[[int], float]:
    """Share of a 30-day budget of 0.1 % that so many hours with ``rate`` × 0.1 % errors take."""
    shop = System(
        (Service("s", Constant(0.0), slots=10**6, error_rate=rate * 0.001),), (Call("client", "s"),)
    )
    seconds = hours * 3600.0

    def run(seed: int) -> float:
        r = simulate(shop, Scenario(Poisson(N / seconds), duration=seconds, seed=seed))
        return (1.0 - r.success) * hours / (0.001 * 720.0)

    return run


def lost(minutes: float, days: float) -> Callable[[int], float]:
    """Share of requests lost when the service is down for so many minutes of so many days."""
    shop = System((Service("s", Constant(0.0), slots=10**6),), (Call("client", "s"),))
    seconds = days * 86400.0

    def run(seed: int) -> float:
        down = Down("s", at=seconds / 3.0, for_=minutes * 60.0)
        load = Poisson(N / seconds)
        return (
            1.0
            - simulate(shop, Scenario(load, duration=seconds, faults=(down,), seed=seed)).success
        )

    return run


def little(run: Callable[[int], Result]) -> Callable[[int], float]:
    """In flight ÷ (arrival rate × mean latency)."""

    def ratio(seed: int) -> float:
        r = run(seed)
        return r.in_flight_mean("s") / (r.n / (r.end - r.start) * float(r.latency.mean()))

    return ratio


def outage(
    rate: float, tries: int = 2, service=(), end: float = 195.0, **call
) -> Callable[[int], float]:
    """Success in 45 s, from 110 s after a ten-second outage of a database good for 300 queries/s."""
    db = Service("db", Exponential(0.05), slots=15, **dict(service))
    system = System((db,), (Call("client", "db", timeout=1.0, retry=Retry(tries), **call),))
    slow = Slow("db", 30.0, at=30.0, for_=10.0)

    def run(seed: int) -> float:
        load = Poisson(rate)
        scenario = Scenario(load, duration=end + 5.0, faults=(slow,), drain=5.0, seed=seed)
        return simulate(system, scenario).window(end - 45.0, end).success

    return run


def fan_out(copies: int, slow: float, n: int) -> Callable[[int], float]:
    """Share of requests of which at least one leaf is slow (here: an error marks it)."""
    system = System(
        (Service("root", Constant(0.0), slots=10**6),
         Service("leaf", Constant(0.0), slots=10**6, error_rate=slow)),
        (Call("client", "root"), Call("root", "leaf", copies=copies)),
    )  # fmt: skip
    return lambda seed: 1.0 - simulate(system, Scenario(Poisson(10.0), n=n, seed=seed)).success


def hedged(seed: int, after: float | None) -> Result:
    system = System(
        (Service("s", Exponential(0.01), slots=10**6, replicas=2),),
        (Call("client", "s", hedge=after),),
    )
    return simulate(system, Scenario(Poisson(10.0), n=20_000, seed=seed))


def choices(load: float, balance: str) -> Callable[[int], float]:
    replicas = 100
    system = System(
        (Service("s", Exponential(1.0), replicas=replicas),),
        (Call("client", "s", balance=balance),),
    )
    scenario = {"load": Poisson(load * replicas), "n": N, "warmup": 0.3 * N / (load * replicas)}
    return lambda seed: float(simulate(system, Scenario(seed=seed, **scenario)).latency.mean())


def jackson(seed: int) -> float:
    services = (
        Service("a", Exponential(0.01), slots=4, hold="async"),
        Service("b", Exponential(0.02), slots=10),
    )
    calls = (Call("client", "a"), Call("a", "b", share=0.4))
    r = simulate(System(services, calls), Scenario(Poisson(300.0), n=N, seed=seed, warmup=20.0))
    return float(r.latency.mean())


def users(count: int, think: float) -> Callable[[int], float]:
    """Mean latency of one worker of 1 s with so many users."""
    system = System((Service("s", Exponential(1.0)),), (Call("client", "s"),))
    scenario = {"load": Users(count, Exponential(think)), "n": N, "warmup": 100.0}
    return lambda seed: float(simulate(system, Scenario(seed=seed, **scenario)).latency.mean())


# ---- formulas ------------------------------------------------------------------------------------


def erlang_b(c: int, a: float) -> float:
    b = 1.0
    for k in range(1, c + 1):
        b = a * b / (k + a * b)
    return b


def erlang_c(c: int, a: float) -> float:
    b = erlang_b(c, a)
    return c * b / (c - a * (1.0 - b))


def mmc_latency(c: int, load: float) -> float:
    return 1.0 + erlang_c(c, load * c) / (c * (1.0 - load))


def pollaczek(load: float, cv2: float) -> float:
    return 1.0 + load * (1.0 + cv2) / (2.0 * (1.0 - load))


def supermarket(load: float, d: int) -> float:
    return math.fsum(load ** ((d**i - d) / (d - 1)) for i in range(1, 12))


def repairman(users_: int, think: float) -> float:
    """Mean latency of M/M/1 with a finite population, by mean value analysis, work 1 s."""
    length = latency = 0.0
    for n in range(1, users_ + 1):
        latency = 1.0 + length
        length = n * latency / (latency + think)
    return latency


def jackson_latency() -> float:
    a, b = 300.0 * 0.01, 120.0 * 0.02
    return 0.01 * (1.0 + erlang_c(4, a) / (4 - a)) + 0.4 * 0.02 * (1.0 + erlang_c(10, b) / (10 - b))


def universal_scalability() -> tuple[float, float, float, float]:
    """Fit Gunther's law to the SPEC SDM91 figures; return α, β, the best load and its throughput.

    Linear least squares gives a start, Gauss–Newton the least-squares fit of throughput itself.
    """
    n = np.array([1.0, 18.0, 36.0, 72.0, 108.0, 144.0, 216.0])
    x = np.array([64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2])
    gamma, alpha, beta = 90.0, 0.03, 0.0001
    for _ in range(100):
        below = 1.0 + alpha * (n - 1.0) + beta * n * (n - 1.0)
        model = gamma * n / below
        slopes = np.stack(
            [n / below, -model * (n - 1.0) / below, -model * n * (n - 1.0) / below], axis=1
        )
        step = np.linalg.lstsq(slopes, x - model, rcond=None)[0]
        gamma, alpha, beta = gamma + step[0], alpha + step[1], beta + step[2]
    best = math.sqrt((1.0 - alpha) / beta)
    peak = gamma * best / (1.0 + alpha * (best - 1.0) + beta * best * (best - 1.0))
    return alpha, beta, best, peak


# ---- the tables ----------------------------------------------------------------------------------

HOTOS = "Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021, §2.1"
SRE = "Beyer et al., Site Reliability Engineering"
TAIL = "Dean & Barroso, The Tail at Scale, CACM 56(2), 2013"
AWS = (
    "Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015: 100 runs of its program"
)
TWO = "Mitzenmacher, IEEE TPDS 12(10), 2001"
USL = "Gunther, Guerrilla Capacity Planning, 2007 (SPEC SDM91)"
FEW = 3 if QUICK else 5


def exact(value: float) -> Callable[[int], float]:
    """A figure that needs arithmetic only."""
    return lambda seed: value


def published_rows() -> list[Row]:
    alpha, beta, best, peak = universal_scalability()
    slow_db = "Brooker, Timeouts, retries and backoff with jitter, Amazon Builders' Library"
    rows = [
        Row("goodput long after an outage, 100 requests/s, 2 tries", HOTOS, 1.0, outage(100.0), FEW, slack=0.001),
        Row("the same at 140 requests/s, ten minutes after it (threshold: 150)", HOTOS, 1.0, outage(140.0, end=640.0), FEW, slack=0.001),
        Row("the same at 170 requests/s, ten minutes after it", HOTOS, 0.0, outage(170.0, end=640.0), FEW),
        Row("the same at 280 requests/s", HOTOS, 0.0, outage(280.0), FEW),
        Row("the same at 170 requests/s without retries", HOTOS, 1.0, outage(170.0, 1), FEW, slack=0.001),
        Row("the same at 200 requests/s with a breaker", HOTOS, 1.0,
            outage(200.0, breaker=Breaker(100, 0.5, 5.0)), FEW, slack=0.005),
        Row("calls at the bottom of five layers with 3 tries each", slow_db, 243.0, stack(5, 3), 1),
        Row("calls at the bottom of three layers with 4 tries each", f"{SRE}, Addressing Cascading Failures", 64.0, stack(3, 4), 1),
        Row("load with 3 tries and everything failing", f"{SRE}, Handling Overload", 3.0, stack(1, 3), 1),
        Row("the same with a retry budget of 10 %", f"{SRE}, Handling Overload", 1.1, stack(1, 3, 0.1), 1),
        Row("100 clients change one record, tried again at once: calls", AWS, 2424.0, calls(contend(100, 0.0, "none"))),
        Row("the same with exponential back-off: calls", AWS, 1851.0, calls(contend(100, 0.01, "none"))),
        Row("the same with equal jitter: calls", AWS, 812.0, calls(contend(100, 0.01, "equal"))),
        Row("the same with full jitter: calls (less than half of those without)", AWS, 796.0, calls(contend(100, 0.01, "full"))),
        Row("the same without jitter: until the last one is done, s", AWS, 62.984, longest(contend(100, 0.01, "none"))),
        Row("the same with full jitter: until the last one is done, s", AWS, 4.857, longest(contend(100, 0.01, "full"))),
        Row("slow answers of a fan-out to 100 when 1 in 100 is slow", TAIL, 0.63, fan_out(100, 0.01, 2000), slack=0.01, bias="63 % is 63.4 % rounded"),
        Row("slow answers with 2,000 servers when 1 in 10,000 is slow", TAIL, 1.0 - 0.9999**2000, exact(1.0 - (1.0 - 1e-4) ** 2000), 1),
        Row("extra load of a hedge after the time t that 5 % exceed", TAIL, 0.05,
            lambda s: hedged(s, -0.01 * math.log(0.05)).amplification("s") - 1.0),
    ]  # fmt: skip
    for load, figure in ((0.7, 1.61445), (0.9, 2.61406), (0.95, 3.38305)):
        rows.append(
            Row(f"mean time, two choices of many servers, load {load}", TWO, figure,
                choices(load, "two_choices"), FEW, "100 servers lie a little above many", 0.06)
        )  # fmt: skip
    rows += [
        Row("mean time, one random choice, load 0.7", TWO, 10 / 3, choices(0.7, "random"), FEW),
        Row("share of a 30-day budget burnt in 1 h at burn rate 14.4", f"{SRE} Workbook, ch. 5", 0.02, burnt(14.4, 1.0)),
        Row("the same in 6 h at 6", f"{SRE} Workbook, ch. 5", 0.05, burnt(6.0, 6.0)),
        Row("the same in 3 days at 1", f"{SRE} Workbook, ch. 5", 0.1, burnt(1.0, 72.0)),
        Row("requests lost when down for 43.2 min in 30 days (99.9 %)", f"{SRE}, Availability Table", 0.001, lost(43.2, 30.0)),
        Row("requests lost when down for 52.6 min in a year (99.99 %)", f"{SRE}, Availability Table", 0.0001, lost(52.6, 365.25)),
        Row("universal scalability law: α", USL, 0.0277285, exact(alpha), 1),
        Row("the same: β", USL, 0.0001044, exact(beta), 1),
        Row("the same: load of the highest throughput", USL, 96.52, exact(best), 1),
        Row("the same: highest throughput", USL, 1884.0, exact(peak), 1),
    ]  # fmt: skip
    for c, a, figure in ((3, 2.0, 4 / 9), (5, 4.0, 0.554113), (10, 8.0, 0.409180), (14, 10.0, 0.174132), (20, 18.0, 0.550769), (100, 95.0, 0.506457)):  # fmt: skip
        rows.append(
            Row(f"Erlang C: {a:g} erlang, {c} agents, probability of waiting",
                "Erlang tables", figure, waiting(queue(load=a / c, slots=c)))
        )  # fmt: skip
    call_centre = queue(load=10 / 14, slots=14)
    full = queue(load=10 / 14, slots=14, service={"queue_limit": 0})
    rows += [
        Row("Erlang B: 10 erlang, 14 lines, probability of a busy signal", "Erlang tables", 0.056819, failed(full)),
        Row("10 erlang, 14 agents, 180 s a call: mean wait, s", "Erlang calculators", 7.8,
            lambda s: 180.0 * float(call_centre(s).waits("s").mean()), slack=0.01),
        Row("the same: calls answered within 20 s", "Erlang calculators", 0.888,
            lambda s: float((call_centre(s).waits("s") * 180.0 <= 20.0).mean()), slack=0.001),
    ]  # fmt: skip
    return rows


def closed_forms() -> list[Row]:
    rows = [
        Row(f"M/M/1, load {load}: mean latency", "1 / (μ − λ)", 1 / (1 - load), mean(queue(load=load)))
        for load in (0.5, 0.8, 0.9)
    ]  # fmt: skip
    rows += [
        Row(f"M/M/1, load {load}: p99", "ln 100 / (μ − λ)", math.log(100) / (1 - load), percentile(queue(load=load), 99))
        for load in (0.5, 0.8)
    ]  # fmt: skip
    rows += [
        Row(f"M/M/{c}, load {load}: mean latency", "Erlang C", mmc_latency(c, load), mean(queue(load=load, slots=c)))
        for c, load in ((4, 0.8), (10, 0.9), (50, 0.95))
    ]  # fmt: skip
    rows += [
        Row("M/M/4, load 0.8: p99", "Erlang C", 6.8932, percentile(queue(load=0.8, slots=4), 99)),
        Row("four M/M/1 behind a random balancer, load 0.8: mean latency", "1 / (μ − λ)", 5.0,
            mean(queue(load=0.8, replicas=4, balance="random"))),
        *(Row(f"M/M/1, load {load}: in flight ÷ (arrivals × latency)", "Little's law", 1.0, little(queue(load=load)))
          for load in (0.5, 0.9)),
    ]  # fmt: skip
    for c, a in ((5, 4.0), (10, 12.0)):
        for name, work in (("M", Exponential(1.0)), ("D", Constant(1.0))):
            full = queue(work, a / c, c, service={"queue_limit": 0})
            rows.append(Row(f"M/{name}/{c}/{c}, {a:g} erlang: blocked", "Erlang B", erlang_b(c, a), failed(full)))  # fmt: skip
    blocked = (1 - 0.9) * 0.9**10 / (1 - 0.9**11)
    rows.append(Row("M/M/1/10, load 0.9: blocked", "(1 − ρ) ρ¹⁰ / (1 − ρ¹¹)", blocked,
                    failed(queue(load=0.9, service={"queue_limit": 9}))))  # fmt: skip
    for name, work, cv2 in (
        ("constant work", Constant(1.0), 0.0),
        ("work as even as a uniform's, cv² 1/3", LogNormal(1.0, 3.0**-0.5), 1.0 / 3.0),
        ("log-normal work, cv 1.311", LogNormal(1.0, 1.311), 1.311**2),
        ("hyperexponential work, cv² 4", Hyperexponential(1.0, 4.0), 4.0),
    ):
        rows.append(Row(f"M/G/1, {name}, load 0.7: mean latency", "Pollaczek–Khinchine", pollaczek(0.7, cv2), mean(queue(work, 0.7))))  # fmt: skip
    lossy = queue(Constant(0.001), 1.0, 10**4, service={"error_rate": 0.2}, retry=Retry(3))
    rows += [
        Row("M/M/4 then 40 % to M/M/10: mean latency", "Jackson network", jackson_latency(), jackson),
        Row("errors 20 %, 3 tries: tries per request", "1 + p + p²", 1.24, lambda s: float(lossy(s).attempts.mean())),
        Row("the same: requests that fail", "p³", 0.008, failed(lossy)),
        Row("M/M/∞, timeout 1.5: timed out", "e^−1.5", math.exp(-1.5), failed(queue(load=1.0, slots=10**4, timeout=1.5, n=N))),
        Row("M/M/1, load 0.7, timeout 5: timed out", "e^(−0.3 · 5)", math.exp(-1.5), failed(queue(load=0.7, timeout=5.0))),
        Row("25 users, think 30 s, one worker: mean latency", "mean value analysis", repairman(25, 30.0), users(25, 30.0)),
        Row("mean of the slowest of 100 exponential leaves", "harmonic number H₁₀₀", sum(1 / k for k in range(1, 101)), slowest),
        Row("mean of the first of two tries sent at once", "1 / 2μ", 0.005, lambda s: float(hedged(s, 0.0).latency.mean())),
    ]  # fmt: skip
    return rows


def slowest(seed: int) -> float:
    system = System(
        (Service("root", Constant(0.0), slots=10**6), Service("leaf", Exponential(1.0), slots=10**6)),
        (Call("client", "root"), Call("root", "leaf", copies=100)),
    )  # fmt: skip
    return float(simulate(system, Scenario(Poisson(10.0), n=500, seed=seed)).latency.mean())


# ---- measuring -----------------------------------------------------------------------------------


def measured(row: Row, values: list[float]) -> tuple[str, bool]:
    """Return the row's line of the table, and whether it agrees."""
    ours = statistics.fmean(values)
    half = 0.0
    if row.seeds > 1:
        half = T_975[row.seeds] * statistics.stdev(values) / math.sqrt(row.seeds)
    off = abs(ours - row.published)
    allowed = 2.0 * half + max(row.slack, 0.001) * abs(row.published)
    agrees = off <= allowed
    shown = f"± {half:.2g}" if half else "exact"
    error = f"{100 * (ours / row.published - 1):+.2f} %" if row.published else f"{ours:+.3f}"
    note = "agrees" if agrees else "**differs**"
    note += f" ({row.bias})" if row.bias else ""
    cells = (row.what, row.source, f"{row.published:.6g}", f"{ours:.6g}", shown, error, note)
    return "| " + " | ".join(cells) + " |", agrees


HEAD = """# The simulator against published results

Made by `python benchmarks/validation.py`; do not edit by hand. Each row runs the simulator with
several seeds ({seeds} where chance matters, up to {n:,} requests each) and gives their mean with its 95 %
confidence interval. A row *agrees* when the published figure lies within two half-widths of ours
(plus 0.1 %, or the bias that the row names). Seeds share no draws, rows do.

Stronger than any row: on the same draws, the latencies of one server equal the Lindley recursion,
and those of c servers the Kiefer–Wolfowitz recursion, request by request
(`tests/engines/simulator/test_pathwise.py`), and the compiled loop equals the one in Python bit by
bit (`tests/engines/simulator/test_fast.py`).

"""

COLUMNS = (
    "| what | source | published | ours | 95 % CI | off by | |\n"
    "|---|---|---:|---:|---:|---:|---|\n"
)  # fmt: skip

TAIL_NOTE = """## What is not here

The measured latencies of Dean & Barroso's table 1 are data of their system, not results to
reproduce; the row on hedging checks the rule they give for its cost. The universal scalability law
is fitted to published measurements; no simulation is involved.

<!-- first seeds: {first} -->
"""
TABLES = (("Published figures", published_rows), ("Closed forms", closed_forms))


def main() -> int:
    """Write the table; return 1 if a row differs."""
    parts = [HEAD.format(seeds=SEEDS, n=N)]
    counts = [0, 0]
    first = []
    for title, rows in TABLES:
        parts.append(f"## {title}\n\n{COLUMNS}")
        for row in rows():
            values = [row.run(seed) for seed in range(1, row.seeds + 1)]
            first.append(float(f"{values[0]:.12g}"))
            line, agrees = measured(row, values)
            counts[agrees] += 1
            print(line, flush=True)
            parts.append(line + "\n")
        parts.append("\n")
    parts.append(TAIL_NOTE.format(first=json.dumps(first)))
    if not QUICK:
        TARGET.write_text("".join(parts), encoding="utf-8")
    print(json.dumps({"rows": sum(counts), "agree": counts[1], "differ": counts[0]}))
    return int(counts[0] > 0)


if __name__ == "__main__":
    sys.exit(main())
