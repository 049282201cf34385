"""Cards to answer from memory: what they ask, and where they come from.

Four kinds: a ``term`` of the glossary in application form, a ``recall`` question from the start of
a lesson, a ``missed`` misconception (the run's own first line, and why it went so), and the
learner's ``own``. No card is a list to pick from: each wants an answer said aloud.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tpo import case
from tpo.exercises import UnknownExercise, find
from tpo.learner.ledger import Attempt, Ledger
from tpo.learner.recall import plan

Kind = Literal["term", "recall", "missed", "own"]
DEPOSITED = "terms"  # what a note is about when a lesson's words went into the glossary
NAMED = re.compile(r"\d+\.\d+[a-z]")  # the id of a named misconception, such as 6.3a


@dataclass(frozen=True)
class Card:
    """One question and its answer. ``about`` says in a few words where it comes from."""

    id: str
    kind: Kind
    module: str
    about: str
    question: str
    answer: str


def quartet(module: str) -> list[Card]:
    """The four questions at the start of a lesson; raise LookupError for an unknown module.

    An item of module.yaml with ``term: percentile`` counts for that word of the glossary.
    """
    return [
        Card(
            f"term:{item['term']}" if "term" in item else f"recall:{module}:{number}",
            "recall",
            module,
            "From the glossary" if item["from"] == "glossary" else f"From {item['from']}",
            item["ask"],
            item["answer"],
        )
        for number, item in enumerate(plan(module)["recall"], 1)
    ]


def terms(module: str) -> list[Card]:
    """The glossary cards of a module, in the order of the glossary file."""
    return [
        Card(
            f"term:{term.term}",
            "term",
            module,
            f"The word “{term.term}”",
            term.question,
            f"{term.answer} {term.term[:1].upper()}{term.term[1:]}: {term.plain}",
        )
        for term in case.glossary(module).values()
    ]


def missed(ledger: Ledger) -> list[Card]:
    """One card for each misconception the learner's runs gave away, oldest first."""
    found: dict[str, Card] = {}
    for attempt in ledger.attempts():
        named = NAMED.fullmatch(attempt.message or "")
        if named and attempt.outcome == "not yet" and attempt.message not in found:
            card = _missed(attempt)
            if card:
                found[card.id.removeprefix("missed:")] = card
    return list(found.values())


def own(ledger: Ledger) -> list[Card]:
    """The learner's own cards."""
    return [
        Card(f"own:{t.term}", "own", "", f"Your own card “{t.term}”", t.question, t.answer)
        for t in ledger.terms()
    ]


def deck(ledger: Ledger) -> list[Card]:
    """Every card the learner has: own, missed, words of modules met, questions once answered."""
    answered = {review.card for review in ledger.reviews()}
    met = modules_met(ledger)
    cards = own(ledger) + missed(ledger)
    for module in met:
        cards += terms(module)
    for module in _lessons(answered):
        cards += [card for card in quartet(module) if card.id in answered]
    return list({card.id: card for card in reversed(cards)}.values())[::-1]


def deposit(ledger: Ledger, module: str) -> None:
    """Put a module's words into the learner's deck, once."""
    if module not in [note.text for note in ledger.notes(DEPOSITED)]:
        ledger.add_note(DEPOSITED, module)


def modules_met(ledger: Ledger) -> list[str]:
    """Modules whose words the learner has met: deposited at the end of a lesson, or exercised."""
    met = {note.text for note in ledger.notes(DEPOSITED)}
    met |= {module_of(attempt.exercise) for attempt in ledger.attempts()}
    return sorted(module for module in met if module)


def module_of(id: str) -> str:
    """``"M06"`` for an exercise ``"6.3"`` or a lab ``"W06a"``; "" for anything else."""
    found = re.fullmatch(r"(?:W(\d\d)[a-z]|(\d{1,2})\.\d+)", id)
    return f"M{(found[1] or found[2]).zfill(2)}" if found else ""


def _lessons(answered: set[str]) -> list[str]:
    """Lessons whose quartet was answered, as far as they still exist."""
    found = sorted({card.split(":")[1] for card in answered if card.startswith("recall:")})
    return [module for module in found if _exists(module)]


def _exists(module: str) -> bool:
    try:
        plan(module)
    except LookupError:
        return False
    return True


def _missed(attempt: Attempt) -> Card | None:
    """A card from what the run said; None for a record that kept no words, or a gone exercise."""
    lines = attempt.said.split("\n")
    try:
        exercise = find(attempt.exercise)
    except UnknownExercise:
        return None
    if len(lines) != 5:
        return None
    first, _ran, _saw, why, next_move = lines
    return Card(
        f"missed:{attempt.message}",
        "missed",
        module_of(attempt.exercise),
        f"From your own runs of {attempt.exercise}, {exercise.words.title}",
        f"One of your runs ended with: “{first}” What was behind it, and who pays for it?",
        f"{why} {next_move}".strip(),
    )
