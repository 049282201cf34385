"""An exercise: what is asked, how it is judged, and what is said.

The data flows one way: artefact → ``shape.read`` → ``judge`` (numbers and events, no words)
→ ``criteria`` (how much of each promise was kept) → ``Verdict`` (points, one message).
A new exercise states a shape, one judge call, its criteria and its misconceptions; the words
stand in the module's YAML file beside it.
"""

from __future__ import annotations

import math
import random
import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tpo.exercises.shape import BadShape, NotStarted, Shape
from tpo.exercises.words import Message, Words

Outcome = Literal["not started", "right", "not yet", "your cell raised", "our checker failed"]


@dataclass(frozen=True)
class Case:
    """One scenario an artefact is run in. ``name`` is for our eyes; learners never see it."""

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ran:
    """One case with what the judge observed in it."""

    case: Case
    seen: Mapping[str, Any]


@dataclass(frozen=True)
class Criterion:
    """One promise the artefact has to keep.

    ``kept`` returns 1.0 when the promise holds in an observation, 0.0 when nothing of it does,
    and something between for partial credit; it must be monotone. A ``gate`` is multiplied into
    the score (an artefact that fails it wholly earns nothing); the others are averaged.
    """

    name: str
    kept: Callable[[Mapping[str, Any]], float]
    gate: bool = False


@dataclass(frozen=True)
class Misconception:
    """A named wrong idea and how a run gives it away."""

    id: str
    when: Callable[[Any, Sequence[Ran]], bool]


@dataclass(frozen=True)
class Exercise:
    """Everything about one exercise except its words.

    ``judge(artefact, case)`` returns observations. ``public`` are the cases of ``check``;
    ``hidden(rng)`` draws fresh ones for grading, and ``practice`` are the lesson's, by name. ``points`` are what the grade cell is worth;
    an exercise with ``manual=True`` is advised by the judge and marked by a person.
    """

    id: str
    answer: str
    points: float
    stars: int
    shape: Shape
    judge: Callable[[Any, Case], Mapping[str, Any]]
    public: tuple[Case, ...]
    hidden: Callable[[random.Random], tuple[Case, ...]]
    criteria: tuple[Criterion, ...]
    misconceptions: tuple[Misconception, ...]
    words: Words
    manual: bool = False
    practice: Mapping[str, Case] = field(default_factory=dict)
    facts: Callable[[Any, Sequence[Ran]], Mapping[str, Any]] = lambda artefact, ran: {}
    page: Callable[[Any], str] | None = None  # the answer as an HTML file that the learner keeps


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check: points in [0, max_points] and one message."""

    exercise: str
    outcome: Outcome
    points: float
    max_points: float
    message: Message
    kept: tuple[tuple[str, bool], ...] = ()  # (promise, was it kept) in the order of the criteria
    scored: bool = True  # False: a person marks this one
    misconception: str = ""  # what the runs gave away, for statistics; the message may not say it


def check_artefact(exercise: Exercise, artefact: Any) -> Verdict:
    """Judge an artefact in the public cases: the learner's instant check."""
    return _guarded(exercise, lambda: _verdict(exercise, artefact, exercise.public, public=True))


def grade_artefact(exercise: Exercise, artefact: Any, rng: random.Random) -> Verdict:
    """Judge an artefact in fresh cases; the message names properties, never a case's numbers."""
    return _guarded(
        exercise, lambda: _verdict(exercise, artefact, exercise.hidden(rng), public=False)
    )


def replay_artefact(exercise: Exercise, artefact: Any, practice: str = "") -> str:
    """What happened in a practice case (the first public one by default), without a verdict."""
    if practice and practice not in exercise.practice:
        return f"There is no practice case {practice!r}; try {', '.join(exercise.practice)}."
    case = exercise.practice.get(practice, exercise.public[0])
    try:
        answer = exercise.shape.read(artefact, untouched=True)
        ran = [Ran(case, exercise.judge(answer, case))]
        return exercise.words.seen(exercise.facts(answer, ran))
    except NotStarted:
        return "Fill in the blanks first, then run this cell again."
    except BadShape as problem:
        return str(problem)
    except Exception as error:
        return _report(exercise, error).first


def page_of(exercise: Exercise, artefact: Any) -> str:
    """The answer as an HTML file; BadShape or NotStarted when it can't be read as one."""
    if exercise.page is None:
        raise BadShape(f"{exercise.id} makes no page.")
    return exercise.page(exercise.shape.read(artefact))


def raised(exercise: Exercise, error: str) -> Verdict:
    """The learner's own cell stopped with an error, so there is nothing to judge."""
    return _plain(exercise, "your cell raised", exercise.words.raised(exercise.answer, error))


def unreadable(exercise: Exercise, sentence: str) -> Verdict:
    """The answer arrived, but not in a form that can be run."""
    return _plain(exercise, "not yet", exercise.words.shape(exercise.id, sentence))


def _guarded(exercise: Exercise, judge: Callable[[], Verdict]) -> Verdict:
    """Our own failure is a fifth outcome: an apology, an id, and nothing lost."""
    try:
        return judge()
    except Exception as error:
        return _plain(exercise, "our checker failed", _report(exercise, error))


def _report(exercise: Exercise, error: Exception) -> Message:
    where = traceback.extract_tb(error.__traceback__)[-1]
    seed = f"{exercise.id}{type(error).__name__}{where.name}{where.lineno}"
    report = f"{exercise.id}-{uuid.uuid5(uuid.NAMESPACE_OID, seed).hex[:8]}"
    return exercise.words.failed(report, f"{type(error).__name__} in {where.name}")


def _verdict(exercise: Exercise, artefact: Any, cases: Sequence[Case], public: bool) -> Verdict:
    try:
        answer = exercise.shape.read(artefact)
    except NotStarted:
        return _plain(exercise, "not started", exercise.words.not_started())
    except BadShape as problem:
        return unreadable(exercise, str(problem))
    ran = [Ran(case, exercise.judge(answer, case)) for case in cases]
    return _weigh(exercise, answer, ran, public)


def _weigh(exercise: Exercise, answer: Any, ran: Sequence[Ran], public: bool) -> Verdict:
    worst = {c.name: min(_fraction(c.kept(r.seen)) for r in ran) for c in exercise.criteria}
    kept = tuple((exercise.words.promise(c.name), worst[c.name] >= 1) for c in exercise.criteria)
    share = sum(_share(exercise.criteria, r.seen) for r in ran) / len(ran)
    right = all(ok for _, ok in kept)
    points = exercise.points if right else min(_round(share * exercise.points), exercise.points)
    if right:
        message = exercise.words.right(public, exercise.facts(answer, ran))
    elif public:
        message = _diagnose(exercise, answer, ran, worst)
    else:
        message = exercise.words.hidden([promise for promise, ok in kept if not ok])
    return Verdict(
        exercise.id,
        "right" if right else "not yet",
        points,
        exercise.points,
        message,
        kept,
        scored=not exercise.manual,
        misconception="" if right or public else _guess(exercise, answer, ran),
    )


def _guess(exercise: Exercise, answer: Any, ran: Sequence[Ran]) -> str:
    """The misconception in hidden cases, where finding none, or failing to, costs nobody a mark."""
    try:
        return _given_away(exercise, answer, ran)
    except Exception:
        return ""


def _given_away(exercise: Exercise, answer: Any, ran: Sequence[Ran]) -> str:
    """The id of the first misconception that the runs give away, or ""."""
    return next((wrong.id for wrong in exercise.misconceptions if wrong.when(answer, ran)), "")


def _diagnose(
    exercise: Exercise, answer: Any, ran: Sequence[Ran], worst: Mapping[str, float]
) -> Message:
    """The first misconception that the run gives away; else the worst broken promise."""
    facts = exercise.facts(answer, ran)
    if found := _given_away(exercise, answer, ran):
        return exercise.words.misconception(found, facts)
    weakest = min(exercise.criteria, key=lambda c: (worst[c.name] >= 1, worst[c.name]))
    return exercise.words.broken(weakest.name, facts)


def _share(criteria: Sequence[Criterion], seen: Mapping[str, Any]) -> float:
    gates = math.prod(_fraction(c.kept(seen)) for c in criteria if c.gate)
    rest = [_fraction(c.kept(seen)) for c in criteria if not c.gate]
    return gates * (sum(rest) / len(rest) if rest else 1.0)


def _fraction(value: float) -> float:
    """A finite fraction in [0, 1]; nbgrader gives full marks for NaN and negatives."""
    number = float(value)
    if not math.isfinite(number):
        return 0.0
    return min(1.0, max(0.0, number))


def _round(points: float) -> float:
    """Down to a tenth, so that an artefact that isn't right never shows full marks."""
    return math.floor(points * 10 + 1e-9) / 10


def _plain(exercise: Exercise, outcome: Outcome, message: Message) -> Verdict:
    return Verdict(exercise.id, outcome, 0.0, exercise.points, message, scored=not exercise.manual)


def ramp(value: float, nothing: float, full: float) -> float:
    """0 at ``nothing``, 1 at ``full`` (either may be the larger), straight in between."""
    if full == nothing:
        return 1.0 if value >= full else 0.0
    return min(1.0, max(0.0, (value - nothing) / (full - nothing)))
