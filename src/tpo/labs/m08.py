"""The labs of M08: indicator picker, burn meter, budget referee."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from tpo import case
from tpo.engines.slo import (
    AlertRule,
    BudgetPolicy,
    Indicator,
    burning,
    draw_days,
    firings,
    play_quarter,
    rank_correlation,
    read,
)
from tpo.engines.slo.budget import (
    FEATURE_EUR,
    LAUNCH_EUR,
    LAUNCH_WEEK,
    PEAK_WEEKS,
    WEEKS,
)
from tpo.engines.slo.indicators import CALM_TAIL, SLOW_TAIL, tail
from tpo.judges.budget_quarter import average
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Prediction, Range, State, Toggle
from tpo.labs.units import amount, percent

INC = case.incident("INC-0417")

# ---- W08a Indicator picker -----------------------------------------------------------------------

DAYS_SEED = 81
WORST_DAYS = 12
SIGNALS = {
    "cpu": "CPU",
    "mean": "mean answer time",
    "p99": "p99 of the answer time",
    "booking": "failed share, counted inside booking",
    "gateway": "failed share, counted at the gateway",
}
OFFERED = (
    "CPU",
    "mean answer time",
    "p99 of the answer time",
    "failed share, counted at the gateway",
)
GRID_MS = tuple(range(500, 12_001, 10))


@lru_cache
def _signal(name: str) -> tuple[float, ...]:
    days = draw_days(DAYS_SEED)
    if name == "cpu":
        return tuple(days.cpu.tolist())
    if name == "mean":
        return tuple(days.mean_ms.tolist())
    if name == "p99":
        return tuple(_p99(slow) for slow in days.slow.tolist())
    place = Indicator("no_server_error", "customers_only", name)
    return tuple((100 * read(place, days).trouble).tolist())


def _p99(slow: float) -> float:
    """The time that one answer in a hundred takes longer than, in ms."""
    for ms in GRID_MS:
        if slow * tail(SLOW_TAIL, ms) + (1 - slow) * tail(CALM_TAIL, ms) <= 0.01:
            return float(ms)
    return float(GRID_MS[-1])


UNITS = {"cpu": " %", "mean": " ms", "p99": " ms", "booking": " %", "gateway": " %"}


@lru_cache
def _felt(name: str) -> float:
    return rank_correlation(np.array(_signal(name)), draw_days(DAYS_SEED).contacts)


def _run_picker(state: State, draft: bool) -> dict[str, Any]:
    days = draw_days(DAYS_SEED)
    contacts = days.contacts.tolist()
    signal = _signal(state["signal"])
    by_signal = sorted(range(len(signal)), key=lambda i: (-signal[i], i))
    worst = set(sorted(range(len(contacts)), key=lambda i: (-contacts[i], i))[:WORST_DAYS])
    called = set(by_signal[: state["days"]])
    return {
        "name": state["signal"],
        "points": list(zip(signal, contacts, strict=True)),
        "worst": worst,
        "called": called,
        "days": state["days"],
        "limit": signal[by_signal[state["days"] - 1]],
        "hits": len(worst & called),
        "felt": _felt(state["signal"]),
    }


def _draw_picker(data: dict[str, Any]) -> str:
    # INC-0417's own day lies far outside and would press all others into a corner.
    values = sorted(x for x, _ in data["points"])
    low, high = values[0], values[-2]
    pad = (high - low) * 0.06 or 1.0
    plot = svg.Plot(top=48, height=250, x=(low - pad, high + pad), y=(6, 9))
    unit = UNITS[data["name"]]
    digits = 2 if data["name"] in ("booking", "gateway") else 0
    parts = [
        svg.frame(
            plot,
            "Contacts per 100 bookings, one point a day",
            [x for x in svg.ticks(high, 5, low) if low <= x <= high],
            (6, 7, 8, 9),
            x_show=lambda x: f"{x:.{digits}f}{unit}",
            x_title=SIGNALS[data["name"]],
        )
    ]
    right = plot.across(data["limit"]) > 300
    for i, (x, y) in enumerate(data["points"]):
        called = i in data["called"]
        shape = "diamond" if i in data["worst"] else "circle"
        parts.append(svg.mark(plot, x, y, svg.ORANGE if called else svg.GREY, shape))
    parts += [
        svg.line(plot, [(data["limit"], 6), (data["limit"], 9)], svg.INK, dash="5 4", width=1.4),
        svg.label(
            plot,
            data["limit"],
            8.92,
            "from here on somebody is called",
            "end" if right else "start",
            dx=-6 if right else 6,
        ),
        svg.words(62, 364, f"◆ one of the {WORST_DAYS} days with most contacts"),
        svg.words(360, 364, "orange: somebody was called"),
    ]
    return svg.picture(378, *parts)


def _say_picker(data: dict[str, Any]) -> str:
    unit = UNITS[data["name"]]
    digits = 2 if data["name"] in ("booking", "gateway") else 0
    return (
        f"{SIGNALS[data['name']].capitalize() if data['name'] != 'cpu' else 'CPU'} moves with the"
        f" contacts at {abs(data['felt']):.2f} (0: knows nothing, 1: always together). If somebody is"
        f" called on the {amount(data['days'], 'worst day')} (from {data['limit']:.{digits}f}{unit}),"
        f" {data['hits']} of the {WORST_DAYS} days with most contacts are among them. INC-0417's day"
        " lies outside the picture, at the edge."
    )


def _best(data: dict[str, Any]) -> str:
    names = {SIGNALS[name]: _felt(name) for name in SIGNALS if SIGNALS[name] in OFFERED}
    return max(names, key=lambda name: names[name])


def _explain_picker(data: dict[str, Any]) -> str:
    return (
        f"CPU {abs(_felt('cpu')):.2f}, mean answer time {_felt('mean'):.2f}, p99 {_felt('p99'):.2f}, failed"
        f" share at the gateway {_felt('gateway'):.2f}. Customers feel failures and long waits. The"
        " servers were half idle while customers failed, and the mean hides the few who wait."
    )


INDICATOR_PICKER = Lab(
    id="W08a",
    title="The indicator picker",
    intro="Ninety days of bookings, and how many people wrote or called on each. Choose a line to watch,"
    " and on how many days somebody is called because of it.",
    controls=(
        Choice("signal", "Watch", SIGNALS, "cpu"),
        Range(
            "days",
            "Somebody is called on",
            (3, 6, 9, 12, 18, 24, 30),
            12,
            "the {} worst days".format,
        ),
    ),
    prediction=Prediction(
        question="Which of these lines moves most closely with the contacts?",
        answer=OFFERED,
        asked={"signal": "gateway"},
        truth=_best,
        says=_best,
        explain=_explain_picker,
    ),
    run=_run_picker,
    figure=_draw_picker,
    sentence=_say_picker,
    so_what="Jun asks why he should give up his CPU alert. What do you show him, and what may he keep?",
)

# ---- W08b Burn meter -----------------------------------------------------------------------------

BEFORE, AFTER = 120, 400  # minutes shown around the trouble
PER_MINUTE = 100_000  # requests, many, so that shares are exact
SHARES = (0.5, 1, 2, 5, 10, 20, 40, 62, 80, 100)
LENGTHS = (10, 30, 60, 120, 206, 480)
MONTH_MIN = 30 * 24 * 60


def _run_meter(state: State, draft: bool) -> dict[str, Any]:
    window, length = state["window"], state["length"]
    calm = max(BEFORE, window)
    n = calm + length + AFTER
    total = np.full(n, PER_MINUTE)
    bad = np.zeros(n, dtype=np.int64)
    bad[calm : calm + length] = int(PER_MINUTE * state["share"] / 100)
    short = max(1, window // 12) if state["second"] else None
    rule = AlertRule(window, short, state["burn"])
    allowed = 1 - state["target"] / 100
    rings = firings(burning(bad, total, rule, allowed))
    start = rings[0].start + 1 - calm if rings else None
    end = rings[-1].end - calm - length if rings else None
    spent = state["share"] / 100 * length / (allowed * MONTH_MIN)
    return {
        **state,
        "start": start,
        "lingers": end if end is not None and end > 0 else 0,
        "end": None if end is None else end + length,
        "spent": spent,
        "burn_now": state["share"] / 100 / allowed,
        "short": short,
        "cut": rings[-1].end >= n if rings else False,
    }


def _draw_meter(data: dict[str, Any]) -> str:
    length = data["length"]
    last = length + (150 if length < 150 else 220)
    plot = svg.Plot(top=48, height=190, x=(-30, last), y=(0, max(1.0, min(4.0, data["spent"]))))
    top = plot.y[1]
    ring = svg.Plot(top=300, height=26, x=(-30, last), y=(0, 1))
    parts = [
        svg.frame(
            plot,
            "Budget of 30 days that is spent",
            svg.ticks(last, 5),
            svg.ticks(top),
            y_show="{:.0%}".format,
            x_show="{:.0f} min".format,
        ),
        svg.band(plot, 0, length, f"{data['share']:g} % fail"),
        svg.line(
            plot, [(-30, 0), (0, 0), (length, data["spent"]), (last, data["spent"])], svg.BLUE
        ),
        svg.label(
            plot, length, min(data["spent"], top), percent(data["spent"]), dx=8, dy=-8, bold=True
        ),
        svg.label(ring, -30, 1, "The alarm rings", dy=-6, bold=True),
    ]
    if data["start"] is None:
        parts.append(svg.label(ring, 0, 0.5, "never", dy=5))
    else:
        end = min(last, data["end"])
        parts.append(svg.line(ring, [(data["start"], 0.5), (end, 0.5)], svg.RED, width=16))
        parts.append(svg.label(ring, data["start"], 0, f"from minute {data['start']:.0f}", dy=20))
    return svg.picture(352, *parts)


def _say_meter(data: dict[str, Any]) -> str:
    windows = f"{_minutes(data['window'])}" + (
        f", and over {_minutes(data['short'])}" if data["short"] else " alone"
    )
    if data["start"] is None:
        alarm = "The alarm never rings."
    else:
        lingers = (
            f"{data['lingers']:.0f} min after all is well" if data["lingers"] else "before the end"
        )
        lingers = "long after all is well" if data["cut"] else lingers
        alarm = f"The alarm rings after {data['start']:.0f} min and stops {lingers}."
    return (
        f"{data['share']:g} % fail for {_minutes(data['length'])}, {data['target']:g} % are promised: the"
        f" budget burns {data['burn_now']:.3g} times too fast, and {percent(data['spent'])} of 30 days'"
        f" budget are spent, at even traffic. Rule: {data['burn']:g} times too fast over {windows}. {alarm}"
    )


def _minutes(count: float) -> str:
    if count >= 1_440 and count % 1_440 == 0:
        return amount(count / 1_440, "day")
    return f"{count / 60:g} h" if count >= 60 and count % 30 == 0 else f"{count:.0f} min"


def _explain_meter(data: dict[str, Any]) -> str:
    alone = _run_meter(
        {**{k: data[k] for k in ("share", "target", "window", "burn", "length")}, "second": False},
        False,
    )
    return (
        f"The rule needs {data['burn']:g} × {100 - data['target']:g} % ="
        f" {data['burn'] * (100 - data['target']):.1f} % of the hour's requests. At"
        f" {data['share']:g} % failing that takes {data['start']:.0f} minutes; in reality the first page,"
        f" from CPU, took {INC.minutes('slow', 'first_page'):.0f}. Without the short window it would ring on for {alone['lingers']:.0f} minutes"
        " after recovery."
    )


BURN_METER = Lab(
    id="W08b",
    title="The burn meter",
    intro="Some share of the requests begins to fail. The error budget drains, and an alert rule watches"
    " how fast. Burn 1 spends the budget in exactly 30 days.",
    controls=(
        Range("share", "Requests that fail", SHARES, 10, "{:g} %".format),
        Range("length", "For", LENGTHS, 60, _minutes),
        Choice(
            "target", "Promised over 30 days", {99.0: "99 %", 99.5: "99.5 %", 99.9: "99.9 %"}, 99.5
        ),
        Range("burn", "Rings at burn", (1, 2, 3, 6, 10, 14.4, 20), 6, "{:g}".format),
        Range("window", "Long window", (5, 30, 60, 180, 360, 1_440), 60, _minutes),
        Toggle("second", "Second window, one twelfth as long", True),
    ),
    prediction=Prediction(
        question="62 % of bookings fail, 99.5 % are promised. After how many minutes does the rule"
        " “14.4 times too fast over 1 h (and 5 min)” ring?",
        answer=Number("min", low=0, high=600, near=3),
        asked={
            "share": 62,
            "length": 206,
            "target": 99.5,
            "burn": 14.4,
            "window": 60,
            "second": True,
        },
        truth=lambda data: data["start"],
        says=lambda data: f"{data['start']:.0f} min",
        explain=_explain_meter,
    ),
    run=_run_meter,
    figure=_draw_meter,
    sentence=_say_meter,
    so_what="Ines asks what each minute less of not knowing is worth. What do you multiply?",
)

# ---- W08c Budget referee -------------------------------------------------------------------------

ALWAYS, NEVER = -99.0, 2.0
BELOW = (ALWAYS, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, NEVER)
QUARTER_SEED = 7
RULE = 0.7
PEAKS = {
    "ship": "ship the risky release",
    "usual": "go on as usual",
    "save": "work on reliability, save for the launch",
}
SIGNS = {"ship": "circle", "mend": "square", "hold": "diamond"}
COLORS = {"ship": svg.BLUE, "mend": svg.ORANGE, "hold": svg.GREY}
DID = {"ship": "ship", "mend": "reliability", "hold": "nothing"}


def _below(value: float) -> str:
    if value == ALWAYS:
        return "never (always ship)"
    return (
        "always (never ship)" if value == NEVER else f"when less than {100 * value:.0f} % is left"
    )


def unbroken_eur() -> float:
    """What shipping every week would earn if nothing ever broke."""
    return FEATURE_EUR * WEEKS * (WEEKS + 1) / 2 + LAUNCH_EUR * (WEEKS - LAUNCH_WEEK)


def _run_referee(state: State, draft: bool) -> dict[str, Any]:
    policy = BudgetPolicy(state["below"], 2 if state["hold"] else 0, True, state["peak"])
    played = play_quarter(policy, QUARTER_SEED * 1_000 + int(state["quarter"]))
    mean = average(policy, QUARTER_SEED)
    return {
        **state,
        "left": played.left,
        "did": played.did,
        "eur": played.eur,
        "launched": played.in_time,
        "mean": mean["eur"],
        "in_time": mean["in_time"],
        "without": mean["without"],
        "never": average(BudgetPolicy(NEVER), QUARTER_SEED)["eur"],
    }


def _draw_referee(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=48, height=190, x=(0.5, 13.5), y=(-1, 1))
    parts = [
        svg.frame(
            plot,
            "Budget left at the end of each week of this quarter",
            range(1, 14),
            (-1, -0.5, 0, 0.5, 1),
            x_show="{:.0f}".format,
            y_show="{:.0%}".format,
            x_title="week",
        ),
        svg.band(plot, PEAK_WEEKS[0] + 0.5, PEAK_WEEKS[-1] + 1.5, "peak"),
        svg.limit(plot, 0, "nothing left", above=False),
        svg.line(plot, [(i + 1, left) for i, left in enumerate(data["left"])], svg.INK, width=1.4),
        svg.label(plot, LAUNCH_WEEK + 1, -0.95, "launch", "start", dx=4, dy=-4),
    ]
    for i, (left, did) in enumerate(zip(data["left"], data["did"], strict=True)):
        parts.append(svg.mark(plot, i + 1, left, COLORS[did], SIGNS[did]))
    parts += [
        svg.words(62, 300, "● ship   ■ reliability   ◆ hold"),
        svg.words(2, 336, "Average of 300 quarters, thousand euros", bold=True),
    ]
    # The bars share one scale; below zero nothing is drawn, the figure says it.
    for row, (name, eur) in enumerate(
        (("never ship", data["never"]), ("your policy", data["mean"]))
    ):
        y = 350 + 26 * row
        parts.append(svg.words(2, y + 13, name))
        parts.append(
            svg.strip(110, y, max(1.0, 400 * eur / 200_000), svg.ORANGE if row else svg.GREY)
        )
        parts.append(svg.words(118 + max(1.0, 400 * eur / 200_000), y + 13, f"{eur / 1000:.0f} k"))
    return svg.picture(410, *parts)


def _say_referee(data: dict[str, Any]) -> str:
    weeks = {name: data["did"].count(name) for name in DID}
    did = ", ".join(f"{DID[name]} {amount(n, 'week')}" for name, n in weeks.items() if n)
    return (
        f"This quarter: {did}; {percent(data['left'][-1])} of the budget left at the end, the launch"
        f" {'in time' if data['launched'] else 'not in time'}, €{data['eur'] / 1000:,.0f} k. Over 300"
        f" quarters this policy earns €{data['mean'] / 1000:,.0f} k, with {data['without']:.1f} weeks"
        f" without budget; never ship earns €{data['never'] / 1000:,.0f} k."
    )


def _explain_referee(data: dict[str, Any]) -> str:
    rule = average(BudgetPolicy(RULE, 0, True, "save"), QUARTER_SEED)["eur"]
    return (
        f"Every week something new earns, and every third week something breaks; nothing is ever mended,"
        f" so weeks without budget follow. Never shipping earns €{data['never'] / 1000:.0f} k: safe, and"
        f" nothing new. A written rule, “reliability below {100 * RULE:.0f} %, save for the launch”,"
        f" earns €{rule / 1000:.0f} k with the same luck."
    )


BUDGET_REFEREE = Lab(
    id="W08c",
    title="The budget referee",
    intro="Thirteen weeks, with a peak in weeks 9 and 10 and the launch of Second Perch in week 11. Each"
    " week the team ships, works on reliability, or holds still. If nothing ever broke, shipping every"
    f" week would earn €{unbroken_eur() / 1000:.0f} k.",
    controls=(
        Range("below", "Work on reliability", BELOW, 0.5, _below),
        Choice("peak", "In the peak weeks", PEAKS, "usual"),
        Toggle("hold", "Two weeks on hold after every miss"),
        Range("quarter", "Look at quarter", tuple(range(1, 9)), 1, "{:.0f}".format),
    ),
    prediction=Prediction(
        question="Averaged over 300 quarters, how many thousand euros does “always ship” earn?",
        answer=Number("thousand euros", low=-400, high=600, near=30),
        asked={"below": ALWAYS, "peak": "usual", "hold": False},
        truth=lambda data: data["mean"] / 1000,
        says=lambda data: f"€{data['mean'] / 1000:.0f} k",
        explain=_explain_referee,
    ),
    run=_run_referee,
    figure=_draw_referee,
    sentence=_say_referee,
    so_what="Tomasz wants one more release before the peak. What does the rule say, and who wrote it?",
)

LABS = (INDICATOR_PICKER, BURN_METER, BUDGET_REFEREE)
