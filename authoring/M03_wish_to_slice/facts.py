"""The numbers and lists M03's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping

from tpo import case
from tpo.engines.second_perch import CUT_OFF_MIN, DOMAIN, FEE, HOLD_MIN, LIMIT_EUR, STEPS, TELL_S
from tpo.exercises.m03 import STORIES
from tpo.judges import quality_wish, ready_gate, slices
from tpo.labs import lab, m03


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    before = ready_gate.replay([], STORIES)
    small = ready_gate.replay(["small_enough"], STORIES)
    happy = lab.data(m03.ZOO, lab.asked(m03.ZOO))
    loaf = {cut: lab.data(m03.LOAF, {"cut": cut, "week": m03.LAST_WEEK}) for cut in m03.CUTS}
    red = lab.data(m03.MAP, lab.asked(m03.MAP))
    return {
        "cut_off": str(CUT_OFF_MIN),
        "hold": str(HOLD_MIN),
        "fee": f"€{FEE:.2f}",
        "limit": f"€{LIMIT_EUR}",
        "tell": str(TELL_S),
        "contact": f"€{case.company()['contact_eur']:.2f}",
        "palette": "\n".join(palette()),
        "happy.caught": str(happy["caught"]),
        "happy.slipped": str(len(DOMAIN.wrong) - happy["caught"]),
        "layers.week": str(loaf["layers"]["marisol"]),
        "rules.week": str(loaf["rules"]["marisol"]),
        "teams.week": str(loaf["teams"]["marisol"]),
        "red.cost": f"{red['mean'] / red['red']:.1f}",
        "parts.table": "\n".join(parts()),
        "walks.table": "\n".join(walks()),
        "wishes.table": "\n".join(recordings("tracking", "nests", "answer", "merchant")),
        "tracking.table": "\n".join(recordings("tracking")),
        "rework": f"{before['before']:.1f}",
        "stories": str(before["stories"]),
        "small.held": str(small["stories_held"]),
        "checks.table": "\n".join(checks()),
    }


def palette() -> list[str]:
    """The steps of Second Perch as Markdown table rows."""
    return [
        f"| {kind} | {line.replace('|', '')} |"
        for kind, lines in STEPS.palette.items()
        for line in lines
    ]


def parts() -> list[str]:
    """What can be built, and the team's days for it."""
    about = {
        "R1": f"until {CUT_OFF_MIN} minutes before the window",
        "R2": "in the van only with the courier's yes",
        "R3": "a Nest needs a free compartment",
        "R4": "the second change costs",
        "R5": "dear or restricted parcels never to a neighbour",
        "R6": "the old compartment is released",
        "R7": "the merchant is told",
        "R8": "only the recipient or a delegate",
        "R9": "a failed message undoes nothing",
        "R10": "the destination's clock counts",
        "ask": "ask for a change",
        "see": "see the answer",
        "change_again": "change it a second time",
        "withdraw": "take it back",
        "changes": "the change itself",
        "compartments": "who holds which compartment",
        "fees": "what was charged",
        "usage": "an event that shows the new journey was used (paid in each slice)",
    }
    groups = (("rules", slices.RULES), ("steps", slices.STEPS), ("data", slices.DATA))
    return [
        f"| {column} | `{name}` | {about[name]} | {days:g} |"
        for column, group in groups
        for name, days in group.items()
    ]


def walks() -> list[str]:
    """Who wants what, how many they are, and what their journey needs."""
    return [
        f"| `{name}` | {walk.title} | {100 * walk.share:.0f} % | {', '.join(walk.rules)} "
        f"| {', '.join(walk.steps)} | {', '.join(walk.data)} |"
        for name, walk in slices.WALKS.items()
    ]


def recordings(*wishes: str) -> list[str]:
    """The recordings in seconds as Markdown table rows."""
    rows = []
    for wish in wishes:
        peak = quality_wish.WISHES[wish].peak
        for name in quality_wish.LIKED + quality_wish.COMPLAINED:
            seen = quality_wish.figures(wish, name)
            users = "liked it" if name in quality_wish.LIKED else "complained"
            keys = ("p95_quiet", "mean", "p95", "p99", "p95_service")
            numbers = " | ".join(f"{seen[key]:.2f}" for key in keys)
            rows.append(f"| `{wish}`, peak {peak:g}/s | {name}, users {users} | {numbers} |")
    return rows


def checks() -> list[str]:
    """Each check with the mean rework and waiting of stories that met or missed it."""
    rows = []
    for check, about in ready_gate.CHECKS.items():
        met = [s for s in STORIES if s[check]]
        missed = [s for s in STORIES if not s[check]]
        figures = [
            ready_gate.mean([s[key] for s in group])
            for key in ("rework_days", "waited_days")
            for group in (met, missed)
        ]
        numbers = " | ".join(f"{value:.1f}" for value in figures)
        rows.append(f"| `{check}` | {about} | {len(missed)} | {numbers} |")
    return rows
