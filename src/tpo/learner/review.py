"""When a card comes back: spaced review with FSRS, computed from the log of reviews.

Nothing but the reviews is stored. The schedule is what FSRS-6 (Ye et al., the package ``fsrs``)
makes of them, with its published default parameters, whole days, no random fuzz and a wish to
remember nine of ten cards; so the same log gives the same days on every machine.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tpo.learner.cards import Card, deck
from tpo.learner.ledger import Ledger, Review

RATINGS = {1: "Missed it", 2: "With effort", 3: "Knew it"}
NEW_A_DAY = 5  # cards never seen; a module brings twenty words at once
SHEET = 10  # cards on a printed sheet
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """One card and where it stands. ``due`` is the day it comes back; None if never seen."""

    card: Card
    due: date | None
    reviews: int
    missed: int


def standings(ledger: Ledger) -> list[Standing]:
    """Every card of the learner's deck, the one due first in front, new ones last."""
    log: dict[str, list[Review]] = {}
    for review in ledger.reviews():
        log.setdefault(review.card, []).append(review)
    found = [
        Standing(
            card,
            due_day(log.get(card.id, ())),
            len(log.get(card.id, ())),
            sum(r.rating == 1 for r in log.get(card.id, ())),
        )
        for card in deck(ledger)
    ]
    return sorted(found, key=lambda s: (s.due is None, s.due or date.min))


def due(ledger: Ledger, now: datetime) -> list[Standing]:
    """What to answer today: every card that is due, then a few new ones."""
    today = local(now)
    all = standings(ledger)
    first: dict[str, str] = {}
    for review in ledger.reviews():
        first.setdefault(review.card, review.at)
    begun = sum(
        local(datetime.fromisoformat(at)) == today
        for card, at in first.items()
        if not card.startswith("recall:")
    )
    new = [s for s in all if s.due is None][: max(0, NEW_A_DAY - begun)]
    return [s for s in all if s.due and s.due <= today] + new


def rated_today(ledger: Ledger, card: str, now: datetime) -> int | None:
    """The last rating of a card given today, or None."""
    today = [
        r.rating for r in ledger.reviews(card) if local(datetime.fromisoformat(r.at)) == local(now)
    ]
    return today[-1] if today else None


def due_day(reviews: Sequence[Review]) -> date | None:
    """The day on which a card with these reviews comes back; None without any."""
    if not reviews:
        return None
    from fsrs import Card as Memory
    from fsrs import Rating

    memory = Memory(card_id=0)
    for review in reviews:
        at = datetime.fromisoformat(review.at)
        if memory.last_review and at < memory.last_review:
            continue  # the clock was set back
        memory, _ = _scheduler().review_card(memory, Rating(review.rating), at)
    return local(memory.due)


@lru_cache
def _scheduler() -> Any:
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def local(moment: datetime) -> date:
    """The calendar day of a moment where the learner is."""
    return moment.astimezone().date()


# ---- on paper and elsewhere ----------------------------------------------------------------------


def week(ledger: Ledger, now: datetime) -> list[Standing]:
    """The ten cards of the weekly sheet: due within seven days, the first due in front, then new."""
    last = local(now) + WEEK
    return [s for s in standings(ledger) if s.due is None or s.due <= last][:SHEET]


COLUMNS = ("id", "kind", "module", "question", "answer", "due", "reviews", "missed")


def as_csv(found: Iterable[Standing]) -> str:
    """The deck as CSV with a header, for a spreadsheet."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for s in found:
        card, day = s.card, s.due.isoformat() if s.due else ""
        cells = (card.id, card.kind, card.module, card.question, card.answer, day)
        rows.writerow([*map(_plain, cells), s.reviews, s.missed])
    return out.getvalue()


def as_anki(found: Iterable[Standing]) -> str:
    """The deck as a text file that Anki imports (File → Import); its headers say how."""
    out = io.StringIO()
    out.write(
        "#separator:tab\n#html:false\n#notetype:Basic\n#deck:Two Languages\n"
        "#columns:Front\tBack\tTags\n#tags column:3\n"
    )
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    for s in found:
        tags = " ".join(part for part in ("two-languages", s.card.kind, s.card.module) if part)
        rows.writerow([_one_line(s.card.question), _one_line(s.card.answer), tags])
    return out.getvalue()


def _plain(cell: str) -> str:
    """A spreadsheet reads a cell that begins with one of these as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _one_line(text: str) -> str:
    return " ".join(text.split())
