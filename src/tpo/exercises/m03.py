"""M03 "From vague wish to testable slice": five exercises. Their words are in m03.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from random import Random
from typing import Any

from tpo import case
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import Choice, Fields, Flag, Number, Picks, Rows, Table, Text
from tpo.exercises.words import module_words
from tpo.judges import quality_wish, ready_gate, rewritten_mail, slices
from tpo.judges.criteria import CUT_OFF_MIN, HOLD_OUT, run_criteria

WORDS = module_words("m03")
Answer = Mapping[str, Any]


def _yes(key: str) -> Any:
    return lambda seen: 1.0 if seen[key] else 0.0


# ---- 3.1 Criteria versus wrong builds ------------------------------------------------------------

ENOUGH = 0.9  # of the ten wrong builds
ENOUGH_UNSEEN = 0.6  # of the hold-outs drawn
DRAWN = 8
FEW = 3  # so few are caught by a happy path

HAPPY_PATH = """
Feature: Change a delivery on its way

  Scenario: the happy path
    Given it is 09:00
    And the promised window starts at 14:00
    When the recipient asks for a Nest
    Then the change is accepted
"""


def _criteria(text: str, given: Case) -> Mapping[str, Any]:
    return run_criteria(text, given.given["unseen"])


def _unseen(rng: Random) -> tuple[Case, ...]:
    drawn = rng.sample(range(len(HOLD_OUT)), DRAWN)
    return (Case("fresh builds", {"unseen": tuple(HOLD_OUT[i] for i in sorted(drawn))}),)


def _readable(seen: Mapping[str, Any]) -> float:
    loose = sum(p.sort != "repeated" for p in seen["outcome"].text.problems)
    total = seen["scenarios"] + loose
    return (seen["scenarios"] - seen["unreadable"]) / total if total else 0.0


def _accepts(seen: Mapping[str, Any]) -> float:
    whole = seen["scenarios"] - seen["unreadable"]
    return seen["usable"] / whole if whole else 0.0


def _refuses(seen: Mapping[str, Any]) -> float:
    return ramp(seen["killed"] / seen["wrong"], 0, ENOUGH)


def _refuses_unseen(seen: Mapping[str, Any]) -> float:
    if not seen["unseen"]:
        return 1.0
    return ramp(seen["unseen_killed"] / seen["unseen"], 0, ENOUGH_UNSEEN)


def _criteria_facts(text: str, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    found = seen["outcome"]
    problem = next((p for p in seen["problems"] if p.sort != "repeated"), None)
    strict = found.too_strict[0] if found.too_strict else None
    pair = found.contradictions[0] if found.contradictions else None
    symptoms = [b.symptom for b in seen["slipped"]] + ["nothing else"] * 3
    quoted = (seen["clicks"] + seen["vague"] + [problem])[0] if problem else None
    return {
        "scenarios": seen["scenarios"],
        "usable": seen["usable"],
        "killed": seen["killed"],
        "total": seen["wrong"],
        "slipped": len(seen["slipped"]),
        "symptom": symptoms[0],
        "second": symptoms[1],
        "problem": problem.sentence if problem else "",
        "advice": problem.sentence if problem else "Every line can be run.",
        "quote": (quoted.quote or quoted.sentence)[:44] if quoted else "",
        "line": quoted.line if quoted else 0,
        "strict": strict[0].name if strict else "",
        "strict_line": strict[1].line if strict else "",
        "strict_saw": strict[1].saw if strict else "",
        "other_build": strict[1].build.symptom if strict else "",
        "one": pair[0].number if pair else 0,
        "two": pair[1].number if pair else 0,
        "one_wants": pair[2] if pair else "",
        "two_wants": pair[3] if pair else "",
        "wording": seen["wording"][0].saw if seen["wording"] else "",
        "minutes": ", ".join(str(m) for m in sorted(set(seen["minutes_left"]))),
        "requester": ", ".join(seen["requesters"]) or "nobody",
        "cut_off": CUT_OFF_MIN,
    }


def _slips(bug: str, seen: Mapping[str, Any]) -> bool:
    return any(build.id == bug for build in seen["slipped"])


def _off_the_line(text: str, ran: Sequence[Ran]) -> bool:
    left = ran[0].seen["minutes_left"]
    return (
        _slips("R1", ran[0].seen)
        and CUT_OFF_MIN not in left
        and any(minutes > CUT_OFF_MIN for minutes in left)
        and any(minutes < CUT_OFF_MIN for minutes in left)
    )


def _one_user(text: str, ran: Sequence[Ran]) -> bool:
    seen = ran[0].seen
    return _slips("R8", seen) and len(seen["requesters"]) == 1 and seen["killed"] > FEW


CRITERIA = Exercise(
    id="3.1",
    answer="criteria",
    points=12,
    stars=3,
    shape=Text(HAPPY_PATH, 12, 4000, magic="criteria"),
    judge=_criteria,
    public=(Case("ten wrong builds", {"unseen": ()}),),
    hidden=_unseen,
    criteria=(
        Criterion("reads", _readable),
        Criterion("accepts", _accepts, gate=True),
        Criterion("refuses", _refuses, gate=True),
        Criterion("unseen", _refuses_unseen),
    ),
    misconceptions=(
        Misconception("3.1c", lambda a, ran: bool(ran[0].seen["clicks"])),
        Misconception("3.1f", lambda a, ran: bool(ran[0].seen["vague"])),
        Misconception("3.1e", lambda a, ran: bool(ran[0].seen["outcome"].contradictions)),
        Misconception("3.1d", lambda a, ran: bool(ran[0].seen["wording"])),
        Misconception("3.1b", _off_the_line),
        Misconception(
            "3.1a",
            lambda a, ran: (
                _readable(ran[0].seen) == 1
                and _accepts(ran[0].seen) == 1
                and ran[0].seen["killed"] <= FEW
            ),
        ),
        Misconception("3.1g", _one_user),
    ),
    words=WORDS["3.1"],
    facts=_criteria_facts,
)


# ---- 3.2 Split the epic --------------------------------------------------------------------------

FIRST_WEEKS = 2.0
RISK_IN = 2  # the riskiest assumption is met in one of the first two slices
LONG_FIRST = 5  # rules in a first slice that is no longer one


def _walk(answer: Sequence[Answer], given: Case) -> Mapping[str, Any]:
    return slices.walk_slices(list(map(dict, answer)), given.given["pace"])


def _split_facts(answer: Sequence[Answer], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    last = seen["weeks"][-1]
    blocked = seen["blocked"] or (1, seen["slices"])
    idle = next((i for i, own in enumerate(seen["own"], 1) if not own), 1)
    return {
        "slices": seen["slices"],
        "weeks": last,
        "first_week": seen["first_week"] or last,
        "marisol": seen["marisol_week"] or last,
        "marisol_quiet": max(1, ceil(seen["marisol_week"] or last) - 1),
        "walking": seen["walking"],
        "idle": idle,
        "idle_who": slices.WALKS[answer[idle - 1]["who"]].title
        if answer[idle - 1]["who"] in slices.WALKS
        else "of nobody",
        "needs": blocked[0],
        "needed": blocked[1],
        "rules": seen["rules"],
        "missing": ", ".join(seen["missing"]) or "none",
        "first_rules": len(set(answer[0]["rules"])),
        "spikes": seen["spikes"],
        "silent": seen["silent"][0] if seen["silent"] else 0,
        "silent_count": len(seen["silent"]),
        "risk_in": seen["risk_in"] or 0,
        "served": seen["served"][0],
        "served_two": seen["served"][min(1, len(seen["served"]) - 1)],
    }


def _not_walking(ran: Sequence[Ran]) -> bool:
    return bool(ran[0].seen["walking"] < ran[0].seen["slices"])


SPLIT = Exercise(
    id="3.2",
    answer="slices",
    points=8,
    stars=2,
    shape=Rows(
        Fields(
            (
                Picks(
                    "rules", "rules the service obeys from now on", tuple(slices.RULES), 10, least=0
                ),
                Picks("steps", "what the recipient can do", tuple(slices.STEPS), 4, least=0),
                Picks("data", "what is kept", tuple(slices.DATA), 4, least=0),
                Choice("who", "whose change works after this slice", slices.WHO),
            ),
            noun="column",
        ),
        low=5,
        high=8,
        given=6,
        noun="slice",
    ),
    judge=_walk,
    public=(Case("as estimated", {"pace": 1.0}),),
    hidden=lambda rng: (Case("another pace", {"pace": rng.uniform(0.85, 1.0)}),),
    criteria=(
        Criterion("walks", lambda seen: seen["walking"] / seen["slices"], gate=True),
        Criterion("early", lambda seen: ramp(seen["first_week"] or 99, 6, FIRST_WEEKS)),
        Criterion("risk", lambda seen: ramp(seen["risk_in"] or 99, 6, RISK_IN)),
        Criterion("rules", lambda seen: seen["rules"] / len(slices.RULES)),
        Criterion("watched", lambda seen: 1 - len(seen["silent"]) / seen["slices"]),
    ),
    misconceptions=(
        Misconception("3.2d", lambda a, ran: ran[0].seen["spikes"] >= 2),
        Misconception("3.2a", lambda a, ran: ran[0].seen["layers"] and _not_walking(ran)),
        Misconception("3.2e", lambda a, ran: ran[0].seen["verbs"] and _not_walking(ran)),
        Misconception("3.2b", lambda a, ran: ran[0].seen["teams"] and _not_walking(ran)),
        Misconception(
            "3.2c",
            lambda a, ran: (
                len(set(a[0]["rules"])) >= LONG_FIRST
                and (ran[0].seen["first_week"] or 99) > FIRST_WEEKS
            ),
        ),
        Misconception("3.2f", lambda a, ran: bool(ran[0].seen["silent"]) and not _not_walking(ran)),
    ),
    words=WORDS["3.2"],
    facts=_split_facts,
)


# ---- 3.3 Make a wish measurable ------------------------------------------------------------------


def _wishes(answer: Mapping[str, Answer], given: Case) -> Mapping[str, Any]:
    return quality_wish.run_wishes(answer, given.given["seed"])


def _odd(answer: Mapping[str, Answer], ran: Sequence[Ran], wrong: Any) -> str | None:
    """The first wish that is written in this way and sides against the users."""
    passed = ran[0].seen["passed"]
    for name, wish in answer.items():
        sides = [passed[name][r] for r in quality_wish.LIKED]
        sides += [not passed[name][r] for r in quality_wish.COMPLAINED]
        if wrong(wish, quality_wish.WISHES[name]) and not all(sides):
            return name
    return None


FLAWS: dict[str, Any] = {
    "3.3e": lambda wish, said: wish["metric"] == "percentile" and wish["percentile"] >= 99.9,
    "3.3a": lambda wish, said: wish["metric"] == "mean",
    "3.3b": lambda wish, said: (
        wish["load"] is None or wish["load"] < quality_wish.NEAR_PEAK * said.peak
    ),
    "3.3d": lambda wish, said: wish["measured_at"] == "service",
    "3.3f": lambda wish, said: wish["window"] != "30_days",
    "3.3c": lambda wish, said: wish["threshold"] < 4 * said.scale_s,
}


def _flaw(id: str) -> Misconception:
    return Misconception(id, lambda a, ran: _odd(a, ran, FLAWS[id]) is not None)


def _wish_facts(answer: Mapping[str, Answer], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    names = [_odd(answer, ran, FLAWS[id]) for id in FLAWS]
    any_wrong = _odd(answer, ran, lambda wish, said: True)
    name = next((n for n in names if n), None) or any_wrong or "tracking"
    wish, seed, peak = answer[name], seen["seed"], quality_wish.WISHES[name].peak
    rows = {r: quality_wish.figures(name, r, seed) for r in "ABCDEF"}
    passed = seen["passed"][name]
    return {
        "wish": name,
        "said": quality_wish.WISHES[name].said,
        "who": quality_wish.WISHES[name].who,
        "liked": seen["liked"],
        "complained": seen["complained"],
        "of": seen["of"],
        "failed_liked": sum(not passed[r] for r in quality_wish.LIKED),
        "passed_bad": sum(passed[r] for r in quality_wish.COMPLAINED),
        "failed": sum(not ok for ok in passed.values()),
        "d_mean": rows["D"]["mean"],
        "d_p99": rows["D"]["p99"],
        "e_quiet": rows["E"]["p95_quiet"],
        "e_peak": rows["E"]["p95"],
        "peak": peak,
        "threshold": wish["threshold"],
        "c_p95": rows["C"]["p95"],
        "f_service": rows["F"]["p95_service"],
        "f_customer": rows["F"]["p95"],
        "b_minute": rows["B"]["worst_minute"],
        "b_p95": rows["B"]["p95"],
        "percentile": wish["percentile"],
    }


WISH = Exercise(
    id="3.3",
    answer="wishes",
    points=8,
    stars=2,
    shape=Table(
        {name: f"{wish.who}: “{wish.said}”" for name, wish in quality_wish.WISHES.items()},
        Fields(
            (
                Choice("metric", "what is compared", quality_wish.METRICS),
                Number("percentile", "of 100 requests, how many must be in time", 50, 100),
                Number("threshold", "the longest time they may take", 0.001, 3600, "s"),
                Number(
                    "load",
                    "requests a second at which it must hold; None = not said",
                    0,
                    10_000,
                    "requests a second",
                    none="not said",
                ),
                Choice("window", "over what time it is counted", quality_wish.WINDOWS),
                Choice("measured_at", "where the clock runs", quality_wish.PLACES),
            )
        ),
        noun="wish",
    ),
    judge=_wishes,
    public=(Case("six recordings", {"seed": 0}),),
    hidden=lambda rng: (Case("fresh recordings", {"seed": rng.randrange(1, 10**6)}),),
    criteria=(
        Criterion("liked", lambda seen: seen["liked"] / seen["of"], gate=True),
        Criterion("complained", lambda seen: seen["complained"] / seen["of"], gate=True),
    ),
    misconceptions=tuple(_flaw(id) for id in FLAWS),
    words=WORDS["3.3"],
    facts=_wish_facts,
)


# ---- 3.4 Ready-gate from evidence ----------------------------------------------------------------

STORIES = tuple(
    {**dict(s.checks), "rework_days": s.rework_days, "waited_days": s.waited_days}
    for s in case.past_stories()
)


def _chosen(gate: Answer) -> list[str]:
    return [check for check in ready_gate.CHECKS if gate[check]]


def _gate(gate: Answer, given: Case) -> Mapping[str, Any]:
    return ready_gate.replay(_chosen(gate), given.given["stories"])


def _gate_facts(gate: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {
        **{k: seen[k] for k in ("before", "after", "saved", "held", "stories", "checks")},
        "stories_held": seen["stories_held"],
        "change": -seen["saved"],
        "chosen": ", ".join(_chosen(gate)) or "nothing",
        "estimate_gap": seen["alone"]["estimate_hours"],
        "estimate_missing": sum(not s["estimate_hours"] for s in STORIES),
        "signed_wait": seen["waits"]["three_signatures"],
        "signed_missing": sum(not s["three_signatures"] for s in STORIES),
        "most": ready_gate.MOST_CHECKS,
        "limit": ready_gate.MOST_HELD,
        "goal": ready_gate.LESS_REWORK,
    }


GATE = Exercise(
    id="3.4",
    answer="gate",
    points=6,
    stars=3,
    shape=Fields(
        tuple(Flag(name, about) for name, about in ready_gate.CHECKS.items()), noun="check"
    ),
    judge=_gate,
    public=(Case("60 past stories", {"stories": STORIES}),),
    hidden=lambda rng: (
        Case("another half-year", {"stories": tuple(ready_gate.shaken(STORIES, rng))}),
    ),
    criteria=(
        Criterion("rework", lambda seen: ramp(seen["saved"], 0, ready_gate.LESS_REWORK), gate=True),
        Criterion("waiting", lambda seen: ramp(seen["held"], 0.5, ready_gate.MOST_HELD), gate=True),
        Criterion("few", lambda seen: ramp(seen["checks"], 9, ready_gate.MOST_CHECKS)),
    ),
    misconceptions=(
        Misconception("3.4b", lambda a, ran: not _chosen(a)),
        Misconception("3.4a", lambda a, ran: len(_chosen(a)) >= 7),
        Misconception("3.4d", lambda a, ran: a["three_signatures"]),
        Misconception("3.4c", lambda a, ran: a["estimate_hours"]),
        Misconception("3.4e", lambda a, ran: _chosen(a) == ["small_enough"]),
    ),
    words=WORDS["3.4"],
    facts=_gate_facts,
)


# ---- 3.5 Rewrite Tomasz's mail -------------------------------------------------------------------


def _story(text: str, given: Case) -> Mapping[str, Any]:
    return rewritten_mail.read_story(text)


def _story_facts(text: str, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {
        **seen,
        "vague_word": seen["vague"][0] if seen["vague"] else "",
        "vague_count": len(seen["vague"]),
        "promise": seen["promised"][0] if seen["promised"] else "",
    }


MAIL = Exercise(
    id="3.5",
    answer="rewrite",
    points=6,
    stars=2,
    shape=Text("\n\n".join(f"{label}:" for label in rewritten_mail.LABELS), 25, 300),
    judge=_story,
    public=(Case("as written"),),
    hidden=lambda rng: (Case("as written"),),
    criteria=(
        Criterion("user", lambda seen: 0.5 * seen["user"] + 0.5 * seen["reason"]),
        Criterion("need", lambda seen: float(seen["user"] and not seen["solution"])),
        Criterion(
            "criteria",
            lambda seen: max(0.0, ramp(seen["criteria"], 0, 3) - 0.3 * len(seen["vague"])),
        ),
        Criterion("questions", lambda seen: ramp(seen["questions"], 0, 3)),
        Criterion("date", lambda seen: float(seen["asks"] and not seen["promised"])),
        Criterion(
            "estimate", lambda seen: float(seen["asks"] and seen["opens"] and not seen["dictates"])
        ),
    ),
    misconceptions=(
        Misconception("3.5a", lambda t, r: r[0].seen["solution"]),
        Misconception("3.5b", lambda t, r: not (r[0].seen["user"] and r[0].seen["reason"])),
        Misconception("3.5c", lambda t, r: bool(r[0].seen["promised"])),
        Misconception("3.5d", lambda t, r: bool(r[0].seen["vague"])),
        Misconception("3.5e", lambda t, r: r[0].seen["dictates"]),
    ),
    words=WORDS["3.5"],
    manual=True,
    facts=_story_facts,
)

EXERCISES = (CRITERIA, SPLIT, WISH, GATE, MAIL)
