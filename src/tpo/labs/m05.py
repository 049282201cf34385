"""The labs of M05 "APIs are promises": call the API, change roulette, paging in a moving world."""

from __future__ import annotations

from typing import Any

from tpo.judges.booking_api import PRICE_EUR, press_again
from tpo.judges.listing import World, read_all
from tpo.judges.partners import CHANGES, CLIENTS, DAYS, TITLES, WAYS, run_change
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Prediction, Range, State, Toggle
from tpo.labs.units import amount

# ---- W05a Call the API -----------------------------------------------------------------------

MOST_PRESSES = 4


def _run_call(state: State, draft: bool) -> dict[str, Any]:
    story = press_again(state["lost"], state["presses"], state["key"])
    return {
        **state,
        "labels": story.labels,
        "charged": story.charged_eur,
        "seen": sum(answer is not None for answer in story.answers),
        "log": [(line.status, line.seen, line.note) for line in story.log],
    }


def _draw_call(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=48, height=150, x=(0, 3), y=(0, MOST_PRESSES + 1))
    bars = (
        ("pressed", data["presses"], svg.GREY),
        ("answers seen", data["seen"], svg.BLUE),
        ("labels printed", data["labels"], svg.ORANGE),
    )
    lines = svg.Plot(top=262, height=30 * MOST_PRESSES, x=(0, 10), y=(0, MOST_PRESSES))
    return svg.picture(
        410,
        svg.frame(plot, "One order, pressed until an answer comes", (), range(MOST_PRESSES + 1)),
        *(svg.bar(plot, i + 0.5, value, color, 60) for i, (_, value, color) in enumerate(bars)),
        *(
            svg.label(plot, i + 0.5, value, f"{name}: {value}", "middle", 0, -8, True)
            for i, (name, value, _) in enumerate(bars)
        ),
        svg.label(
            lines, 0, MOST_PRESSES, "The service's log of POST /parcels", "start", 0, -12, True
        ),
        *(
            svg.label(lines, 0, MOST_PRESSES - i, f"→ {status}: {note}", "start", 0, 12)
            for i, (status, _, note) in enumerate(data["log"])
        ),
    )


def _say_call(data: dict[str, Any]) -> str:
    lost = data["presses"] - data["seen"]
    agreed = "" if data["labels"] == 1 else f" instead of €{PRICE_EUR:.2f}"
    return (
        f"The button was pressed {amount(data['presses'], 'time')}"
        f" {'with' if data['key'] else 'without'} a key, and {amount(lost, 'answer')} got lost."
        f" The service printed {amount(data['labels'], 'label')} for one order and charged"
        f" €{data['charged']:.2f}{agreed}."
    )


CALL = Lab(
    id="W05a",
    title="Call the API",
    intro="Hana's program books one parcel. The work is done, but the answer gets lost on the way"
    " back, and somebody presses the button again.",
    controls=(
        Range(
            "presses",
            "Presses of the button",
            (1, 2, 3, 4),
            1,
            lambda n: amount(n, "press", "presses"),
        ),
        Range("lost", "Answers that get lost", (0, 1, 2, 3), 0, lambda n: amount(n, "answer")),
        Toggle("key", "The order carries a key"),
    ),
    prediction=Prediction(
        question="The first answer gets lost, and the button is pressed twice more, without a key."
        " How many labels are printed?",
        answer=("1 label", "2 labels", "3 labels"),
        asked={"presses": 3, "lost": 1},
        truth=lambda data: ("1 label", "2 labels", "3 labels")[data["labels"] - 1],
        says=lambda data: ("1 label", "2 labels", "3 labels")[data["labels"] - 1].replace(
            " ", "\u00a0"
        ),
        explain=lambda data: (
            "The answer was lost, not the work: an answer you never saw still happened. Each press"
            f" is a new order to the service. With a key the same presses print"
            f" {amount(press_again(data['lost'], data['presses'], True).labels, 'label')}."
        ),
    ),
    run=_run_call,
    figure=_draw_call,
    sentence=_say_call,
    so_what="Farid asks why one order was charged three times. What do you tell him, in one line?",
)


# ---- W05b Change roulette --------------------------------------------------------------------

NAMES = {
    client: client.replace("_", " ").replace("sdk", "SDK").replace("csv", "CSV")
    for client in CLIENTS
}
WAY_WORDS = {
    "ship": "ship it",
    "add_beside": "new beside old",
    "opt_in": "only for those who ask",
    "new_version": "in a new version",
}


def _run_change(state: State, draft: bool) -> dict[str, Any]:
    return {
        **state,
        "broken": run_change(state["change"], state["way"]),
        "days": DAYS[state["way"]],
    }


def _draw_change(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=48, height=46 * len(CLIENTS), x=(0, 10), y=(0, len(CLIENTS)))
    parts = []
    for i, client in enumerate(CLIENTS):
        y = len(CLIENTS) - i - 0.5
        trouble = data["broken"].get(client, "")
        color, shape = (svg.RED, "diamond") if trouble else (svg.BLUE, "circle")
        parts += [
            svg.mark(plot, 0.25, y, color, shape),
            svg.label(plot, 0.25, y, NAMES[client], "start", 16, -4, bool(trouble)),
            svg.label(plot, 0.25, y, trouble or "works", "start", 16, 14),
        ]
    return svg.picture(
        72 + 46 * len(CLIENTS), svg.frame(plot, "Six partner programs (◆ breaks, ● works)"), *parts
    )


def _say_change(data: dict[str, Any]) -> str:
    broken = [NAMES[client] for client in data["broken"]]
    who = (
        f"{', '.join(broken[:-1])} and {broken[-1]} break"
        if len(broken) > 1
        else f"{broken[0]} breaks"
        if broken
        else "nobody breaks"
    )
    return (
        f"The change: {TITLES[data['change']]}. Made this way ({WAY_WORDS[data['way']]},"
        f" {amount(data['days'], 'day')} of work), {who}."
    )


ROULETTE = Lab(
    id="W05b",
    title="Change roulette",
    intro="Six partners read the Booking API, each in its own way. Pick a change and a way to make"
    " it, and see who breaks.",
    controls=(
        Choice("change", "Change", {name: TITLES[name] for name in CHANGES}, "optional_question"),
        Choice("way", "Way of making it", {way: WAY_WORDS[way] for way in WAYS}, "ship"),
    ),
    prediction=Prediction(
        question="A parcel's status may now also be DELAYED_CUSTOMS; nothing else changes. Who"
        " breaks?",
        answer=("nobody", *NAMES.values()),
        asked={"change": "new_status"},
        truth=lambda data: NAMES[next(iter(data["broken"]))] if data["broken"] else "nobody",
        says=lambda data: ", ".join(NAMES[c] for c in data["broken"]) or "nobody",
        explain=lambda data: (
            "A new value in an answer is news to whoever knows only the old ones. The direction"
            " decides: asking less of a request is safe, saying more in a response may not be. Tools"
            " and experts still disagree at the edges, so ask your readers."
        ),
    ),
    run=_run_change,
    figure=_draw_change,
    sentence=_say_change,
    so_what="Tomasz wants the new status by Friday. What do you offer him that breaks nobody?",
)


# ---- W05c Paging while the world moves -------------------------------------------------------

PAGES, PAGE_SIZE = 10, 100
TWICE = {"0": 0, "about 5": 5, "about 30": 30, "about 300": 300}
MOVES = tuple(range(0, 21))


def _run_paging(state: State, draft: bool) -> dict[str, Any]:
    line = [
        (moves, read_all(state["paging"], PAGE_SIZE, World(moves=moves), PAGES))
        for moves in MOVES
        if moves <= state["moves"]
    ]
    last = line[-1][1]
    return {
        **state,
        "missing": last.missing,
        "twice": last.twice,
        "twices": [(m, r.twice) for m, r in line],
        "missings": [(m, r.missing) for m, r in line],
    }


def _draw_paging(data: dict[str, Any]) -> str:
    top = max(20.0, 1.3 * max(n for _, n in data["twices"] + data["missings"]))
    plot = svg.Plot(top=48, height=210, x=(0, MOVES[-1]), y=(0, top))
    at, right = data["moves"], data["moves"] > MOVES[-1] / 2
    anchor, dx = ("end", -12) if right else ("start", 12)
    return svg.picture(
        350,
        svg.frame(
            plot,
            f"Parcels read twice or missed, in ten pages of {PAGE_SIZE}",
            range(0, 21, 5),
            svg.ticks(top, 4),
            x_title="arrivals while one page is read",
        ),
        svg.line(plot, data["twices"], svg.ORANGE, width=3),
        svg.line(plot, data["missings"], svg.BLUE, dash="7 4", width=3),
        svg.mark(plot, at, data["twice"], svg.ORANGE, "diamond"),
        svg.label(plot, at, data["twice"], f"{data['twice']} twice", anchor, dx, -10, True),
        svg.mark(plot, at, data["missing"], svg.BLUE, "circle"),
        svg.key(60, 330, svg.ORANGE, "read twice"),
        svg.key(220, 330, svg.BLUE, "missed", "7 4"),
    )


def _say_paging(data: dict[str, Any]) -> str:
    how = "counting rows (offset)" if data["paging"] == "offset" else "a mark (cursor)"
    return (
        f"Ten pages of {PAGE_SIZE} parcels by {how}, with {amount(data['moves'], 'arrival')} while"
        f" one page is read: {amount(data['twice'], 'parcel')} read twice,"
        f" {amount(data['missing'], 'parcel')} missed."
    )


def _nearest(data: dict[str, Any]) -> str:
    return min(TWICE, key=lambda words: abs(TWICE[words] - data["twice"]))


PAGING = Lab(
    id="W05c",
    title="Paging while the world moves",
    intro="A nightly job reads parcels page by page, newest first. Meanwhile new parcels arrive at"
    " the top, and others are cancelled.",
    controls=(
        Range("moves", "Arrivals while one page is read", MOVES, 0, lambda n: amount(n, "arrival")),
        Choice(
            "paging", "Next page", {"cursor": "after the last one", "offset": "skip rows"}, "cursor"
        ),
    ),
    prediction=Prediction(
        question=f"The job skips rows (offset), ten pages of {PAGE_SIZE}, and 5 parcels arrive while"
        " each page is read. How many parcels does it get twice?",
        answer=tuple(TWICE),
        asked={"moves": 5, "paging": "offset"},
        truth=_nearest,
        says=lambda data: f"{data['twice']} twice, {data['missing']} missed",
        explain=lambda data: (
            "Every arrival pushes the rows down, so the next page begins with rows you already"
            " had; every cancellation pulls them up, and one is skipped. A cursor says “after"
            " parcel 4711”, which nothing moves."
        ),
    ),
    run=_run_paging,
    figure=_draw_paging,
    sentence=_say_paging,
    so_what="Hana says that 13 parcels are missing from her report. What do you ask her program?",
)

LABS = (CALL, ROULETTE, PAGING)
