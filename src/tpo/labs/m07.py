"""The labs of M07 "Data flows you can trust": event tape, contract gate, metric prism."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from tpo.engines.batch_gate import Rule
from tpo.engines.event_log import (
    DAY,
    HOUR,
    Comparison,
    Event,
    Metric,
    Rules,
    Week,
    compare,
    first_attempt,
    make_log,
    replay,
)
from tpo.judges.first_attempts import FIRST_DAY, LAST_DAY, week
from tpo.judges.nightly_batches import CLEAN, DIRTY, TYPES, run_contract
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Prediction, Range, State, Toggle
from tpo.labs.units import amount, percent

# ---- W07a The event tape ---------------------------------------------------------------------

ORDERS = {
    "received_at": "the scan received last",
    "device_seq": "the device's own counter",
    "status_rank": "the highest status",
    "occurred_at": "the scan that happened last",
}
TAPE_SEED = 71
FULL, DRAFT = 6_000, 800
TOP_WRONG = 0.12
DAY_HOURS = (6, 20)


@lru_cache
def _tape() -> tuple[int, tuple[Event, ...]]:
    """(the day of its stop, the scans) of a parcel whose LOADED came after its delivery."""
    log = make_log(Week(FULL, seed=TAPE_SEED))
    scans: dict[str, list[Event]] = {}
    for event in log.events:
        scans.setdefault(event.parcel_id, []).append(event)
    for events in scans.values():
        last, stop = events[-1], events[-2]
        plain = len({e.event_id for e in events}) == len(events)
        if plain and (stop.type, last.type) == ("DELIVERED", "LOADED"):
            day = stop.occurred // DAY
            hours = last.received // HOUR - stop.received // HOUR
            if hours and last.received // DAY == day and last.received % DAY < 18 * HOUR:
                return day, tuple(events)
    raise LookupError("no parcel of the tape's log has a stuck scan")


@lru_cache(maxsize=32)
def _read_week(parcels: int, offline: float, rules: Rules) -> Comparison:
    """A whole week by these rules; the hour of the picture does not matter to it."""
    return compare(make_log(Week(parcels, offline=offline, seed=TAPE_SEED)), rules)


def _run_tape(state: State, draft: bool) -> dict[str, Any]:
    day, events = _tape()
    now = day * DAY + state["hour"] * HOUR
    rules = Rules(order_by=state["order"])
    known = [event for event in events if event.received <= now]
    happened = sorted((e for e in events if e.occurred <= now), key=lambda e: e.occurred)
    seen = _read_week(DRAFT if draft else FULL, state["offline"], rules)
    today = [e for e in events if e.occurred // DAY == day]
    return {
        **state,
        "page": next(iter(replay(known, rules).values())).status,
        "true": happened[-1].type,
        "scans": [
            (e.type, (e.occurred - day * DAY) / HOUR, (e.received - day * DAY) / HOUR)
            for e in today
            if e.received <= now or e.occurred <= now
        ],
        "wrong": seen.wrong_status,
        "midmoor": seen.wrong_by_zone["Midmoor"],
        "parcels": seen.parcels,
    }


def _draw_tape(data: dict[str, Any]) -> str:
    tape = svg.Plot(top=52, height=150, x=DAY_HOURS, y=(0, 1.3), left=120, width=458)
    share = svg.Plot(top=282, height=56, x=(0, TOP_WRONG), y=(0, 1), left=62)
    hour = data["hour"]
    parts = [
        svg.frame(
            tape,
            "One parcel today: when it happened, when we heard",
            range(6, 21, 2),
            x_show=lambda h: f"{h:.0f}:00",
        ),
        svg.label(tape, 6, 1, "happened", "end", dx=-10, dy=5),
        svg.label(tape, 6, 0.12, "received", "end", dx=-10, dy=5),
        svg.line(tape, [(hour, 0), (hour, 1)], svg.GREY, dash="3 4", width=2),
    ]
    for kind, occurred, received in data["scans"]:
        if received <= hour:
            parts.append(svg.line(tape, [(occurred, 1), (received, 0.12)], svg.BLUE, width=2))
            parts.append(svg.mark(tape, received, 0.12, svg.BLUE, "square"))
        parts.append(svg.mark(tape, occurred, 1, svg.ORANGE, "diamond"))
        parts.append(svg.label(tape, occurred, 1, kind, "middle", dy=-12))
    parts += [
        svg.frame(
            share,
            "All parcels: the page shows a wrong status",
            (0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12),
            x_show=percent,
        ),
        svg.line(share, [(0, 0.5), (data["wrong"], 0.5)], svg.RED, width=18),
        svg.line(share, [(0.005, 0), (0.005, 1)], svg.INK, dash="5 4", width=1.4),
        svg.label(
            share, max(data["wrong"], 0.005), 0.5, percent(data["wrong"]), dx=14, dy=5, bold=True
        ),
        svg.label(share, 0.005, 1, "0.5 % would be fine", dx=6, dy=-2),
    ]
    return svg.picture(384, *parts)


def _say_tape(data: dict[str, Any]) -> str:
    agree = "which is true" if data["page"] == data["true"] else f"in truth it is {data['true']}"
    return (
        f"At {data['hour']}:00, going by {ORDERS[data['order']]}, the page says {data['page']},"
        f" {agree}. Over {amount(data['parcels'], 'parcel')}, {percent(data['wrong'])} have a wrong"
        f" status at the end, in Midmoor {percent(data['midmoor'])}."
    )


def _explain_tape(data: dict[str, Any]) -> str:
    others = {
        order: compare(make_log(Week(FULL, seed=TAPE_SEED)), Rules(order_by=order)).wrong_status
        for order in ORDERS
    }
    return (
        "A scanner without a connection reports hours later, and its old news comes in last. Each"
        f" device counts alone, so its counter still leaves {percent(others['device_seq'])} wrong;"
        f" the highest status leaves {percent(others['status_rank'])}, because a second attempt goes"
        f" back; the time it happened leaves {percent(others['occurred_at'])}, the wrong clocks."
    )


EVENT_TAPE = Lab(
    id="W07a",
    title="The event tape",
    intro="A parcel's scans on one day. Phones and hand scanners lose their connection and report"
    " later. Move through the day and choose which scan the tracking page believes.",
    controls=(
        Range("hour", "Time of day", tuple(range(7, 21)), 12, "{:.0f}:00".format),
        Choice("order", "The page believes", ORDERS, "occurred_at"),
        Range(
            "offline",
            "Scans that come late",
            (0, 0.5, 1, 2),
            1,
            lambda times: "none" if times == 0 else f"{times:g} × today's",
        ),
    ),
    prediction=Prediction(
        question="The page believes the scan received last. What share of parcels has a wrong status"
        " at the end?",
        answer=Number("%", low=0, high=100, near=1.5),
        asked={"order": "received_at", "hour": 17},
        truth=lambda data: 100 * data["wrong"],
        says=lambda data: percent(data["wrong"]),
        explain=_explain_tape,
    ),
    run=_run_tape,
    figure=_draw_tape,
    sentence=_say_tape,
    so_what="Callum asks why his screen said “loaded” for a parcel that was on the doormat. What do"
    " you answer, in one line?",
)

# ---- W07b The contract gate ------------------------------------------------------------------

GATE_SEED = 7
OFF = -1
FEW = (OFF, 0, 1, 2, 4, 6, 10, 15)
NULLS = ("parcel_id", "occurred_at", "depot_id")
SINGLE = {
    "no empty cells": [Rule(name, "nullValues", name, high=3) for name in NULLS],
    "few repeats": [Rule("repeats", "duplicateValues", "event_id", high=4)],
    "fresh data": [Rule("fresh", "freshness", "received_at", "h", high=24)],
    "as many rows as usual": [
        Rule("rows", "rowCount", unit="percent", low=60, high=300, weekday=True)
    ],
}


def _rules(state: State) -> list[Rule]:
    rules = []
    if state["nulls"] != OFF:
        rules += [Rule(name, "nullValues", name, high=state["nulls"]) for name in NULLS]
    if state["repeats"] != OFF:
        rules.append(Rule("repeats", "duplicateValues", "event_id", high=state["repeats"]))
    if state["unknown"] != OFF:
        rules += [
            Rule(name, "unknownReferences", name, high=state["unknown"])
            for name in ("parcel_id", "depot_id")
        ]
        rules.append(Rule("types", "invalidValues", "type", high=state["unknown"], valid=TYPES))
        rules.append(
            Rule("times", "invalidValues", "occurred_at", high=state["unknown"], kind="timestamp")
        )
    if state["rows"] != OFF:
        rules.append(Rule("rows", "rowCount", unit="percent", low=state["rows"], weekday=True))
    if state["fresh"] != OFF:
        rules.append(Rule("fresh", "freshness", "received_at", "h", high=state["fresh"]))
    return rules


def _limits(state: State) -> str:
    """The limits that are on, in words."""
    words = {
        "nulls": "empty cells at most {:g} %",
        "repeats": "repeats at most {:g} %",
        "unknown": "unknown at most {:g} %",
        "rows": "rows at least {:g} %",
        "fresh": "newest scan at most {:g} h old",
    }
    return ", ".join(line.format(state[name]) for name, line in words.items() if state[name] != OFF)


def _run_gate(state: State, draft: bool) -> dict[str, Any]:
    # A rule that is always kept stands in when every rule is off.
    rules = _rules(state) or [Rule("nothing", "rowCount", unit="rows", low=0)]
    return {**run_contract(rules, GATE_SEED), "on": _limits(state) or "no rule on"}


def _draw_gate(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=64, height=330, x=(0, 2), y=(12, 0), left=30, width=540)
    limits = data["on"].split(", ")
    parts = [  # two lines, because one would leave the picture
        svg.label(plot, 0, 0, ", ".join(line), dy=dy)
        for line, dy in ((limits[:3], -42), (limits[3:], -22))
        if line
    ]
    for column, (names, title) in enumerate(
        ((CLEAN, "twelve good loads"), (DIRTY, "twelve bad loads"))
    ):
        stopped = data["caught"] if column else data["alarms"]
        parts.append(svg.label(plot, column + 0.05, 0, title, dy=8, bold=True))
        for row, name in enumerate(names):
            is_stopped = name in stopped
            color, shape = (svg.RED, "square") if is_stopped else (svg.BLUE, "circle")
            verdict = "stopped" if is_stopped else "let through"
            wrong = is_stopped != bool(column)
            parts.append(svg.mark(plot, column + 0.06, row + 0.9, color, shape))
            parts.append(
                svg.label(
                    plot,
                    column + 0.1,
                    row + 0.9,
                    f"{name}: {verdict}{' ✗' if wrong else ''}",
                    dy=5,
                    bold=wrong,
                )
            )
    return svg.picture(414, *parts)


def _say_gate(data: dict[str, Any]) -> str:
    rest = len(data["missed"]) - 4
    missed = ", ".join(data["missed"][:4]) + (f" and {rest} more" if rest > 0 else "")
    alarms = ", ".join(data["alarms"][:3])
    return (
        f"Rules: {data['on']}. {len(data['caught'])} of {data['dirty']} bad loads were"
        f" stopped{f'; let through: {missed}' if missed else ''}. Of {data['clean']} good loads,"
        f" {len(data['alarms'])} were stopped for nothing{f', such as {alarms}' if alarms else ''}."
    )


def _catcher(data: dict[str, Any]) -> str:
    """The single rule that stops the load of INC-0417's twins."""
    return next(
        name
        for name, rules in SINGLE.items()
        if "twins" in run_contract(rules, GATE_SEED)["caught"]
    )


def _explain_gate(data: dict[str, Any]) -> str:
    caught = {name: len(run_contract(rules, GATE_SEED)["caught"]) for name, rules in SINGLE.items()}
    return (
        "The incident's second labels were complete in every column, so a rule about empty cells sees"
        f" nothing; it stops {caught['no empty cells']} of {len(DIRTY)} bad loads, and not this one."
        " Only a rule about repeats does. Set every limit to zero and watch the good nights go red."
    )


def _limit(name: str, label: str, start: float = OFF) -> Range:
    return Range(name, label, FEW, start, lambda v: "off" if v == OFF else f"at most {v:g}\u00a0%")


CONTRACT_GATE = Lab(
    id="W07b",
    title="The contract gate",
    intro="Twenty-four nightly loads pass by, twelve good and twelve bad ones. A load is stopped when"
    " it breaks a rule that is on. Stop the bad ones without stopping the good ones.",
    controls=(
        _limit("nulls", "Empty cells", 4),
        _limit("repeats", "Repeated scans"),
        _limit("unknown", "Unknown or misspelled"),
        Range(
            "rows",
            "Rows, of the same weekday",
            (OFF, 20, 40, 60, 80, 95),
            OFF,
            lambda v: "off" if v == OFF else f"at least {v:g}\u00a0%",
        ),
        Range(
            "fresh",
            "Newest scan",
            (OFF, 4, 8, 12, 24, 48),
            OFF,
            lambda v: "off" if v == OFF else f"at most {v:g}\u00a0h old",
        ),
    ),
    prediction=Prediction(
        question="Which single rule would have stopped the load with INC-0417's second labels (“twins”)?",
        answer=tuple(SINGLE),
        asked={"nulls": OFF, "repeats": 4},
        truth=_catcher,
        says=_catcher,
        explain=_explain_gate,
    ),
    run=_run_gate,
    figure=_draw_gate,
    sentence=_say_gate,
    so_what="Priya may be woken twice a month. Which two rules may wake her, and which only write a"
    " line in the morning report?",
)

# ---- W07c The metric prism -------------------------------------------------------------------

PRISM_SEED = 73
WEEK_NAMES = {"calm": "a calm week", "peak": "a peak week", "incident": "the incident's week"}
COUNTED = {
    "first_attempt": "the first attempt",
    "every_attempt": "every attempt",
    "delivered_in_the_end": "delivered in the end",
}
SWINGS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "which parcels": ({"population": "all_parcels"},),
    "which day": ({"dated_by": "booked_at"},),
    "second labels": ({"labels": "each_label"},),
    "which attempts": ({"counts": "every_attempt"}, {"counts": "delivered_in_the_end"}),
}


@lru_cache(maxsize=256)
def _reading(metric: Metric, kind: str) -> float:
    return first_attempt(make_log(week(kind, PRISM_SEED)), metric, FIRST_DAY, LAST_DAY).value


def _metric(state: State) -> Metric:
    return Metric(
        population="all_parcels" if state["nests"] else "door_parcels",
        counts=state["counts"],
        labels="each_label" if state["labels"] else "one_per_order",
        returned="leave_out" if state["returned"] else "count_as_failure",
        dated_by="booked_at" if state["booked"] else "first_attempt_at",
    )


def _run_prism(state: State, draft: bool) -> dict[str, Any]:
    metric = _metric(state)
    return {
        **state,
        "value": _reading(metric, state["week"]),
        "truth": _reading(Metric(), state["week"]),
        "weeks": [(kind, _reading(metric, kind)) for kind in WEEK_NAMES],
    }


def _draw_prism(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=50, height=190, x=(0.65, 1.0), y=(0, 3), left=62)
    parts = [
        svg.frame(
            plot,
            "What your definition reads",
            (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0),
            x_show="{:.0%}".format,
            x_title="first-attempt success",
        )
    ]
    for place, (kind, value) in enumerate(data["weeks"]):
        y = 2.5 - place
        here = kind == data["week"]
        parts.append(
            svg.line(plot, [(0.65, y), (value, y)], svg.ORANGE if here else svg.GREY, width=4)
        )
        parts.append(svg.mark(plot, value, y, svg.ORANGE if here else svg.GREY, "diamond"))
        words = f"{WEEK_NAMES[kind]}: {percent(value)}"
        parts.append(svg.label(plot, value, y, words, "end", dx=-10, dy=-12, bold=here))
    return svg.picture(296, *parts)


def _say_prism(data: dict[str, Any]) -> str:
    parcels = "all parcels, Nests too" if data["nests"] else "parcels to a door"
    more = [
        words
        for name, words in (
            ("labels", "each label on its own"),
            ("returned", "without what went back"),
            ("booked", "by the day of booking"),
        )
        if data[name]
    ]
    others = "; ".join(
        f"{WEEK_NAMES[kind]} {percent(value)}"
        for kind, value in data["weeks"]
        if kind != data["week"]
    )
    return (
        f"Of {parcels}, counting {COUNTED[data['counts']]}{', ' if more else ''}{', '.join(more)}:"
        f" {WEEK_NAMES[data['week']]} reads {percent(data['value'])}. For comparison: {others}."
    )


def _swing(kind: str, changes: tuple[Mapping[str, str], ...]) -> float:
    readings = [_reading(Metric(), kind)] + [_reading(Metric(**c), kind) for c in changes]  # type: ignore[arg-type]
    return max(readings) - min(readings)


def _widest(data: dict[str, Any]) -> str:
    return max(SWINGS, key=lambda name: _swing(data["week"], SWINGS[name]))


def _explain_prism(data: dict[str, Any]) -> str:
    values = [
        _reading(Metric(*fields), data["week"])
        for fields in product(
            ("all_parcels", "door_parcels"),
            COUNTED,
            ("each_label", "one_per_order"),
            ("count_as_failure", "leave_out"),
            ("booked_at", "first_attempt_at"),
        )
    ]
    twins = _reading(Metric(labels="each_label"), data["week"]) - data["truth"]
    return (
        f"The same week reads anything from {percent(min(values))} to {percent(max(values))}. The"
        f" incident's second labels alone add {100 * twins:.1f} points: it made the metric look better."
    )


METRIC_PRISM = Lab(
    id="W07c",
    title="The metric prism",
    intro="“First-attempt success was fine last week.” Was it? Turn the definition and watch the same"
    " three weeks.",
    controls=(
        Choice("week", "Look at", WEEK_NAMES, "calm"),
        Choice("counts", "Count", COUNTED, "first_attempt"),
        Toggle("nests", "Include parcels to Nests"),
        Toggle("labels", "Count each label, even two on one box"),
        Toggle("returned", "Leave out what went back"),
        Toggle("booked", "Date a parcel by its booking"),
    ),
    prediction=Prediction(
        question="In the incident's week, which choice moves the number most?",
        answer=tuple(SWINGS),
        asked={"week": "incident"},
        truth=_widest,
        says=_widest,
        explain=_explain_prism,
    ),
    run=_run_prism,
    figure=_draw_prism,
    sentence=_say_prism,
    so_what="Ines shows this number to the board. Which sentence do you put under it?",
)


LABS = (EVENT_TAPE, CONTRACT_GATE, METRIC_PRISM)
