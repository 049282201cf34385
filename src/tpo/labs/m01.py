"""The labs of M01 "The bridge": arrival window, week in the life, context dial, gap radar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import cos, pi, sin
from typing import Any

from tpo import case
from tpo.engines import outcomes
from tpo.engines.gaps import LEVELS, targets
from tpo.engines.work_week import USERS, YOU, Assignment, play, sensible
from tpo.judges.gap_plan import PERSONS, SAID
from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Place, Prediction, Range, State, Toggle
from tpo.labs.units import amount, percent
from tpo.learner import assessment
from tpo.learner.ledger import current

# ---- W01d The arrival window ---------------------------------------------------------------------

WINDOWS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)
PARCELS_A_MONTH = case.company()["parcels_per_day"] * outcomes.DAYS_A_MONTH


def _window(hours: float) -> str:
    if not hours:
        return "a minute: 15:10"
    start, end = 15 - hours / 2, 15 + hours / 2
    return f"{_clock(start)} to {_clock(end)}"


def _clock(hour: float) -> str:
    return f"{int(hour)}:{round(hour % 1 * 60):02}"


def _run_window(state: State, draft: bool) -> dict[str, Any]:
    now = outcomes.contacts(0)
    here = outcomes.contacts(state["window"])
    return {
        **state,
        "now": now,
        "contacts": here,
        "saved": (now - here) / 100 * PARCELS_A_MONTH * case.company()["contact_eur"],
    }


def _draw_window(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=48, height=200, x=(0, 6), y=(5, 8))
    curve = [(h / 10, outcomes.contacts(h / 10)) for h in range(0, 61)]
    right = data["window"] > 3
    return svg.picture(
        304,
        svg.frame(
            plot,
            "“Where is my parcel?” contacts per 100 parcels",
            x_ticks=range(7),
            y_ticks=(5, 6, 7, 8),
            x_title="width of the promised window, in hours",
        ),
        svg.limit(plot, data["now"], f"today: {data['now']:.1f}", above=True),
        svg.line(plot, curve, svg.BLUE),
        svg.mark(plot, data["window"], data["contacts"], svg.ORANGE, "diamond"),
        svg.label(
            plot,
            data["window"],
            data["contacts"],
            f"{data['contacts']:.1f}",
            "end" if right else "start",
            -12 if right else 12,
            16,
            True,
        ),
    )


def _say_window(data: dict[str, Any]) -> str:
    promise = f"The message promises {_window(data['window'])}"
    if not data["window"]:
        return f"{promise}. People contact care {data['contacts']:.1f} times per 100 parcels."
    worth = abs(data["saved"]) / 1000
    money = (
        f"€{worth:.0f} k a month {'less' if data['saved'] > 0 else 'more'} for customer care"
        if worth >= 0.5
        else "no change in cost"
    )
    return (
        f"{promise}. People contact care {data['contacts']:.1f} times per 100 parcels instead of"
        f" {data['now']:.1f}: {money}."
    )


def _explain_window(data: dict[str, Any]) -> str:
    share = percent(case.company()["contacts_after_eta_change_share"])
    return (
        f"{share} of contacts follow a change of the announced time. A minute changes all day long; a"
        " window changes only when the parcel falls out of it. Move on to six hours: too vague brings"
        " the calls back."
    )


def _fall(data: dict[str, Any]) -> str:
    change = data["contacts"] - data["now"]
    if change > 0.1:
        return "they rise: it is less exact"
    if change > -0.1:
        return "they stay as they are"
    return "they fall by about 0.5" if change > -0.8 else "they fall by more than 1"


ARRIVAL = Lab(
    id="W01d",
    title="One sentence in a message",
    intro="Linnet's arrival message names a minute, “15:10”, and corrects it whenever the estimate"
    " moves. You may change one thing: how wide a window it promises.",
    controls=(Range("window", "The message says", WINDOWS, 0.0, _window),),
    prediction=Prediction(
        question="The message will say “between 14 and 16” instead of “15:10”. What happens to the"
        " 7.2 contacts per 100 parcels?",
        answer=(
            "they rise: it is less exact",
            "they stay as they are",
            "they fall by about 0.5",
            "they fall by more than 1",
        ),
        asked={"window": outcomes.WINDOW_H},
        truth=_fall,
        says=lambda data: f"{data['contacts']:.1f} per 100 parcels",
        explain=_explain_window,
    ),
    run=_run_window,
    figure=_draw_window,
    sentence=_say_window,
    so_what="Which message of yours promises more exactness than you can keep?",
)


# ---- W01a Week in the life -----------------------------------------------------------------------

DECISIONS = tuple(case.decisions().values())
NOBODY = "nobody"
PLACES = {
    NOBODY: "Nobody yet",
    "you": "You",
    "amara": "Amara · engineering",
    "tomasz": "Tomasz · sales",
    "farid": "Farid · finance",
    "ines": "Ines · COO",
    "ruth": "Ruth · depot",
    "sofia": "Sofia · privacy",
}
SETTINGS = {"scrum": "Scrum team", "stage_gate": "Stage gates: a board releases money and dates"}
LAST_DAY = 9.0


def _run_week(state: State, draft: bool) -> dict[str, Any]:
    assigned = {}
    for decision in DECISIONS:
        who = state[decision.id]
        asked = sensible(decision, state["setting"]).consulted if state["ask"] else ()
        if state["ask"] and decision.users and not {who, *asked} & set(USERS):
            asked = (*asked, USERS[0])
        asked = tuple(p for p in asked if p != who)
        told = (*decision.tell, YOU) if who != YOU else decision.tell
        assigned[decision.id] = Assignment(() if who == NOBODY else (who,), asked, told)
    week = play(DECISIONS, assigned, state["setting"])
    return {
        "setting": state["setting"],
        "outcomes": week.outcomes,
        "stalled": set(week.stalled),
        "rework": week.rework_eur,
        "last": week.last_done,
        "bounced": len(week.having("rejected")),
        "relayed": len(week.having("relayed")),
        "changed": len(week.having("changed")),
        "open": len(week.having("orphan")),
        "you": week.busy.get(YOU, 0.0),
    }


def _draw_week(data: dict[str, Any]) -> str:
    row = 21
    left = 124
    plot = svg.Plot(52, row * len(DECISIONS), (0, LAST_DAY), (0, 1), left, svg.WIDTH - left - 22)
    parts = []
    for n, (decision, seen) in enumerate(zip(DECISIONS, data["outcomes"], strict=True)):
        y = plot.top + row * n + 3
        parts.append(svg.words(left - 8, y + 12, decision.id.replace("_", " "), anchor="end"))
        late = decision.id in data["stalled"]
        end = LAST_DAY if seen.done is None else seen.done
        width = plot.across(end) - plot.left
        parts.append(
            svg.strip(plot.left, y, width, svg.ORANGE if late else svg.BLUE, seen.done is None)
        )
        needed = svg.Plot(y - 3, row, plot.x, (0, 1), plot.left, plot.width)
        parts.append(svg.mark(needed, decision.needed_by, 0.45, svg.PAPER, "diamond"))
        sign = _sign(seen.faults, late)
        if sign:
            parts.append(
                svg.label(needed, min(max(end, decision.needed_by), 6.4), 0.3, sign, dx=12)
            )
    return svg.picture(
        plot.top + plot.height + 44,
        svg.frame(
            plot,
            "Days until each decision is taken   ◇ when it was needed",
            x_ticks=range(int(LAST_DAY) + 1),
            x_title="working days from Monday morning",
        ),
        *parts,
    )


def _sign(faults: Sequence[str], late: bool) -> str:
    if "orphan" in faults:
        return "never"
    if "relayed" in faults:
        return "passed on, late" if late else "passed on"
    if "rejected" in faults:
        return "bounced, late" if late else "bounced"
    return "late" if late else ""


def _say_week(data: dict[str, Any]) -> str:
    late = len(data["stalled"]) - data["open"]
    parts = [
        f"In time: {len(DECISIONS) - len(data['stalled'])} of {len(DECISIONS)} decisions"
        f" ({'stage gates' if data['setting'] == 'stage_gate' else 'Scrum'}).",
        f"Late: {late}, never taken: {data['open']}.",
        f"The last one waits {data['last']:.1f} days." if data["last"] else "Nothing is decided.",
    ]
    if data["bounced"]:
        parts.append(f"{data['bounced']} bounced: the person can't decide that here.")
    if data["relayed"]:
        parts.append(
            f"{data['relayed']} were passed on through you, and {data['changed']} of the answers changed."
        )
    parts.append(
        f"You are busy for {data['you']:.1f} days; work done twice costs €{data['rework']:,.0f}."
    )
    return " ".join(parts)


def _explain_week(data: dict[str, Any]) -> str:
    return (
        "Sixteen times 0.4 days, one after the other, and the team waits at the end of the queue."
        " Owning everything stalls a week like owning nothing. Hand out the cards: who can answer"
        " without asking back? Then give the first three to Tomasz and watch what passing on costs."
    )


WEEK = Lab(
    id="W01a",
    title="A week in the life",
    intro="Sixteen decisions land on Monday morning. Drag each card to the person who shall decide, or"
    " choose the name in its list; the week is played again at once.",
    controls=(
        Choice("setting", "Setting", SETTINGS, "scrum"),
        Toggle("ask", "Before deciding, ask those who must be heard"),
        *(Place(d.id, d.title, PLACES, NOBODY) for d in DECISIONS),
    ),
    prediction=Prediction(
        question="If you are accountable for all 16 decisions, 0.4 days each, how many days does the"
        " last one wait?",
        answer=Number("days", 0, 100, 0.5),
        asked=dict.fromkeys((d.id for d in DECISIONS), YOU),
        truth=lambda data: data["last"],
        says=lambda data: f"{data['last']:.1f} days",
        explain=_explain_week,
    ),
    run=_run_week,
    figure=_draw_week,
    sentence=_say_week,
    so_what="Which decision is waiting for you right now that somebody else could take?",
)


# ---- W01b Context dial ---------------------------------------------------------------------------

METHODS = {"scrum": "Scrum", "kanban": "Kanban", "stage_gate": "Stage gates"}
ACCESS = {"direct": "you talk to them", "through": "through research and care", "none": "data only"}
SIZES = {"small": "under 50 people", "middle": "50 to 500", "large": "over 500"}
DUTIES = {  # the course's reading of its sources, where they disagree; see the lesson, section 3
    "clarify": "clarify what exactly needs to be built",
    "order": "put the work in order",
    "users": "hear recipients",
    "write": "write requirements down",
    "accept": "accept results",
    "date": "promise dates",
    "budget": "keep the budget",
    "release": "decide that a version goes live",
    "estimate": "say how long it takes",
    "documents": "write technical documents",
}


def holder(duty: str, method: str, access: str, size: str) -> str:
    """Who usually holds a duty in this context."""
    gates, large = method == "stage_gate", size == "large"
    return {
        "clarify": "you",
        "order": {
            "scrum": "you",
            "kanban": "you, by the team's pull rule",
            "stage_gate": "you, inside the approved scope",
        }[method],
        "users": {"direct": "you", "through": "Mateo and Callum", "none": "nobody; Priya's data"}[
            access
        ],
        "write": "a business analyst" if large and gates else "you, with the team",
        "accept": "the acceptance board" if gates and size != "small" else "you",
        "date": "the gate board"
        if gates
        else "you, as a forecast"
        if method == "kanban"
        else "you",
        "budget": "the gate board"
        if gates
        else {"small": "Ines", "middle": "you", "large": "Farid"}[size],
        "release": {"scrum": "you", "kanban": "the team", "stage_gate": "the release board"}[
            method
        ],
        "estimate": "a project manager, with the team" if gates else "the team",
        "documents": "an architect" if large else "the engineers",
    }[duty]


@lru_cache
def never_move() -> tuple[str, ...]:
    """The duties with one holder in every context."""
    contexts = list(product(METHODS, ACCESS, SIZES))
    return tuple(d for d in DUTIES if len({holder(d, *context) for context in contexts}) == 1)


def _run_context(state: State, draft: bool) -> dict[str, Any]:
    here = (state["method"], state["access"], state["size"])
    first = ("scrum", "direct", "small")
    return {
        **state,
        "rows": [(d, words, holder(d, *here), holder(d, *first)) for d, words in DUTIES.items()],
        "never": never_move(),
    }


def _draw_context(data: dict[str, Any]) -> str:
    parts = [
        svg.words(2, 22, "Duty", bold=True),
        svg.words(300, 22, "Who holds it here   (◆ moved)", bold=True),
    ]
    for n, (_, words, here, before) in enumerate(data["rows"]):
        y = 52 + 27 * n
        moved = here != before
        parts.append(svg.words(2, y, words))
        parts.append(svg.words(300, y, f"◆ {here}" if moved else here, bold=moved))
    return svg.picture(52 + 27 * len(data["rows"]), *parts)


def _say_context(data: dict[str, Any]) -> str:
    moved = [f"{duty} ({here})" for duty, _, here, before in data["rows"] if here != before]
    where = f"{METHODS[data['method']]}, users: {ACCESS[data['access']]}, company: {SIZES[data['size']]}."
    if not moved:
        return f"{where} Nothing has moved: most duties are yours, the team says how long and how."
    return f"{where} {amount(len(moved), 'duty has', 'duties have')} moved: {', '.join(moved)}."


CONTEXT = Lab(
    id="W01b",
    title="The context dial",
    intro="“Product owner” means another week in another company. Turn three dials and see which duties"
    " move to whom.",
    controls=(
        Choice("method", "Method", METHODS, "scrum"),
        Choice("access", "Recipients", ACCESS, "direct"),
        Choice("size", "Company", SIZES, "small"),
    ),
    prediction=Prediction(
        question="Which single duty never moves, however you turn the dials?",
        answer=tuple(DUTIES[d] for d in ("users", "accept", "clarify", "order")),
        asked={"method": "stage_gate", "access": "none", "size": "large"},
        truth=lambda data: DUTIES[data["never"][0]],
        says=lambda data: DUTIES[data["never"][0]],
        explain=lambda data: (
            "All others have another holder somewhere, because of law, size or habit. This one is the"
            " role: whoever answers “what exactly needs to be built?” owns the product, whatever the"
            " card says."
        ),
    ),
    run=_run_context,
    figure=_draw_context,
    sentence=_say_context,
    so_what="Which duty of the list has moved in your company without anybody saying so?",
)


# ---- W01c Gap radar ------------------------------------------------------------------------------

COMPETENCIES = tuple(case.competencies().values())
WHOSE = {"nadia": "Nadia, stakeholder manager", "leo": "Leo, engineer", "you": "You"}
NICHES = {"": "the role alone", **{id: n.name for id, n in case.niches().items()}}


def _layers(data: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]] | None:
    """(self-rating, measured level) by competency; None before the learner's own assessment."""
    ids = [c.id for c in COMPETENCIES]
    if data["whose"] == YOU:
        result = assessment.result(current(), "A")
        return None if result is None else (dict(result.said), dict(result.levels))
    who = data["whose"]
    return dict(zip(ids, SAID[who], strict=True)), dict(zip(ids, PERSONS[who], strict=True))


def _widest(said: dict[str, int], measured: dict[str, int]) -> str:
    return max(said, key=lambda id: (said[id] - measured[id], -int(id[1:])))


def _say_widest(data: dict[str, Any]) -> str:
    said, measured = _layers(data) or ({}, {})
    wide = _widest(said, measured)
    return f"{case.competencies()[wide].name}: said {said[wide]}, shown {measured[wide]}"


def _draw_radar(data: dict[str, Any]) -> str:
    plot = svg.Plot(top=40, height=360, x=(-1.6, 1.6), y=(-1.2, 1.2), left=60, width=480)
    rings = [
        svg.line(plot, _ring([n] * len(COMPETENCIES)), svg.GRID, width=1) for n in (1, 2, 3, 4)
    ]
    names = []
    for n, competency in enumerate(COMPETENCIES):
        x, y = _spoke(n, 4.5)
        anchor = "middle" if abs(x) < 0.3 else "start" if x > 0 else "end"
        names.append(svg.label(plot, x, y, competency.short, anchor, dy=5))
    asked = targets(data["niche"])
    parts = [svg.line(plot, _ring([asked[c.id] for c in COMPETENCIES]), svg.GREY, "3 4", 2)]
    keys = [("what the role asks for", svg.GREY, "3 4")]
    layers = _layers(data)
    if layers:
        said, measured = layers
        if data["said"]:
            parts.append(svg.line(plot, _ring([said[c.id] for c in COMPETENCIES]), svg.BLUE, "8 5"))
            keys.append(("said", svg.BLUE, "8 5"))
        if data["measured"]:
            parts.append(svg.line(plot, _ring([measured[c.id] for c in COMPETENCIES]), svg.ORANGE))
            parts += [
                svg.mark(plot, *_spoke(n, measured[c.id]), svg.ORANGE, "square")
                for n, c in enumerate(COMPETENCIES)
            ]
            keys.append(("shown in tasks", svg.ORANGE, ""))
    legend = [
        svg.key(40 + 190 * n, 436, colour, words, dash)
        for n, (words, colour, dash) in enumerate(keys)
    ]
    title = f"{WHOSE[data['whose']]}: levels 1 (centre) to 4"
    return svg.picture(452, svg.words(2, 20, title, bold=True), *rings, *names, *parts, *legend)


def _ring(levels: Sequence[float]) -> list[tuple[float, float]]:
    points = [_spoke(n, level) for n, level in enumerate(levels)]
    return [*points, points[0]]


def _spoke(n: int, level: float) -> tuple[float, float]:
    angle = pi / 2 - 2 * pi * n / len(COMPETENCIES)
    return level / 4 * cos(angle), level / 4 * sin(angle)


def _say_radar(data: dict[str, Any]) -> str:
    asked = targets(data["niche"])
    who = WHOSE[data["whose"]]
    layers = _layers(data)
    goal = f"Compared with {NICHES[data['niche']]}."
    if layers is None:
        return (
            f"{who}: nothing is measured yet. Take the assessment on the start page first. {goal}"
        )
    said, measured = layers
    table = case.competencies()
    parts = [f"{who}."]
    if data["said"]:
        high = [table[id].short for id, level in said.items() if level >= 3]
        parts.append(f"Said at level 3 or 4: {', '.join(high) or 'none'}.")
    if data["measured"]:
        short = sorted(asked, key=lambda id: (measured[id] - asked[id], id))[:3]
        gaps = ", ".join(f"{table[id].short} ({measured[id]} of {asked[id]})" for id in short)
        parts.append(f"Shown in tasks, the three largest gaps: {gaps}.")
    if data["said"] and data["measured"]:
        wide = _widest(said, measured)
        parts.append(
            f"Widest difference: {table[wide].name}, said {said[wide]}, shown {measured[wide]}."
        )
    if not (data["said"] or data["measured"]):
        parts.append("Both layers are hidden; only what the role asks for is drawn.")
    return " ".join([*parts, goal])


def _run_radar(state: State, draft: bool) -> dict[str, Any]:
    return dict(state)  # the learner's own levels are read when it's drawn: they may change


RADAR = Lab(
    id="W01c",
    title="The gap radar",
    intro="Fourteen competencies, three layers: what somebody says of themselves, what they showed in"
    " tasks, and what the role asks for. Levels are 1 awareness, 2 working, 3 practitioner, 4 expert.",
    controls=(
        Choice("whose", "Whose", WHOSE, "nadia"),
        Choice("niche", "Compared with", NICHES, ""),
        Toggle("said", "what they say", True),
        Toggle("measured", "what they showed"),
    ),
    prediction=Prediction(
        question="Nadia has managed stakeholders for eight years. Where is the difference between what she"
        " says and what she showed the widest?",
        answer=(
            "Architecture map",
            "Load and failure",
            "Experiments",
            "Communication and influence",
        ),
        asked={"measured": True},
        truth=lambda data: case.competencies()[_widest(*(_layers(data) or ({}, {})))].name,
        says=_say_widest,
        explain=lambda data: (
            "She has run many pilots and felt safe there; none of them had a rule before the data. Where"
            " she knew that she knew nothing, words and tasks agree. The widest difference often lies"
            " where one felt safe."
        ),
    ),
    run=_run_radar,
    figure=_draw_radar,
    sentence=_say_radar,
    so_what="Where do you feel safe, and when did you last test it?",
)
assert len(LEVELS) == 4  # the rings

LABS = (ARRIVAL, WEEK, CONTEXT, RADAR)
