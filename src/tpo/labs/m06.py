"""The labs of M06 "Under load, under failure": the knee, the retry storm, the cache dial."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from tpo.engines.simulator import Exponential, Poisson, Result, Scenario, Service, System, simulate
from tpo.engines.simulator import Call as CallTo
from tpo.labs import svg
from tpo.labs.lab import Lab, Prediction, Range, State
from tpo.labs.units import amount, duration, percent

# ---- W06a The knee ---------------------------------------------------------------------------

BURST = 10_000  # bookings in one run: fewer would not show what 97 % busy does
WORKERS = tuple(range(2, 61))
CHART = 2.5  # s; longer waits leave the chart


@lru_cache(maxsize=2048)
def _burst(rate: float, service: float, workers: int) -> Result:
    system = System(
        (Service("booking", Exponential(service), slots=workers),), (CallTo("client", "booking"),)
    )
    return simulate(system, Scenario(Poisson(rate), n=BURST))


def _p95(rate: float, service: float, workers: int) -> float:
    return _burst(rate, service, workers).wait("booking", 95)


def _knee(rate: float, service: float, workers: int, step: int) -> list[tuple[int, float]]:
    """p95 wait from `workers` upwards: never fewer, so that the knee is yours to find."""
    curve = [(workers, _p95(rate, service, workers))]
    for count in WORKERS[WORKERS.index(workers) + 1 :: step]:
        curve.append((count, _p95(rate, service, count)))
        if curve[-1][1] == 0:  # the same arrivals can't wait longer for more workers
            return [*curve, (WORKERS[-1], 0.0)]
    return curve


def _run_knee(state: State, draft: bool) -> dict[str, Any]:
    rate, service, workers = state["rate"], state["service"], state["workers"]
    result = _burst(rate, service, workers)
    timeline = result.timeline(0.5)
    seconds = min(100.0, result.end)
    flight = [
        (float(t), int(count))
        for t, count in zip(timeline.t, timeline.in_flight["booking"], strict=True)
        if t <= seconds
    ]
    return {
        "rate": rate,
        "service": service,
        "workers": workers,
        "p50": result.wait("booking", 50),
        "p95": result.wait("booking", 95),
        "busy": result.utilisation("booking"),
        "in_flight": result.in_flight_mean("booking"),
        "flight": flight,
        "curve": _knee(rate, service, workers, 4 if draft else 1),
    }


def _draw_knee(data: dict[str, Any]) -> str:
    workers, p95 = data["workers"], data["p95"]
    knee = svg.Plot(top=48, height=190, x=(0, WORKERS[-1]), y=(0, CHART))
    needed = data["rate"] * data["service"]
    here = f"{amount(workers, 'worker')}: {duration(p95) if p95 else 'no wait'}"
    right = workers > 38
    off = p95 > CHART
    most = max(count for _, count in data["flight"])
    top = max(workers, most) * 1.12
    flight = svg.Plot(top=338, height=120, x=(0, data["flight"][-1][0]), y=(0, top))
    in_work = [(t, min(count, workers)) for t, count in data["flight"]]
    queues = most > workers
    return svg.picture(
        500,
        svg.frame(
            knee,
            "How long 95 of 100 bookings wait at most, in seconds",
            x_ticks=range(0, 61, 10),
            y_ticks=(0, 0.5, 1, 1.5, 2, 2.5),
            x_title="workers",
        ),
        svg.band(knee, 0, needed, "the queue never ends" if needed > 15 else ""),
        svg.line(knee, data["curve"], svg.BLUE, width=3),
        svg.mark(knee, workers, p95, svg.ORANGE, "diamond"),
        svg.label(
            knee,
            workers,
            p95,
            here + (" ↑ off the chart" if off else ""),
            anchor="end" if right else "start",
            dx=-12 if right else 13,
            dy=20 if off else -10,
            bold=True,
        ),
        svg.frame(
            flight,
            "Bookings in flight",
            x_ticks=svg.ticks(data["flight"][-1][0], 5),
            y_ticks=svg.ticks(top, 3),
            x_title="seconds into the burst",
        ),
        svg.area(flight, data["flight"], svg.ORANGE, floor=in_work) if queues else "",
        svg.area(flight, in_work, svg.BLUE),
        svg.limit(flight, workers, f"{amount(workers, 'worker')}, all busy"),
        svg.key(330, 318, svg.BLUE, "in work"),
        svg.key(440, 318, svg.ORANGE, "waiting in the queue"),
    )


def _say_knee(data: dict[str, Any]) -> str:
    rate, workers = data["rate"], data["workers"]
    flow = (
        f"{amount(rate, 'booking')} a second of {duration(data['service'])} each:"
        f" {amount(workers, 'worker')} are {percent(data['busy'])} busy."
    )
    if rate * data["service"] >= workers:
        return (
            f"{flow} More comes in than they can do, so the queue grows without end; in this run"
            f" 95 of 100 bookings waited up to {duration(data['p95'])}."
        )
    if data["p95"] == 0:
        return f"{flow} 95 of 100 bookings don't wait; {data['in_flight']:.1f} are in flight on average."
    return (
        f"{flow} Half of the bookings wait at most {duration(data['p50'])}, 95 of 100 at most"
        f" {duration(data['p95'])}; on average {data['in_flight']:.1f} are in flight."
    )


WAITS = {"40 ms": 0.04, "300 ms": 0.3, "2 s": 2.0}


def _explain_knee(data: dict[str, Any]) -> str:
    one_more = dict(data["curve"])[data["workers"] + 1]
    return (
        f"On average {data['rate'] * data['service']:.1f} of {data['workers']} workers are busy,"
        " but bookings come in clumps, and a clump that finds nobody free waits behind the one"
        f" before it. One more worker: {duration(one_more)}."
    )


THE_KNEE = Lab(
    id="W06a",
    title="The knee",
    intro="Saturday noon: 50 bookings a second, each keeps one worker busy for 0.35 s. How many"
    " workers does booking need before nobody waits?",
    controls=(
        Range("workers", "Workers", WORKERS, 28, lambda n: amount(n, "worker")),
        Range("rate", "Bookings arriving", range(5, 81, 5), 50, "{} a second".format),
        Range(
            "service",
            "Work for one booking",
            [n / 100 for n in range(10, 105, 5)],
            0.35,
            lambda s: f"{s:.2f}\u00a0s",
        ),
    ),
    prediction=Prediction(
        question=f"With 18 workers, each is {percent(50 * 0.35 / 18)} busy. How long do 95 of 100"
        " bookings wait at most?",
        answer=tuple(WAITS),
        asked={"workers": 18},
        truth=lambda data: min(WAITS, key=lambda w: abs(math.log(WAITS[w] / data["p95"]))),
        says=lambda data: duration(data["p95"]),
        explain=_explain_knee,
    ),
    run=_run_knee,
    figure=_draw_knee,
    sentence=_say_knee,
    so_what="Ines asks why you pay for workers who stand idle. What do you tell her?",
)
