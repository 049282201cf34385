"""Acceptance criteria against wrong builds of Second Perch: what they accept, what they refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tpo.engines.criteria import Build, Outcome, judge
from tpo.engines.second_perch import CUT_OFF_MIN, DOMAIN, HOLD_OUT, WRONG, Reroute

CLICKS = re.compile(
    r"\b(click|tap|press|button|colou?r|green|red|blue|screen|icon|scroll|font|drop-?down)", re.I
)
VAGUE = re.compile(
    r"\b(quick|fast|easy|easily|simple|user-?friendly|intuitive|smooth|nice|better|soon"
    r"|immediately|responsive|convenient|appropriate)",
    re.I,
)


def run_criteria(text: str, unseen: Sequence[Build] = ()) -> dict[str, Any]:
    """Run criteria in the two correct builds, the ten wrong ones, and ``unseen`` hold-outs."""
    found = judge(text, DOMAIN, (*WRONG, *unseen))
    known = [b.id for b in WRONG if found.killed[b.id]]
    unknown_steps = [p for p in found.text.all_problems if p.sort == "step"]
    return {
        "outcome": found,
        "scenarios": len(found.text.scenarios),
        "usable": len(found.usable),
        "unreadable": sum(bool(s.problems) for s in found.text.scenarios),
        "problems": found.text.all_problems,
        "clicks": [p for p in unknown_steps if CLICKS.search(p.quote)],
        "vague": [p for p in unknown_steps if VAGUE.search(p.quote)],
        "killed": len(known),
        "wrong": len(WRONG),
        "slipped": [b for b in found.slipped if b in WRONG],
        "unseen_killed": sum(bool(found.killed[b.id]) for b in unseen),
        "unseen": len(unseen),
        "wording": [f for _, f in found.too_strict if f.about == "the wording"],
        "minutes_left": minutes_left(found),
        "requesters": requesters(found),
    }


def minutes_left(found: Outcome) -> list[int]:
    """Minutes between now and the window, as each usable scenario with a clock states them."""
    left = []
    for scenario in found.usable:
        perch = Reroute()
        for _, match in scenario.steps:
            if match.step.kind == "Given":
                match.step.do(perch, *match.values)
        if any(m.step.do.__name__ == "_now" for _, m in scenario.steps):
            left.append(perch.window - perch.now - 60 * perch.ahead_h)
    return left


def requesters(found: Outcome) -> list[str]:
    """Who asks for a change, each one once, in the order they come."""
    asked = [
        match.values[0]
        for scenario in found.usable
        for _, match in scenario.steps
        if match.step.do.__name__ == "_ask"
    ]
    return list(dict.fromkeys(asked))


__all__ = ["CUT_OFF_MIN", "HOLD_OUT", "WRONG", "minutes_left", "requesters", "run_criteria"]
