"""The labs of M06 "Under load, under failure": the knee, the retry storm, the cache dial."""

from __future__ import annotations

import math
from typing import Any

from tpo.engines.simulator import Design, Poisson, Scenario, simulate
from tpo.judges.booking_chain import (
    BAD_MINUTES,
    BOOKING_S,
    DEMAND_PER_S,
    LABEL_S,
    LAYER_TIMEOUT_S,
    SLOW_CAPACITY_PER_S,
    ResiliencePolicy,
    incident_timeline,
    run_incident,
    slow,
)
from tpo.judges.booking_designs import (
    MACHINE_YEAR_EUR,
    MINUTE_S,
    SLOW_S,
    WORKERS_A_MACHINE,
    cheapest,
    designs,
    kept,
    year_eur,
)
from tpo.judges.capacity import BURST_PER_S, SERVICE_S, Wait, booking_pool, wait_at
from tpo.judges.tracking_cache import DATABASE_PER_S, TRACKING, run_cache
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Prediction, Range, State, Toggle
from tpo.labs.units import amount, duration, percent

# ---- W06a The knee ---------------------------------------------------------------------------

# Bookings in one run, and the seed whose waits come within 13 % of queueing theory (Erlang C)
# along the whole knee: so few bookings scatter when workers are 97 % busy.
BURST, SEED = 12_000, 64
FLIGHT_S = 100.0
WORKERS = tuple(range(2, 61))
CHART = 2.5  # s; longer waits leave the chart
WAITS = {"40 ms": 0.04, "300 ms": 0.3, "2 s": 2.0}
ASKED_WORKERS = 18


def _wait(state: State, workers: int) -> Wait:
    return wait_at(workers, state["service"], state["rate"], SEED, BURST)


def _knee(state: State, step: int) -> list[tuple[int, float]]:
    """p95 wait from the chosen workers upwards: never fewer, so that the knee is yours to find."""
    chosen = WORKERS.index(state["workers"])
    curve = []
    for count in (WORKERS[chosen], *WORKERS[chosen + 1 :: step]):
        curve.append((count, _wait(state, count).p95_s))
        if curve[-1][1] == 0:  # the same arrivals can't wait longer for more workers
            return [*curve, (WORKERS[-1], 0.0)]
    return curve


def _run_knee(state: State, draft: bool) -> dict[str, Any]:
    pool = booking_pool(state["workers"], None, state["service"])
    load = Scenario(Poisson(state["rate"]), duration=FLIGHT_S, seed=SEED)
    steps = simulate(pool, load).timeline(0.5)
    wait = _wait(state, state["workers"])
    return {
        **state,
        "p50": wait.p50_s,
        "p95": wait.p95_s,
        "busy": wait.utilisation,
        "in_flight": wait.in_flight,
        "flight": list(zip(steps.t.tolist(), steps.in_flight["booking"].tolist(), strict=True)),
        "curve": _knee(state, 8 if draft else 1),
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
    flight = svg.Plot(top=338, height=120, x=(0, FLIGHT_S), y=(0, top))
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
            x_ticks=svg.ticks(FLIGHT_S, 5),
            y_ticks=svg.ticks(top, 3),
            x_title="seconds into the burst",
        ),
        svg.area(flight, data["flight"], svg.ORANGE, floor=in_work) if queues else "",
        svg.area(flight, in_work, svg.BLUE),
        svg.limit(flight, workers, f"{amount(workers, 'worker')}, all busy"),
        svg.key(246, 318, svg.BLUE, "in work"),
        svg.key(356, 318, svg.ORANGE, "waiting in the queue"),
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
    intro=f"Saturday noon: {BURST_PER_S:.0f} bookings a second, each keeps one worker busy for"
    f" {SERVICE_S:g} s. How many workers does booking need before nobody waits?",
    controls=(
        Range("workers", "Workers", WORKERS, 28, lambda n: amount(n, "worker")),
        Range("rate", "Arrivals", range(5, 81, 5), BURST_PER_S, "{} a second".format),
        Range(
            "service",
            "Work for one booking",
            [n / 100 for n in range(10, 105, 5)],
            SERVICE_S,
            lambda s: f"{s:.2f}\u00a0s",
        ),
    ),
    prediction=Prediction(
        question=f"With {ASKED_WORKERS} workers, each is"
        f" {percent(BURST_PER_S * SERVICE_S / ASKED_WORKERS)} busy. How long do 95 of 100 bookings"
        " wait at most?",
        answer=tuple(WAITS),
        asked={"workers": ASKED_WORKERS},
        truth=lambda data: min(WAITS, key=lambda w: abs(math.log(WAITS[w] / data["p95"]))),
        says=lambda data: duration(data["p95"]),
        explain=_explain_knee,
    ),
    run=_run_knee,
    figure=_draw_knee,
    sentence=_say_knee,
    so_what="Ines asks why you pay for workers who stand idle. What do you tell her?",
)


# ---- W06b The retry storm --------------------------------------------------------------------

DRAFT_MINUTES = 3.0
MOST_CALLS = 40.0  # calls a second; more leave the chart
MOST_IN_FLIGHT = 200.0
BUDGET = 0.1
RECHECK_MIN = 10.0


def _run_storm(state: State, draft: bool) -> dict[str, Any]:
    soft = state["check"] == "soft"
    policy = ResiliencePolicy(
        sdk_tries=state["sdk"],
        gateway_tries=state["gateway"],
        booking_tries=state["booking"],
        timeout_s=state["timeout"],
        backoff_s=state["pause"],
        jitter=state["pause"] > 0,
        retry_budget=BUDGET if state["budget"] else None,
        breaker=state["breaker"],
        pool=state["pool"],
        address_check=state["check"],
        recheck_after_min=RECHECK_MIN if soft else None,
    )
    minutes = DRAFT_MINUTES if draft else BAD_MINUTES
    incident = slow(state["capacity"], minutes)
    seen, steps = run_incident(policy, incident), incident_timeline(policy, incident)
    until = seen.bad_to_s if draft else math.inf  # a short run recovers early: don't show that
    width = steps.t[1] - steps.t[0]
    rows = [
        (float(t - seen.bad_from_s) / 60, int(asked), int(ok), float(calls / width), int(inside))
        for t, asked, ok, calls, inside in zip(
            steps.t,
            steps.arrivals,
            steps.ok,
            steps.calls["address-check"],
            steps.in_flight["booking"],
            strict=True,
        )
        if t < until
    ]
    return {
        **seen.numbers(),
        "minutes": minutes,
        "tries": (state["sdk"], state["gateway"], state["booking"]),
        "capacity": state["capacity"],
        "timeout": state["timeout"],
        "soft": soft,
        "success_line": [(m, ok / asked) for m, asked, ok, _, _ in rows if asked],
        "calls_line": [(m, calls) for m, _, _, calls, _ in rows],
        "flight_line": [(m, inside) for m, _, _, _, inside in rows],
    }


def _draw_storm(data: dict[str, Any]) -> str:
    last = BAD_MINUTES + 2
    pool = data["pool"]
    crowd = max(MOST_IN_FLIGHT, pool * 1.25)
    plots = [
        svg.Plot(top=top, height=104, x=(-2, last), y=(0, high))
        for top, high in ((48, 1), (222, MOST_CALLS), (396, crowd))
    ]
    success, calls, flight = plots
    minutes = [-2, 0, 5, 10, 15, 20]
    most_calls = max(c for _, c in data["calls_line"])
    return svg.picture(
        548,
        svg.frame(success, "Bookings that succeed", minutes, (0, 0.5, 1), y_show=percent),
        svg.band(success, 0, BAD_MINUTES, ""),
        svg.area(success, data["success_line"], svg.BLUE),
        svg.label(
            success,
            BAD_MINUTES / 2,
            0.5,
            f"{percent(data['success'])} in the slow phase",
            anchor="middle",
            dy=5,
            bold=True,
        ),
        svg.frame(calls, "Calls to GeoSure, a second", minutes, (0, 10, 20, 30, 40)),
        svg.band(calls, 0, BAD_MINUTES, ""),
        svg.area(calls, data["calls_line"], svg.ORANGE),
        svg.limit(calls, data["capacity"], f"GeoSure can answer {data['capacity']:g} a second"),
        _off_chart(calls, most_calls, MOST_CALLS),
        svg.frame(
            flight,
            "Calls inside booking",
            minutes,
            svg.ticks(crowd, 4),
            x_title="minutes since GeoSure became slow",
        ),
        svg.band(flight, 0, BAD_MINUTES, ""),
        svg.area(flight, data["flight_line"], svg.PURPLE),
        svg.limit(flight, pool, f"{amount(pool, 'worker')} in the pool"),
        _off_chart(flight, max(count for _, count in data["flight_line"]), crowd),
    )


def _off_chart(plot: svg.Plot, most: float, top: float) -> str:
    if most <= top:
        return ""
    return svg.label(plot, BAD_MINUTES / 2, top, f"↑ up to {most:,.0f}", "middle", dy=16, bold=True)


def _say_storm(data: dict[str, Any]) -> str:
    draft = data["minutes"] < BAD_MINUTES
    tries = " × ".join(str(count) for count in data["tries"])
    said = (
        f"In the {'first ' if draft else ''}{data['minutes']:.0f} slow minutes, with {tries} tries,"
        f" {percent(data['success'])} of bookings succeed and GeoSure gets"
        f" {data['amplification']:.1f} calls for each booking."
    )
    if data["success"] > 0:
        said += f" 95 of 100 that succeed take at most {duration(data['p95_s'])}."
    if data["degraded"] and not draft:
        said += (
            f" {amount(data['degraded'], 'booking')} accepted unchecked,"
            f" {percent(data['verified_in_time'])} of them checked within 30 minutes."
        )
    if data["soft"] and data["timeout"] + BOOKING_S + LABEL_S >= LAYER_TIMEOUT_S:
        said += (
            f" Booking waits {duration(data['timeout'])} for GeoSure before it goes on without;"
            f" the gateway has left by then."
        )
    return said


def _explain_storm(data: dict[str, Any]) -> str:
    once = run_incident(ResiliencePolicy(1, 1, 1))
    return (
        f"Three layers of three tries can turn one booking into 27 calls. GeoSure had room for"
        f" every booking once, but spent its time on answers nobody waited for. With a single try"
        f" each, {percent(once.success)} succeed: the retries were the outage."
    )


def _tries(name: str, label: str) -> Range:
    return Range(name, label, (1, 2, 3, 4), 1, lambda n: amount(n, "try", "tries"))


RETRY_STORM = Lab(
    id="W06b",
    title="The retry storm",
    intro=f"INC-0417 again. For {BAD_MINUTES:.0f} minutes GeoSure needs a second instead of 90 ms. It"
    f" can still answer {SLOW_CAPACITY_PER_S:g} calls a second, and customers ask for"
    f" {DEMAND_PER_S:g} bookings a second.",
    controls=(
        _tries("sdk", "Hana's SDK tries"),
        _tries("gateway", "The gateway tries"),
        _tries("booking", "Booking tries"),
        Range("timeout", "Wait for GeoSure", (0.5, 0.8, 1, 2, 3, 5, 10), 2, "{:g}\u00a0s".format),
        Range(
            "pause",
            "Back-off with jitter",
            (0, 0.5, 1, 2, 4),
            0,
            lambda s: f"up to {s:g}\u00a0s" if s else "none",
        ),
        Range("pool", "Booking's pool", (32, 64, 128, 200), 64, lambda n: amount(n, "worker")),
        Range("capacity", "GeoSure answers", (4.5, 5.4, 7, 10), 7, "{:g} a second".format),
        Choice(
            "check",
            "Without an address check",
            {"hard": "refuse", "soft": "accept, check later"},
            "hard",
        ),
        Toggle("budget", "Retry at most 10 % of calls"),
        Toggle("breaker", "Circuit breaker on GeoSure"),
    ),
    prediction=Prediction(
        question="On the day, all three layers tried three times. What share of bookings succeeded"
        " in the slow phase?",
        answer=Number("%", low=0, high=100, near=5),
        asked={"sdk": 3, "gateway": 3, "booking": 3},
        truth=lambda data: 100 * data["success"],
        says=lambda data: percent(data["success"]),
        explain=_explain_storm,
    ),
    run=_run_storm,
    figure=_draw_storm,
    sentence=_say_storm,
    so_what="Tomasz says: “Just let it try more often.” What do you answer, in one line?",
)


# ---- W06c The cache dial ---------------------------------------------------------------------

LIVES = (0, 10, 30, 60, 120, 300, 600, 1800, 3600)  # s


def _life(seconds: float) -> str:
    if seconds == 0:
        return "not kept"
    return "1\u00a0min" if seconds == 60 else duration(seconds)


def _run_dial(state: State, draft: bool) -> dict[str, Any]:
    # Only up to the chosen life: what a longer one does is yours to find.
    seen = [run_cache(life) for life in LIVES if life <= state["ttl"]]
    return {
        "ttl": state["ttl"],
        "load": seen[-1].load_per_s,
        "stale": seen[-1].stale,
        "loads": [(i, one.load_per_s) for i, one in enumerate(seen)],
        "stales": [(i, one.stale) for i, one in enumerate(seen)],
    }


def _draw_dial(data: dict[str, Any]) -> str:
    last = len(LIVES) - 1
    here = LIVES.index(data["ttl"])
    load = svg.Plot(top=48, height=180, x=(-0.3, last), y=(0, 300))
    stale = svg.Plot(top=316, height=120, x=(-0.3, last), y=(0, 0.15))
    anchor, dx = ("end", -12) if here > last / 2 else ("start", 13)
    ticks = range(len(LIVES))

    def words(index: float) -> str:
        return "0" if index == 0 else _life(LIVES[int(index)])

    return svg.picture(
        492,
        svg.frame(
            load, "Reads that reach the database, a second", ticks, (0, 100, 200, 300), words
        ),
        svg.limit(load, DATABASE_PER_S, f"the database carries {DATABASE_PER_S:g} a second"),
        svg.line(load, data["loads"], svg.BLUE, width=3),
        svg.mark(load, here, data["load"], svg.ORANGE, "diamond"),
        svg.label(load, here, data["load"], f"{data['load']:.0f} a second", anchor, dx, 24, True),
        svg.frame(
            stale,
            "Readers who see an old place",
            ticks,
            (0, 0.05, 0.1, 0.15),
            words,
            y_show=percent,
            x_title="how long an answer is kept",
        ),
        svg.line(stale, data["stales"], svg.RED, dash="7 4", width=3),
        svg.mark(stale, here, data["stale"], svg.ORANGE, "diamond"),
        svg.label(stale, here, data["stale"], percent(data["stale"]), anchor, dx, -10, True),
    )


def _say_dial(data: dict[str, Any]) -> str:
    share = f"{data['load']:.0f} of {TRACKING.per_s:.0f} reads a second reach the database"
    room = "under" if data["load"] < DATABASE_PER_S else "over"
    limit = f"{room} its limit of {DATABASE_PER_S:.0f}"
    if data["ttl"] == 0:
        return f"No answer is kept: {share}, {limit}. Nobody sees an old place."
    minute = data["stale"] * TRACKING.per_s * 60
    return (
        f"Answers are kept for {_life(data['ttl'])}: {share}, {limit}."
        f" {percent(data['stale'])} of readers see an old place, {minute:,.0f} a minute."
    )


SHORT_ENOUGH = {"10 s": 10, "1 min": 60, "2 min": 120, "30 min": 1800}


def _shortest(data: dict[str, Any]) -> str:
    """The shortest life offered that keeps the database under its limit."""
    return next(
        words for words, life in SHORT_ENOUGH.items() if run_cache(life).load_per_s < DATABASE_PER_S
    )


def _explain_dial(data: dict[str, Any]) -> str:
    minute, hour = run_cache(60), run_cache(3600)
    return (
        f"Kept for {_life(data['ttl'])}, {data['load']:.0f} reads a second get through; for 1 min,"
        f" {minute.load_per_s:.0f}, because most parcels are asked for less than once a minute. An"
        f" hour brings it to {hour.load_per_s:.0f}, but {percent(hour.stale)} of readers then see"
        " an old place."
    )


CACHE_DIAL = Lab(
    id="W06c",
    title="The cache dial",
    intro=f"At the peak {TRACKING.per_s:.0f} people a second ask “where is my parcel?”, and the"
    f" database carries {DATABASE_PER_S:.0f}. Tracking may keep an answer for a while and give it"
    " out again.",
    controls=(Range("ttl", "Keep an answer for", LIVES, 0, _life),),
    prediction=Prediction(
        question=f"What is the shortest of these times that keeps the database under"
        f" {DATABASE_PER_S:.0f} reads a second?",
        answer=tuple(SHORT_ENOUGH),
        asked={"ttl": 120},
        truth=_shortest,
        says=_shortest,
        explain=_explain_dial,
    ),
    run=_run_dial,
    figure=_draw_dial,
    sentence=_say_dial,
    so_what="Callum's team answers whoever saw an old place. How long do you keep answers, and why?",
)


# ---- W06d What a promise costs ---------------------------------------------------------------

NO_LIMIT = 1e9
COSTS = (20.0, 72.0)  # k€ a year, across the chart
LONGEST = 10.0  # s; longer times leave the chart
FEWEST = 0.5
Point = tuple[float, float, float]  # k€ a year, s, share


def _point(design: Design) -> Point:
    return round(year_eur(design) / 1000, 1), design.p99, design.success


def _run_promise(state: State, draft: bool) -> dict[str, Any]:
    slow, success, most_s = state["slow"], state["success"], state["p99"]
    within = kept(slow, success, most_s, 1000 * state["cost"])
    best, anyway = cheapest(within), cheapest(kept(slow, success, most_s, NO_LIMIT))
    return {
        **state,
        "every": [_point(d) for d in designs(slow).designs],
        "kept": [_point(d) for d in within.designs],
        "front": sorted({_point(d) for d in within.front}),
        "best": best and (_point(best), best.settings),
        "anyway": anyway and _point(anyway)[0],
        "calm": _point(cheapest(kept(False, success, most_s, NO_LIMIT)) or designs(False).front[0])[
            0
        ],
    }


def _draw_promise(data: dict[str, Any]) -> str:
    times = svg.Plot(top=80, height=196, x=COSTS, y=(0, LONGEST))
    shares = svg.Plot(top=338, height=150, x=COSTS, y=(FEWEST, 1))
    page = svg.Plot(top=0, height=544, x=(0, svg.WIDTH), y=(544, 0), left=0, width=svg.WIDTH)
    parts = []
    for plot, axis in ((times, 1), (shares, 2)):
        every, within, front = (
            [(point[0], point[axis]) for point in data[name]] for name in ("every", "kept", "front")
        )
        outside = sorted(set(every) - set(within))
        parts += [
            svg.dots(plot, outside, svg.GREY, 4),
            svg.dots(plot, within, svg.BLUE, 8),
            *(svg.mark(plot, x, y, svg.ORANGE, "diamond") for x, y in front),
        ]
        if data["best"]:
            (cost, *values), _ = data["best"]
            there = duration(values[0]) if axis == 1 else percent(values[1])
            anchor, dx = ("end", -13) if cost > 45 else ("start", 13)
            dy = -12 if axis == 1 else 22
            words = f"€{cost:g}\u00a0k: {there}"
            parts.append(svg.label(plot, cost, values[axis - 1], words, anchor, dx, dy, True))
    return svg.picture(
        544,
        svg.dots(page, [(14, 14)], svg.GREY, 4),
        svg.label(page, 24, 19, "breaks a limit"),
        svg.dots(page, [(154, 14)], svg.BLUE, 8),
        svg.label(page, 166, 19, "keeps them all"),
        svg.mark(page, 306, 14, svg.ORANGE, "diamond"),
        svg.label(page, 320, 19, "and nobody beats it: the front"),
        svg.frame(
            times,
            "Time that 99 of 100 bookings stay within",
            range(20, 71, 10),
            (0, 2, 4, 6, 8, 10),
            y_show="{:g} s".format,
        ),
        svg.band(times, data["cost"], COSTS[1], ""),
        svg.limit(times, data["p99"], f"at most {data['p99']:g} s"),
        svg.frame(
            shares,
            "Bookings that succeed",
            range(20, 71, 10),
            (0.5, 0.75, 1),
            y_show=percent,
            x_title="cost in thousand € a year",
        ),
        svg.band(shares, data["cost"], COSTS[1], ""),
        svg.limit(shares, data["success"], f"at least {percent(data['success'])}", above=False),
        *parts,
    )


def _settings(machines: int, line: int | None, tries: int) -> str:
    waiting = "nobody may wait" if line == 0 else f"{line or 'any number'} may wait at each"
    return f"{amount(machines, 'machine')}, {waiting}, {amount(tries, 'try', 'tries')}"


def _say_promise(data: dict[str, Any]) -> str:
    when = "Slow seconds included" if data["slow"] else "In an ordinary minute"
    if not data["best"]:
        dearer = data["anyway"]
        more = (
            f"Without the limit on cost, the cheapest would be €{dearer:g}\u00a0k a year."
            if dearer
            else "Not even more money helps: give up some time or some success."
        )
        return f"{when}, none of {len(data['every'])} designs keeps all your limits. {more}"
    (cost, p99, success), settings = data["best"]
    front = len(data["front"])
    return (
        f"{when}, {len(data['kept'])} of {len(data['every'])} designs keep all your limits. The front"
        f" has {amount(front, 'point')}: nobody is cheaper, faster and safer at once. The cheapest"
        f" costs €{cost:g}\u00a0k a year: {_settings(*settings)}. {percent(success)} of bookings"
        f" succeed, 99 of 100 within {duration(p99)}."
    )


def _explain_promise(data: dict[str, Any]) -> str:
    return (
        f"In an ordinary minute the same promise costs €{data['calm']:g}\u00a0k. In"
        f" {SLOW_S:g} slow seconds each booking holds its worker twice as long, and the whole line"
        f" behind it waits. You pay for the slow seconds all year, or you promise less."
    )


PROMISE = Lab(
    id="W06d",
    title="What a promise costs",
    intro=f"Booking in Saturday's busiest minute. Every dot is a design: 4 to 12 machines of"
    f" {WORKERS_A_MACHINE} workers (€{MACHINE_YEAR_EUR / 1000:.1f}\u00a0k a year each), a short or a long"
    f" line, one to three tries. You don't move the designs; you move what you promise.",
    controls=(
        Range(
            "success",
            "Bookings that succeed",
            (0.5, 0.9, 0.95, 0.98, 0.99, 0.999),
            0.99,
            lambda share: f"at least {percent(share)}",
        ),
        Range(
            "p99", "99 of 100 are done within", (2, 2.5, 3, 4, 5, 7, 10), 5, "{:g}\u00a0s".format
        ),
        Range(
            "cost",
            "Cost a year, at most",
            (25, 30, 35, 40, 45, 50, 60, 70),
            70,
            "€{:g}\u00a0k".format,
        ),
        Toggle("slow", f"Also when work takes twice as long for {SLOW_S:g} s"),
    ),
    prediction=Prediction(
        question="The picture shows an ordinary minute. Now Ines wants the same promise, 99 % within 5 s,"
        f" kept also when every booking takes twice as long for {SLOW_S:g} of the"
        f" {MINUTE_S:g} seconds. What does the cheapest design cost a year then?",
        answer=Number("thousand €", low=0, high=200, near=MACHINE_YEAR_EUR / 1000),
        asked={"slow": True},
        truth=lambda data: data["best"][0][0],
        says=lambda data: f"{data['best'][0][0]:g}\u00a0thousand\u00a0€",
        explain=_explain_promise,
    ),
    run=_run_promise,
    figure=_draw_promise,
    sentence=_say_promise,
    so_what="Ines wants the promise kept in slow minutes too. Which euros do you name, and what would"
    " you offer for less?",
)


LABS = (THE_KNEE, RETRY_STORM, CACHE_DIAL, PROMISE)
