"""Where you stand: two parallel forms of 28 tasks, and the gap map that follows from them.

Everything a learner answers goes into the ledger at once, so the assessment can be left at any
time: tasks as predictions of the lab ``assessment A`` (or ``B``), with the confidence; context,
self-ratings and the guess as notes. The last answer to a question counts.

A level is what was shown: 1 and one more for each of the two tasks done right; both right and
sure of it (80 % on average) makes 4. Two tasks measure roughly; the gap map says so.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from statistics import mean
from typing import Any

import yaml

from tpo import case
from tpo.engines.gaps import LEVELS, TOP, gaps, largest, ordered
from tpo.exercises import MODULES
from tpo.learner.ledger import Ledger

FORMS = ("A", "B")
CONFIDENCES = (50, 60, 70, 80, 90, 99)  # percent
SURE = 80  # percent, from which an answer counts as sure
UNSURE = 65  # percent, up to which right answers count as better than believed
GUESSES = 3  # the gaps a learner names before the map opens
GOALS = 3
WEEKS = (5, 9, 14)  # when the goals end
ANCHORS = {
    "awareness": "I have heard of it.",
    "working": "I can do it with help.",
    "practitioner": "I do it on my own.",
    "expert": "Others ask me how.",
}
ROUTES = {
    "B": "From business to technology: do the worked example and every half-finished step.",
    "E": "From engineering to product: start with the task you try before it is taught.",
    "O": "Experienced: begin with the exercises, and open the lesson where you get stuck.",
}


@dataclass(frozen=True)
class Option:
    """One answer to a task; ``slip`` is the misconception it comes from, "" for the key."""

    text: str
    slip: str


@dataclass(frozen=True)
class Item:
    """One task of one form."""

    id: str
    competency: str
    objective: str
    form: str
    ask: str
    shown: str
    options: tuple[Option, ...]
    why: str

    @property
    def key(self) -> int:
        """The index of the right answer."""
        return next(i for i, option in enumerate(self.options) if not option.slip)


@dataclass(frozen=True)
class Question:
    """A question about the learner's context: {value: its words}."""

    id: str
    ask: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Answered:
    """One task with what was answered and how sure the learner was, in percent."""

    item: Item
    option: int
    confidence: int

    @property
    def right(self) -> bool:
        """Whether the key was chosen."""
        return self.option == self.item.key


@dataclass(frozen=True)
class Result:
    """A finished form."""

    form: str
    answered: tuple[Answered, ...]
    said: Mapping[str, int]  # self-rating by competency, 1 to 4
    levels: Mapping[str, int]  # shown in tasks, 1 to 4
    guess: tuple[str, ...]  # the three gaps the learner expected
    context: Mapping[str, str]
    then: Mapping[str, int]  # form B: the learner's look back at the start; may be empty

    @property
    def niche(self) -> str:
        """The chosen niche, or ""."""
        chosen = self.context.get("niche", "none")
        return chosen if chosen in case.niches() else ""

    @property
    def right(self) -> int:
        """How many tasks were done right."""
        return sum(a.right for a in self.answered)

    @property
    def gaps(self) -> dict[str, int]:
        """Missing levels by competency."""
        return gaps(self.levels, self.niche)

    @property
    def order(self) -> list[str]:
        """Competencies, the largest gap first; among equals those where one was sure and wrong."""
        return ordered(self.levels, self.niche, {id: self._misplaced(id) for id in self.levels})

    @property
    def surprises(self) -> list[Answered]:
        """Tasks answered wrongly by somebody who was sure."""
        return [a for a in self.answered if not a.right and a.confidence >= SURE]

    @property
    def underrated(self) -> list[str]:
        """Competencies with both tasks right and little confidence."""
        return [
            id
            for id in self.levels
            if all(a.right for a in self.of(id))
            and mean(a.confidence for a in self.of(id)) <= UNSURE
        ]

    def of(self, competency: str) -> list[Answered]:
        """The two answers of a competency."""
        return [a for a in self.answered if a.item.competency == competency]

    def route(self, competency: str = "") -> str:
        """ "B", "E" or "O" for one competency, or the one that most of the way is on."""
        table = case.competencies()
        if competency:
            if not self.gaps[competency]:
                return "O"
            return "B" if table[competency].half == "technology" else "E"
        missing = {h: mean(self.gaps[c.id] for c in table.values() if c.half == h) for h in HALVES}
        if sum(self.gaps.values()) <= GOALS:
            return "O"
        if missing["technology"] == missing["people"]:
            return "E" if self.context.get("background") == "engineering" else "B"
        return "B" if missing["technology"] > missing["people"] else "E"

    def modules(self) -> list[str]:
        """Competencies in the order in which to take their modules; M01 first, M14 last."""
        middle = [id for id in self.order if id not in (FIRST, LAST)]
        return [FIRST, *middle, LAST]

    def goals(self) -> list[str]:
        """Three goals: the largest gaps, and where both halves have large ones, one of each."""
        table = case.competencies()
        open_gaps = [id for id in self.order if self.gaps[id]]
        chosen = open_gaps[:GOALS]
        halves = {table[id].half for id in chosen}
        if len(chosen) == GOALS and len(halves) == 1:
            top = largest(self.levels, self.niche)
            other = [id for id in open_gaps if id in top and table[id].half not in halves]
            chosen[-1:] = other[:1] or chosen[-1:]
        return chosen

    @property
    def line(self) -> str:
        """The levels as the line that exercise 1.3 reads."""
        return "-".join(str(level) for level in self.levels.values())

    def _misplaced(self, competency: str) -> float:
        return sum(a.confidence for a in self.of(competency) if not a.right)


HALVES = ("people", "technology")
FIRST, LAST = "K01", "K14"


@lru_cache
def _file() -> Mapping[str, Any]:
    text = files("tpo.learner").joinpath("assessment.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@lru_cache
def items(form: str) -> tuple[Item, ...]:
    """The 28 tasks of form "A" or "B", competency by competency."""
    if form not in FORMS:
        raise LookupError(f"There is no form {form!r}; there are A and B.")
    rows = _file()["items"]
    places = [n % 4 for n in range(len(rows))]  # the key stands equally often in each place
    random.Random(f"places {form}").shuffle(places)
    return tuple(_item(row, form, place) for row, place in zip(rows, places, strict=True))


def misconceptions() -> Mapping[str, str]:
    """What each misconception id stands for, in one sentence."""
    return _file()["misconceptions"]


def questions() -> tuple[Question, ...]:
    """The three questions about context."""
    return tuple(Question(q["id"], q["ask"], q["options"]) for q in _file()["context"])


def _item(row: Mapping[str, Any], form: str, place: int) -> Item:
    side = row[form]
    options = [Option(text, str(slip)) for slip, text in side["wrong"]]
    options.insert(place, Option(side["right"], ""))
    return Item(
        row["id"],
        row["id"].partition("-")[0],
        row["objective"],
        form,
        side["ask"],
        side.get("shown", "").rstrip(),
        tuple(options),
        side["why"],
    )


# ---- what is kept --------------------------------------------------------------------------------


def keep_answer(ledger: Ledger, form: str, item: str, option: Any, confidence: Any) -> bool:
    """Keep an answer; False if it is none (unknown task, option or confidence)."""
    found = next((i for i in items(form) if i.id == item), None)
    if found is None or confidence not in CONFIDENCES or type(option) is not int:
        return False
    if not 0 <= option < len(found.options):
        return False
    right = option == found.key
    ledger.add_prediction(_lab(form), item, found.options[option].text, confidence, right)
    return True


def keep_choice(ledger: Ledger, form: str, kind: str, id: str, value: Any) -> bool:
    """Keep a context answer, a self-rating ("self") or a look back ("then"); False if it is none."""
    if kind == "context":
        known = {q.id: q.options for q in questions()}
        fits = id in known and value in known[id]
    else:
        fits = kind in ("self", "then") and id in case.competencies() and value in LEVELS
    if fits:
        ledger.add_note(_about(form, kind, id), str(value))
    return fits


def keep_guess(ledger: Ledger, form: str, ids: Any) -> bool:
    """Keep the three gaps that the learner expects; False if they aren't three."""
    if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
        return False
    chosen = [id for id in case.competencies() if id in ids]
    if len(chosen) != GUESSES or len(ids) != GUESSES:
        return False
    ledger.add_note(_about(form, "guess", ""), ", ".join(chosen))
    return True


def kept(ledger: Ledger, form: str) -> dict[str, Any]:
    """What has been answered so far: context, self, then, answers {item: [option, %]}, guess."""
    table = case.competencies()
    answers: dict[str, list[int]] = {}
    known = {item.id: [o.text for o in item.options] for item in items(form)}
    for said in ledger.predictions(_lab(form)):
        if said.answer in known.get(said.question, ()):
            answers[said.question] = [known[said.question].index(said.answer), said.confidence]
    guess = _last(ledger, _about(form, "guess", ""))
    return {
        "context": _notes(ledger, form, "context", {q.id: tuple(q.options) for q in questions()}),
        "self": _notes(ledger, form, "self", dict.fromkeys(table, LEVELS)),
        "then": _notes(ledger, form, "then", dict.fromkeys(table, LEVELS)) if form == "B" else {},
        "answers": answers,
        "guess": guess.split(", ") if guess else [],
    }


def result(ledger: Ledger, form: str) -> Result | None:
    """The finished form, or None while anything is missing."""
    found = kept(ledger, form)
    table = case.competencies()
    if len(found["answers"]) < len(items(form)) or not found["guess"]:
        return None
    if len(found["self"]) < len(table) or (form == "B" and len(found["then"]) < len(table)):
        return None
    answered = tuple(Answered(item, *found["answers"][item.id]) for item in items(form))
    rank = {level: n for n, level in enumerate(LEVELS, 1)}
    context = found["context"] or kept(ledger, "A")["context"]
    return Result(
        form,
        answered,
        {id: rank[found["self"][id]] for id in table},
        {id: level([a for a in answered if a.item.competency == id]) for id in table},
        tuple(found["guess"]),
        context,
        {id: rank[found["then"][id]] for id in table} if found["then"] else {},
    )


def level(answered: list[Answered]) -> int:
    """The level that two tasks show; confidence decides only whether two right ones make 4."""
    done = sum(a.right for a in answered)
    sure = done == len(answered) and mean(a.confidence for a in answered) >= SURE
    return 1 + done + sure


# ---- what follows --------------------------------------------------------------------------------


def calibration(result: Result) -> tuple[float, float]:
    """(mean confidence, share right), both from 0 to 1."""
    sure = mean(a.confidence for a in result.answered) / 100
    return sure, result.right / len(result.answered)


def gain(before: Result, after: Result) -> float:
    """Normalised gain: of what could still be won at the start, the share that was won (Hake 1998).

    1 when nothing was left to win and nothing was lost.
    """
    most = len(before.answered)
    left = most - before.right
    won = after.right - before.right
    return won / left if left else (1.0 if won >= 0 else won / most)


def plan(result: Result) -> str:
    """The learning plan as Markdown, for the learner to change."""
    table = case.competencies()
    hours = float(result.context.get("hours", "3"))
    goals = result.goals()
    share = hours / max(1, len(goals))
    lines = [
        "# My learning plan",
        "",
        f"Made from the assessment, form {result.form}. Change it as you like; nobody overwrites it.",
        "",
        "| Goal | From | To | What I will show | Until week | Hours a week |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for id, week in zip(goals, WEEKS, strict=False):
        now = result.levels[id]
        lines.append(
            f"| {id} {table[id].name} | {now} | {now + 1} | {table[id].shows} that passes "
            f"{table[id].proof} | {week} | {share:.1f} |"
        )
    if not goals:
        lines.append("| no gap found | – | – | a capstone in your niche | 14 | 4 |")
    lines += ["", "## The order of modules", ""]
    for n, id in enumerate(result.modules(), 1):
        lines.append(f"{n}. {table[id].module} {table[id].name}: {remark(result, id)}")
    lines += [
        "",
        "## Levels, for exercise 1.3",
        "",
        result.line,
        "",
        "## Who asks me about it, and when",
        "",
        "…",
        "",
    ]
    return "\n".join(lines)


def remark(result: Result, competency: str) -> str:
    """What to do with a module, in a few words."""
    module = case.competencies()[competency].module
    if competency == FIRST:
        return "everybody begins here"
    missing = result.gaps[competency]
    number = module[1:].lstrip("0")
    if competency == LAST:
        words = "everybody ends here"
    elif missing:
        words = (
            f"{missing} level{'s' if missing > 1 else ''} to go, route {result.route(competency)}"
        )
    else:
        words = f"may be skipped by passing {number}.1 and {number}.5"
    return words if module.lower() in MODULES else f"{words} (the module is not out yet)"


def record(result: Result) -> dict[str, Any]:
    """The gap map as plain data (gap_map.json)."""
    sure, right = calibration(result)
    return {
        "form": result.form,
        "levels": dict(result.levels),
        "said": dict(result.said),
        "gaps": result.gaps,
        "largest": result.order[:TOP],
        "expected": list(result.guess),
        "mean_confidence": round(sure, 3),
        "share_right": round(right, 3),
        "niche": result.niche,
        "route": result.route(),
        "routes": {id: result.route(id) for id in result.levels},
        "modules": [case.competencies()[id].module for id in result.modules()],
        "goals": result.goals(),
        "line": result.line,
    }


def _lab(form: str) -> str:
    return f"assessment {form}"


def _about(form: str, kind: str, id: str) -> str:
    return f"assessment {form} {kind} {id}".strip()


def _last(ledger: Ledger, about: str) -> str:
    notes = ledger.notes(about)
    return notes[-1].text if notes else ""


def _notes(
    ledger: Ledger, form: str, kind: str, known: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    found = {id: _last(ledger, _about(form, kind, id)) for id in known}
    return {id: value for id, value in found.items() if value in known[id]}
