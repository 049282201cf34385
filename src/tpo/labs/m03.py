"""The labs of M03 "From vague wish to testable slice": mutant zoo, slices, example map."""

from __future__ import annotations

import random
from math import ceil
from typing import Any

from tpo.engines.criteria import judge
from tpo.engines.second_perch import DOMAIN
from tpo.judges.quality_wish import percentile
from tpo.judges.slices import DATA, MARISOL, RISKIEST, STEPS, WALKS, walk_slices
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Prediction, Range, State, Toggle
from tpo.labs.units import amount, percent

# ---- W03a The mutant zoo -------------------------------------------------------------------------

ROWS: dict[str, tuple[str, str]] = {  # toggle → (its words, the scenario it adds)
    "happy": (
        "the happy path, with all that must be true afterwards",
        """
    Given a compartment in another Nest is reserved for the parcel
    When the recipient asks for a Nest
    Then the change is accepted
    And the fee is €0
    And the old compartment is free
    And the merchant is told within 60 seconds""",
    ),
    "early": (
        "three hours before the window, and one hour",
        """
    Given it is 11:00
    And the window starts at 14:00
    When the recipient asks for another day
    Then the change is accepted

  Scenario: late
    Given it is 13:00
    And the window starts at 14:00
    When the recipient asks for another day
    Then the change is refused""",
    ),
    "line": (
        "120 minutes before the window, to the minute",
        """
    Given it is 12:00
    And the window starts at 14:00
    When the recipient asks for another day
    Then the change is accepted""",
    ),
    "clock": (
        "a destination whose clock is an hour ahead",
        """
    Given it is 11:30
    And the window starts at 14:00
    And the destination's clock is 1 hour ahead
    When the recipient asks for another day
    Then the change is refused""",
    ),
    "stranger": (
        "a stranger asks",
        """
    When a stranger asks for another day
    Then the change is refused""",
    ),
    "van": (
        "already in the van, and the courier is silent",
        """
    Given the parcel is loaded
    When the recipient asks for another day
    Then the change is refused""",
    ),
    "full": (
        "the Nest is full",
        """
    Given the Nest has 0 free compartments
    When the recipient asks for a Nest
    Then the change is refused""",
    ),
    "second": (
        "a second change",
        """
    Given the delivery was changed 1 time before
    When the recipient asks for another day
    Then the fee is €0.90""",
    ),
    "dear": (
        "a €900 phone for the neighbour",
        """
    Given the parcel is worth €900
    When the recipient asks for a neighbour
    Then the change is refused""",
    ),
    "fails": (
        "the text message fails",
        """
    Given notifications fail
    When the recipient asks for another day
    Then the change is accepted""",
    ),
    "words": (
        "the exact words “Your change is made.”",
        """
    When the recipient asks for another day
    Then the recipient sees the message "Your change is made.\"""",
    ),
}


def _run_zoo(state: State, draft: bool) -> dict[str, Any]:
    chosen = [name for name in ROWS if state[name]]
    text = "\n\n".join(f"  Scenario: {name}{ROWS[name][1]}" for name in chosen)
    found = judge(text, DOMAIN)
    strict = {failure.build.id for _, failure in found.too_strict}
    return {
        "rows": len(found.text.scenarios),
        "right": [(build.id, build.id not in strict) for build in DOMAIN.correct],
        "cages": [(b.id, bool(found.killed[b.id]), b.symptom) for b in DOMAIN.wrong],
        "caught": found.caught,
    }


def _draw_zoo(data: dict[str, Any]) -> str:
    lines = len(data["cages"]) + len(data["right"])
    plot = svg.Plot(top=34, height=26 * lines, x=(0, 1), y=(0, lines), left=24)
    parts = []
    for row, (name, passes) in enumerate(data["right"]):
        at = lines - row - 0.5
        said = "passes, as it should" if passes else "fails: a row asks for more than the rules"
        parts.append(svg.mark(plot, 0.01, at, svg.BLUE if passes else svg.RED, "circle"))
        parts.append(svg.label(plot, 0.03, at, f"right build {name}: {said}", bold=True, dy=5))
    for row, (name, caught, symptom) in enumerate(data["cages"], len(data["right"])):
        at = lines - row - 0.5
        said = f"{name} caught: {symptom}" if caught else f"{name} passes: ?"
        colour, shape = (svg.ORANGE, "diamond") if caught else (svg.GREY, "square")
        parts.append(svg.mark(plot, 0.01, at, colour, shape))
        parts.append(svg.label(plot, 0.03, at, said, dy=5))
    head = svg.label(
        plot,
        0,
        lines,
        f"{amount(data['rows'], 'scenario')}: {data['caught']} of 10 wrong builds refused",
        dy=-12,
        bold=True,
    )
    return svg.picture(26 * lines + 48, head, *parts)


def _say_zoo(data: dict[str, Any]) -> str:
    slipped = [name for name, caught, _ in data["cages"] if not caught]
    rows = amount(data["rows"], "scenario") if data["rows"] else "No scenario yet"
    strict = [name for name, passes in data["right"] if not passes]
    right = (
        f"Right build {strict[0]} fails: a row fixes something that the rules leave free."
        if strict
        else "Both right builds pass."
    )
    slips = f"Still passing: {', '.join(slipped)}." if slipped else "No wrong build passes."
    return f"{rows}: {data['caught']} of 10 wrong builds are refused. {right} {slips}"


def _explain_zoo(data: dict[str, Any]) -> str:
    caught = ", ".join(name for name, found, _ in data["cages"] if found)
    return (
        f"It refuses {caught}: what must happen besides the answer. The others go wrong only"
        " when somebody is late, absent or not allowed, and the happy path meets nobody"
        " like that. Most cages fall to one row on a boundary or one with a second person."
    )


ZOO = Lab(
    id="W03a",
    title="The mutant zoo",
    intro="Ten wrong builds of Second Perch, each a bug that was live at Linnet once, and two right"
    " ones. Add scenarios and see which builds they refuse. A refused build shows its bug.",
    controls=tuple(Toggle(name, words) for name, (words, _) in ROWS.items()),
    prediction=Prediction(
        question="How many of the ten wrong builds does the happy path refuse?",
        answer=("none", "2", "5", "8"),
        asked={"happy": True},
        truth=lambda data: str(data["caught"]) if data["caught"] else "none",
        says=lambda data: f"{data['caught']} of the ten",
        explain=_explain_zoo,
    ),
    run=_run_zoo,
    figure=_draw_zoo,
    sentence=_say_zoo,
    so_what="Which of your team's past bugs would your last story's criteria have let through?",
)


# ---- W03b Slice the loaf -------------------------------------------------------------------------

Slice = dict[str, Any]


def _slice(who: str, rules: str, steps: str = "", data: str = "") -> Slice:
    return {
        "who": who,
        "rules": rules.split(),
        "steps": steps.split(),
        "data": data.split(),
    }


CUTS: dict[str, tuple[str, tuple[Slice, ...]]] = {
    "layers": (
        "by layer: screens, rules, data",
        (
            _slice("nobody", "", " ".join(STEPS)),
            _slice("nobody", "R1 R2 R3 R4 R5"),
            _slice("nobody", "R6 R7 R8 R9 R10"),
            _slice("nobody", "", "", " ".join(DATA)),
        ),
    ),
    "teams": (
        "by team: Nests, couriers, money, us",
        (
            _slice("door_to_nest", "R3 R6", "", "compartments usage"),
            _slice("in_the_van", "R2"),
            _slice("second_change", "R4 R5", "change_again", "fees"),
            _slice("merchant", "R7 R9"),
            _slice("neighbour", "R1 R8 R10", "ask see withdraw", "changes"),
        ),
    ),
    "rules": (
        "by rule: one kind of recipient at a time",
        (
            _slice("neighbour", "R1 R8 R5", "ask see", "changes usage"),
            _slice("door_to_nest", "R3", "", "compartments"),
            _slice("nest_to_nest", "R6 R9"),
            _slice("in_the_van", "R2"),
            _slice("merchant", "R7 R10"),
            _slice("second_change", "R4", "change_again withdraw", "fees"),
        ),
    ),
}
LAST_WEEK = 6


def _run_loaf(state: State, draft: bool) -> dict[str, Any]:
    seen = walk_slices(CUTS[state["cut"]][1])
    served = [0.0]
    for week in range(1, LAST_WEEK + 1):
        done = [s for w, s in zip(seen["weeks"], seen["served"], strict=True) if w <= week + 1e-9]
        served.append(max(done, default=0.0))
    open_now: tuple[str, ...] = ()
    for week, names in zip(seen["weeks"], seen["open_after"], strict=True):
        if week <= state["week"] + 1e-9:
            open_now = names
    return {
        **state,
        "served": served,
        "open": open_now,
        "marisol": ceil(seen["marisol_week"] - 1e-9),
        "nest": next(
            ceil(w - 1e-9)
            for w, names in zip(seen["weeks"], seen["open_after"], strict=True)
            if RISKIEST in names
        ),
    }


def _draw_loaf(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=48, height=190, x=(0, LAST_WEEK + 0.5), y=(0, 1))
    played = range(1, data["week"] + 1)
    bars = [svg.bar(plot, week, data["served"][week], svg.BLUE, 42) for week in played]
    marks = [
        svg.label(plot, week, data["served"][week], percent(data["served"][week]), "middle", 0, -7)
        for week in played
    ]
    walker = "Marisol: “Nothing has changed for me.”"
    if MARISOL in data["open"]:
        walker = f"Marisol: “My neighbour takes it, since week {data['marisol']}.”"
    if not data["week"]:
        walker = "Press on: no week has been played."
    note = svg.Plot(top=290, height=44, x=(0, 1), y=(0, 1))
    return svg.picture(
        334,
        svg.frame(
            plot,
            "Requests that can be served, in percent of all",
            x_ticks=range(0, LAST_WEEK + 1),
            y_ticks=(0, 0.25, 0.5, 0.75, 1),
            y_show=percent,
            x_title="weeks of work",
        ),
        *bars,
        *marks,
        svg.label(note, 0, 1, f"Cut {CUTS[data['cut']][0]}"),
        svg.label(note, 0, 0.5, walker, bold=True),
    )


def _say_loaf(data: dict[str, Any]) -> str:
    words, slices = CUTS[data["cut"]]
    cut = f"Cut {words}, {amount(len(slices), 'slice')}."
    if not data["week"]:
        return f"{cut} No week has been played yet; move the weeks and let Marisol try."
    open_now = [WALKS[name].title for name in data["open"]]
    journeys = (
        f"a delivery can be changed {'; '.join(open_now)}"
        if open_now
        else "nobody can do anything new"
    )
    hers = "Marisol can use it" if MARISOL in data["open"] else "nothing has changed for Marisol"
    return (
        f"{cut} After {amount(data['week'], 'week')} {percent(data['served'][data['week']])} of the"
        f" requests can be served: {journeys}. For her own door, {hers}."
    )


def _explain_loaf(data: dict[str, Any]) -> str:
    by_rule = _run_loaf({"cut": "rules", "week": LAST_WEEK}, False)
    return (
        "A screen without its rule lets nobody through, and a rule without its data neither; the"
        f" last layer makes them all work at once. Cut by rule, her journey works in week"
        f" {by_rule['marisol']}, and the other weeks can still change course."
    )


LOAF = Lab(
    id="W03b",
    title="Slice the loaf",
    intro="Second Perch takes six weeks of work, however you cut it. Choose how to cut it, then play"
    " the weeks. After each one Marisol tries to send her parcel to her neighbour.",
    controls=(
        Choice("cut", "Cut the work", {name: words for name, (words, _) in CUTS.items()}, "layers"),
        Range("week", "Weeks played", tuple(range(LAST_WEEK + 1)), 0, lambda w: amount(w, "week")),
    ),
    prediction=Prediction(
        question="Cut by layer: in which week does anything change for Marisol for the first time?",
        answer=("week 2", "week 3", "week 5", "week 6, the last"),
        asked={"cut": "layers", "week": LAST_WEEK},
        truth=lambda data: (
            "week 6, the last" if data["marisol"] == LAST_WEEK else f"week {data['marisol']}"
        ),
        says=lambda data: f"week {data['marisol']}",
        explain=_explain_loaf,
    ),
    run=_run_loaf,
    figure=_draw_loaf,
    sentence=_say_loaf,
    so_what="What would you tell Ines in week 3, under each of the cuts?",
)


# ---- W03c Example map ----------------------------------------------------------------------------

SPRINTS, SEED = 400, 31
MOST_RED = 8


def _rework(red: int, chance: float, days: float) -> list[float]:
    """Rework of many sprints, in days. Each open question is guessed; a wrong guess costs days.

    The draws belong to (sprint, question), so that one more question never changes the others.
    """
    draws = random.Random(SEED)
    luck = [[draws.random() for _ in range(2 * MOST_RED)] for _ in range(SPRINTS)]
    return [
        sum(days * (0.5 + row[2 * i + 1]) for i in range(red) if row[2 * i] < chance)
        for row in luck
    ]


def _run_map(state: State, draft: bool) -> dict[str, Any]:
    curve = []
    for red in range(state["red"] + 1):
        rework = _rework(red, state["chance"], state["days"])
        curve.append((red, sum(rework) / SPRINTS, percentile(rework, 10), percentile(rework, 90)))
    return {
        **state,
        "curve": curve,
        "mean": curve[-1][1],
        "low": curve[-1][2],
        "high": curve[-1][3],
    }


def _draw_map(data: dict[str, Any]) -> str:
    top = max(12.0, data["high"] * 1.15)
    plot = svg.Plot(top=160, height=180, x=(0, MOST_RED), y=(0, top))
    board = svg.Plot(top=14, height=76, x=(0, MOST_RED), y=(0, 2))
    cards = [svg.mark(board, 0.35 + i * 0.65, 1.5, svg.BLUE, "square") for i in range(4)]
    cards += [svg.mark(board, 0.35 + i * 0.65, 0.5, svg.GREY, "circle") for i in range(MOST_RED)]
    reds = [svg.mark(board, 4.2 + i * 0.45, 1.5, svg.RED, "diamond") for i in range(data["red"])]
    mean = [(red, value) for red, value, _, _ in data["curve"]]
    high = [(red, value) for red, _, _, value in data["curve"]]
    low = [(red, value) for red, _, value, _ in data["curve"]]
    right = data["red"] > MOST_RED / 2
    return svg.picture(
        386,
        *cards,
        *reds,
        svg.label(board, 0, 0, "■ rules   ● examples   ◆ open questions", dy=14),
        svg.frame(
            plot,
            "Days of rework: mean, and 8 of 10 sprints between the dashes",
            x_ticks=range(MOST_RED + 1),
            y_ticks=svg.ticks(top),
            x_title="open questions at the start",
        ),
        svg.line(plot, high, svg.ORANGE, "6 4"),
        svg.line(plot, low, svg.ORANGE, "6 4"),
        svg.line(plot, mean, svg.BLUE),
        svg.mark(plot, data["red"], data["mean"], svg.ORANGE, "diamond"),
        svg.label(
            plot,
            data["red"],
            data["mean"],
            f"{data['mean']:.1f} days",
            "end" if right else "start",
            -12 if right else 13,
            -8,
            True,
        ),
    )


def _say_map(data: dict[str, Any]) -> str:
    if not data["red"]:
        return "No question is open when the sprint starts, so nothing has to be guessed: 0 days of rework."
    return (
        f"{amount(data['red'], 'open question')}, each guess wrong in {percent(data['chance'])} of the"
        f" cases: on average {data['mean']:.1f} days of rework in the sprint; in 8 of 10 sprints"
        f" between {data['low']:.1f} and {data['high']:.1f} days."
    )


def _explain_map(data: dict[str, Any]) -> str:
    return (
        f"Each open red costs about {data['mean'] / data['red']:.1f} days: half of the guesses are"
        f" wrong, and a wrong one costs about {data['days']:g} days. Asking takes twenty minutes."
    )


MAP = Lab(
    id="W03c",
    title="The example map",
    intro="One story on a table: rules, an example for each, and open questions in red. Start the"
    " sprint with some of them open; the team will guess the answers.",
    controls=(
        Range(
            "red", "Open questions", tuple(range(MOST_RED + 1)), 0, lambda n: amount(n, "question")
        ),
        Range("chance", "Guesses that are wrong", (0.2, 0.35, 0.5, 0.65, 0.8), 0.5, percent),
        Range("days", "A wrong guess costs", (1, 2, 3, 4, 5), 3, lambda d: amount(d, "day")),
    ),
    prediction=Prediction(
        question="Four questions stay open, half of the guesses are wrong, and a wrong one costs about"
        " three days. How many days of rework does the sprint bring on average?",
        answer=Number("days", 0, 100, 1.5),
        asked={"red": 4},
        truth=lambda data: data["mean"],
        says=lambda data: f"{data['mean']:.1f} days",
        explain=_explain_map,
    ),
    run=_run_map,
    figure=_draw_map,
    sentence=_say_map,
    so_what="Which red question of your next story could be answered in twenty minutes, and by whom?",
)

LABS = (ZOO, LOAF, MAP)
