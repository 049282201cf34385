"""The labs of M04 "The map and the ripple": zoom map, ripple, chain meter, cut lines."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from tpo import case
from tpo.engines.system_graph import Part, SystemMap, availability, coupling, hours_down, ripple
from tpo.engines.system_graph.model import Kind
from tpo.judges.cut_lines import sorted_by
from tpo.judges.linnet_map import booking_chain, feature_map
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Prediction, Range, State, Toggle
from tpo.labs.units import amount, percent

FEATURE = case.features()["second_perch"]

# Where each box stands: column and row of a five-column sheet.
PLACES = {
    "partner": (0, 0), "merchant-gateway": (1, 0), "booking": (2, 0), "address-check": (3, 0),
    "GeoSure": (4, 0), "identity": (1, 1), "label": (2, 1), "roost": (3, 1), "tally": (4, 1),
    "recipient": (0, 2), "tracking": (1, 2), "reroute": (2, 2), "nest-reservations": (3, 2),
    "aviary": (4, 3), "PingCo": (0, 3), "notify": (1, 3), "trill": (2, 3), "routing": (3, 3),
    "courier-app": (1, 4), "scan-ingest": (2, 4),
}  # fmt: skip
DASHES: dict[Kind, str] = {"sync": "", "external": "", "event": "6 4", "data": "2 3"}
COLORS: dict[Kind, str] = {
    "sync": svg.INK, "external": svg.INK, "event": svg.BLUE, "data": svg.RED,
}  # fmt: skip
LIT = "#ffe3b3"  # a light orange, 15:1 against the ink on it
PLAIN = {  # what a recipient would call a box
    "partner": "the shop", "merchant-gateway": "front door", "booking": "taking orders",
    "address-check": "address check", "GeoSure": "GeoSure", "identity": "signing in",
    "label": "barcode", "roost": "order book", "tally": "invoices", "recipient": "you",
    "tracking": "where is it?", "reroute": "change of place", "nest-reservations": "locker",
    "aviary": "reports", "PingCo": "PingCo", "notify": "messages", "trill": "news board",
    "routing": "route plan", "courier-app": "courier's phone", "scan-ingest": "scans",
}  # fmt: skip


def _at(name: str, top: float = 34) -> tuple[float, float]:
    column, row = PLACES[name]
    return 60 + 120 * column, top + 74 * row


def _drawn(
    drawn: SystemMap,
    lit: set[str],
    kinds: tuple[Kind, ...],
    names: dict[str, str],
    walked: set[tuple[str, str]] | None = None,
) -> str:
    """The sheet: arrows first, then the boxes on top of them."""
    parts = []
    for arrow in drawn.relations:
        if arrow.source not in PLACES or arrow.target not in PLACES or arrow.kind not in kinds:
            continue
        strong = (
            (arrow.source, arrow.target) in walked
            if walked is not None
            else (arrow.source in lit and arrow.target in lit)
        )
        parts.append(
            svg.arrow(
                _at(arrow.source),
                _at(arrow.target),
                COLORS[arrow.kind] if strong else svg.GREY,
                DASHES[arrow.kind],
                2.6 if strong else 1,
            )
        )
    for box in drawn.containers:
        if box.name in PLACES:
            on = box.name in lit
            parts.append(
                svg.box(
                    *_at(box.name),
                    names.get(box.name, box.name),
                    LIT if on else svg.PAPER,
                    dash="5 4" if box.role == "external" else "",
                    round_ends=box.role == "person",
                    strong=on,
                )
            )
    return "".join(parts)


# ---- W04a The zoom map -----------------------------------------------------------------------

STEPS = len(FEATURE.steps)


def _run_zoom(state: State, draft: bool) -> dict[str, Any]:
    hops = [
        (hop.source, hop.target)
        for step in FEATURE.steps[: state["step"]]
        for hop in step.hops
        if not hop.optional
    ]
    touched = list(dict.fromkeys(b for _, b in hops))
    outside = [name for name in touched if name not in case.services()]
    return {
        **state,
        "hops": hops,
        "touched": touched,
        "outside": outside,
        "says": FEATURE.steps[state["step"] - 1].step if state["step"] else "",
    }


def _names(audience: str) -> dict[str, str]:
    if audience == "amara":
        return {"partner": "Hana's shop", "recipient": "Marisol"}
    if audience == "marisol":
        return PLAIN
    owners = {s.name: s.owner for s in case.services().values()}
    return {**owners, "partner": "Hana's shop", "recipient": "Marisol"}


def _draw_zoom(data: dict[str, Any]) -> str:
    drawn, names = feature_map("second_perch"), _names(data["audience"])
    lit = set(data["touched"]) | ({"recipient"} if data["hops"] else set())
    count = f"{len(data['touched'])} parts touched"
    if data["zoom"] == "containers":
        return svg.picture(
            396,
            _drawn(drawn, lit, ("sync", "external", "event", "data"), names, set(data["hops"])),
            svg.words(4, 388, f"{count}, {len(data['outside'])} of them outside Linnet", True),
        )
    seats = {
        "recipient": (90, 60),
        "partner": (90, 180),
        "GeoSure": (510, 60),
        "PingCo": (510, 180),
    }
    linnet = (300.0, 120.0)
    parts = []
    for name, at in seats.items():
        on = name in lit
        begin, end = (linnet, at) if name in ("GeoSure", "PingCo") else (at, linnet)
        look, width = (svg.INK, 2.6) if on else (svg.GREY, 1)
        parts.append(svg.arrow(begin, end, look, width=width))
        parts.append(
            svg.box(
                *at,
                names.get(name, name),
                LIT if on else svg.PAPER,
                dash="" if name == "recipient" else "5 4",
                round_ends=name == "recipient",
                strong=on,
            )
        )
    parts.append(
        svg.box(*linnet, "Linnet", LIT if data["hops"] else svg.PAPER, (150, 80), strong=bool(lit))
    )
    return svg.picture(240, *parts)


def _say_zoom(data: dict[str, Any]) -> str:
    who = {"ines": "Ines sees who owns it", "amara": "Amara sees what runs"}.get(
        data["audience"], "Marisol sees what it is for"
    )
    level = (
        "One box for Linnet, with the people and companies around it"
        if data["zoom"] == "context"
        else "Everything that runs, one box each"
    )
    if not data["step"]:
        return f"{level}; {who}. Nobody has moved yet: choose a step of the journey."
    so_far = f"Step {data['step']} of {STEPS}: {data['says']}"
    if data["zoom"] == "context":
        return f"{level}; {who}. {so_far} From here it looks like one move."
    last = data["touched"][-1]
    return (
        f"{level}; {who}. {so_far} So far {len(data['touched'])} parts are touched,"
        f" {len(data['outside'])} of them outside Linnet; the last is"
        f" {_names(data['audience']).get(last, last)}."
    )


def _step_label(number: float) -> str:
    return "not started" if not number else f"{number:g} of {STEPS}"


ZOOM_MAP = Lab(
    id="W04a",
    title="The zoom map",
    intro="Marisol wakes at 14:00 and sends a parcel that is already in the van to a Nest. Second"
    " Perch isn't built yet; this is the way it will take. Change the zoom, the reader and the step.",
    controls=(
        Choice(
            "zoom", "Zoom", {"context": "Linnet as one box", "containers": "what runs"}, "context"
        ),
        Choice(
            "audience",
            "Words for",
            {"marisol": "Marisol, recipient", "ines": "Ines, COO", "amara": "Amara, engineer"},
            "marisol",
        ),
        Range("step", "Step of the journey", tuple(range(STEPS + 1)), 0, _step_label),
    ),
    prediction=Prediction(
        question="How many parts (services and outside companies) does one change of place touch?",
        answer=Number("parts", low=1, high=100, near=1),
        asked={"zoom": "containers", "audience": "amara", "step": STEPS},
        truth=lambda data: len(data["touched"]),
        says=lambda data: f"{len(data['touched'])} parts, {len(data['outside'])} of them outside",
        explain=lambda data: (
            "Most people say 3: the page, the locker, the van. The others have to be told, charge"
            " something, or count it. Those that light up late are the ones plans forget."
        ),
    ),
    run=_run_zoom,
    figure=_draw_zoom,
    sentence=_say_zoom,
    so_what="Tomasz asks whether it is “just a button”. What do you answer, in one line?",
)


# ---- W04b The ripple -------------------------------------------------------------------------

ORIGINS = ("reroute", "roost", "nest-reservations")  # what is built or behaves differently


@lru_cache
def _first_draft() -> SystemMap:
    """The team's first drawing: nobody has thought of charging the second change."""
    whole = feature_map("second_perch")
    drawn = tuple(r for r in whole.relations if (r.source, r.target) != ("reroute", "tally"))
    return SystemMap(whole.containers, drawn)


def _kinds(state: State) -> tuple[Kind, ...]:
    kinds: list[Kind] = []
    if state["sync"]:
        kinds += ["sync", "external"]
    if state["event"]:
        kinds.append("event")
    if state["data"]:
        kinds.append("data")
    return tuple(kinds)


def _teams_of(reached: list[str]) -> list[str]:
    owners = {s.name: s.owner for s in case.services().values()}
    return list(dict.fromkeys(owners[n] for n in reached if owners.get(n, "shared") != "shared"))


def _run_ripple(state: State, draft: bool) -> dict[str, Any]:
    kinds = _kinds(state)
    reached = [one.name for one in ripple(_first_draft(), ORIGINS, kinds)]
    reached = [name for name in reached if name in case.services()]
    return {**state, "kinds": kinds, "reached": reached, "teams": _teams_of(reached)}


def _draw_ripple(data: dict[str, Any]) -> str:
    return svg.picture(
        424,
        _drawn(_first_draft(), set(data["reached"]), data["kinds"], {"partner": "Hana's shop"}),
        svg.key(4, 390, COLORS["sync"], "waits for an answer"),
        svg.key(196, 390, COLORS["event"], "event, nobody waits", DASHES["event"]),
        svg.key(396, 390, COLORS["data"], "reads its tables", DASHES["data"]),
        svg.words(
            4,
            416,
            f"{len(data['reached'])} services of {len(data['teams'])} teams are reached",
            True,
        ),
    )


def _say_ripple(data: dict[str, Any]) -> str:
    shown = {"sync": "calls", "event": "events", "data": "shared data"}
    seen = [words for name, words in shown.items() if data[name]]
    looks = " and ".join(seen) if len(seen) < 3 else "calls, events and shared data"
    if not seen:
        return (
            "No arrows are shown, so the change stays with the three services that are built or"
            f" behave differently: {_and(list(ORIGINS))}."
        )
    return (
        f"Following {looks}, the change reaches {amount(len(data['reached']), 'service')} of"
        f" {amount(len(data['teams']), 'team')}: {_and(data['teams'])}."
    )


def _missed(data: dict[str, Any]) -> str:
    """The team that only the shared tables show."""
    everything = [one.name for one in ripple(_first_draft(), ORIGINS)]
    return next(team for team in _teams_of(everything) if team not in data["teams"])


RIPPLE = Lab(
    id="W04b",
    title="The ripple",
    intro="Second Perch in the team's first drawing. Reroute is new, Roost keeps another place for"
    " the order, and the lockers behave differently. Choose which arrows you look at: a change"
    " goes back to those who ask, on to those who listen, and to those who read the tables.",
    controls=(
        Toggle("sync", "Show calls", True),
        Toggle("event", "Show events"),
        Toggle("data", "Show shared data"),
    ),
    prediction=Prediction(
        question="With calls and events shown, one team is still not reached, although the change"
        " will cost it a night. Which?",
        answer=("Courier App", "Money", "Network & Routing", "Data"),
        asked={"sync": True, "event": True, "data": False},
        truth=_missed,
        says=lambda data: f"{_missed(data)} is not reached",
        explain=lambda data: (
            "Tally reads Roost's tables at night. No call and no event says so; the arrow appears"
            " only when shared data is shown. Ask of every table who else reads it."
        ),
    ),
    run=_run_ripple,
    figure=_draw_ripple,
    sentence=_say_ripple,
    so_what="Farid hears of it in the last week. What would you have asked, and whom, in the first?",
)


# ---- W04c The chain meter --------------------------------------------------------------------

SOFT = {"address-check": "soft_address", "label": "soft_label", "nest-reservations": "soft_nest"}
LONGEST_H = 8.0


def _parts(state: State) -> list[Part]:
    parts = []
    for name, share in booking_chain():
        hard = not (name in SOFT and state[SOFT[name]])
        if name == "booking" and state["better"]:
            share = 0.9999
        spares = 1 if name == "address-check" and state["second"] else 0
        parts.append(Part(name, share, hard, spares))
    return parts


def _run_chain(state: State, draft: bool) -> dict[str, Any]:
    parts = _parts(state)
    whole = availability(parts)
    alone = [
        (p.name, hours_down(availability([Part(p.name, p.availability, True, p.spares)])), p.hard)
        for p in parts
    ]
    return {**state, "whole": whole, "down": hours_down(whole), "parts": alone}


def _draw_chain(data: dict[str, Any]) -> str:
    scale = 330 / LONGEST_H
    rows = [svg.words(2, 22, "Hours without service in a month of 30 days", True)]
    for n, (name, hours, hard) in enumerate(data["parts"]):
        y = 42 + 32 * n
        label = f"{hours:.1f} h" if hard else f"{hours:.1f} h, but booking can do without"
        rows += [
            svg.words(2, y + 13, name),
            svg.strip(150, y, hours * scale, svg.BLUE, hollow=not hard),
            svg.words(158 + hours * scale, y + 13, label),
        ]
    y = 42 + 32 * len(data["parts"]) + 12
    rows += [
        svg.words(2, y + 13, "a booking", True),
        svg.strip(150, y, data["down"] * scale, svg.ORANGE),
        svg.words(
            158 + data["down"] * scale, y + 13, f"{data['down']:.1f} h = {_exact(data)}", True
        ),
    ]
    return svg.picture(y + 34, *rows)


def _exact(data: dict[str, Any]) -> str:
    return f"{100 * data['whole']:.2f}\u00a0%"


def _say_chain(data: dict[str, Any]) -> str:
    soft = [name for name, _, hard in data["parts"] if not hard]
    words = f"Booking can do without {_and(soft)}" if soft else "All six must answer"
    extra = ", and GeoSure has a second company beside it" if data["second"] else ""
    better = ", and booking itself is at 99.99 %" if data["better"] else ""
    return (
        f"{words}{extra}{better}. A booking succeeds {_exact(data)} of the time, which is"
        f" {data['down']:.1f} hours a month without bookings."
    )


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


CHAIN_OPTIONS = ("99.95 %", "99.85 %", "99.50 %", "99.10 %")


def _nearest(data: dict[str, Any]) -> str:
    return min(CHAIN_OPTIONS, key=lambda words: abs(float(words[:-2]) - 100 * data["whole"]))


def _explain_chain(data: dict[str, Any]) -> str:
    soft = availability(Part(n, s, n != "address-check") for n, s in booking_chain())
    spare = availability(Part(n, s, spares=int(n == "address-check")) for n, s in booking_chain())
    return (
        f"Six doors in a row multiply, so the whole is worse than the worst. Doing without the"
        f" address check gives {100 * soft:.3f} %, a second, paid GeoSure {100 * spare:.3f} %."
    )


CHAIN_METER = Lab(
    id="W04c",
    title="The chain meter",
    intro="Six parts stand between an order and a booking. Each is up between 99.5 and 99.95 % of"
    " the time. A hard part stops the booking when it stops; a soft one is caught up with later.",
    controls=(
        Toggle("soft_address", "Go on without the address check", True),
        Toggle("soft_label", "Go on without the label", True),
        Toggle("soft_nest", "Go on without the compartment", True),
        Toggle("second", "Pay a second address company"),
        Toggle("better", "Bring booking itself to 99.99 %"),
    ),
    prediction=Prediction(
        question="Six parts between 99.5 and 99.95 %, and all of them must answer. How often does"
        " a booking succeed?",
        answer=CHAIN_OPTIONS,
        asked={"soft_address": False, "soft_label": False, "soft_nest": False},
        truth=_nearest,
        says=lambda data: f"{_exact(data)}, {data['down']:.1f} hours a month without bookings",
        explain=_explain_chain,
    ),
    run=_run_chain,
    figure=_draw_chain,
    sentence=_say_chain,
    so_what="Ines has money for one repair. Which do you ask her for, and what is its bill later?",
)


# ---- W04d Cut lines --------------------------------------------------------------------------

CUTS = {
    "one": "everything in one",
    "layer": "screens, services, data",
    "team": "today's teams",
    "noun": "parcel, merchant, locker, address",
    "each": "a module for each capability",
}
CHANGES = tuple(change.capabilities for change in case.change_requests().values())
REPLAYED = (1, 2, 5, 10, 20, 40)


@lru_cache
def _modules(cut: str) -> dict[str, tuple[str, ...]]:
    names = tuple(case.capabilities())
    if cut == "one":
        return {"Linnet": names}
    return {name: (name,) for name in names} if cut == "each" else sorted_by(cut)


def _run_cut(state: State, draft: bool) -> dict[str, Any]:
    modules, changes = _modules(state["cut"]), CHANGES[: state["replayed"]]
    seen = coupling(modules, changes)
    home = {item: name for name, items in modules.items() for item in items}
    touched = Counter(len({home[item] for item in change}) for change in changes)
    busiest = max(seen.in_changes, key=lambda name: seen.in_changes[name])
    return {
        **state,
        "modules": seen.modules,
        "mean": seen.mean,
        "alone": seen.alone,
        "largest": seen.largest,
        "touched": [touched[n] for n in (1, 2, 3)] + [sum(touched[n] for n in touched if n > 3)],
        "busiest": busiest,
        "busiest_changes": seen.in_changes[busiest],
    }


def _draw_cut(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=48, height=200, x=(0.4, 4.6), y=(0, max(4, data["replayed"])))
    bars = []
    for n, count in enumerate(data["touched"], 1):
        bars.append(svg.bar(plot, n, count, svg.BLUE if n == 1 else svg.ORANGE, 70))
        bars.append(svg.label(plot, n, count, str(count), "middle", dy=-8, bold=True))
    return svg.picture(
        300,
        svg.frame(
            plot,
            "Changes that touch so many modules",
            (1, 2, 3, 4),
            svg.ticks(max(4, data["replayed"])),
            x_show=lambda n: f"{n:g} or more" if n == 4 else f"{n:g}",
            x_title="modules touched by one change",
        ),
        *bars,
    )


def _say_cut(data: dict[str, Any]) -> str:
    return (
        f"Cut into {amount(data['modules'], 'module')} ({CUTS[data['cut']]}),"
        f" {amount(data['replayed'], 'past change')}: {data['mean']:.1f} modules for each on"
        f" average, {percent(data['alone'])} within one. The largest module holds"
        f" {percent(data['largest'])} of the capabilities; “{data['busiest']}” is in"
        f" {data['busiest_changes']} of the changes."
    )


TOUCHED = ("1.0", "1.5", "2.3", "2.9")

CUT_LINES = Lab(
    id="W04d",
    title="Cut lines",
    intro="Roost, the old monolith, is to be cut into modules. Linnet's software can do fourteen"
    " things, and forty past changes are on file. A good cut lets most changes stay in one module.",
    controls=(
        Choice("cut", "Cut by", CUTS, "one"),
        Range("replayed", "Past changes replayed", REPLAYED, 1, lambda n: amount(n, "change")),
    ),
    prediction=Prediction(
        question="Cut into screens, services and data, forty past changes: how many of the three"
        " modules does a change touch on average?",
        answer=TOUCHED,
        asked={"cut": "layer", "replayed": 40},
        truth=lambda data: f"{data['mean']:.1f}",
        says=lambda data: f"{data['mean']:.1f} of 3 modules",
        explain=lambda data: (
            f"Almost every wish needs a screen, a rule and a record: only {percent(data['alone'])} of"
            " changes stay in one layer. Layers look tidy on paper and meet in every change."
        ),
    ),
    run=_run_cut,
    figure=_draw_cut,
    sentence=_say_cut,
    so_what="Amara wants to start with the layers. Which change would you put in front of her?",
)


LABS = (ZOOM_MAP, RIPPLE, CHAIN_METER, CUT_LINES)
