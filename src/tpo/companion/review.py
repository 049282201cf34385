"""Answering cards: the quartet that opens a lesson, the review of the day, the sheet on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path

from tpo import case
from tpo.companion.page import Fields, Page, button, file
from tpo.learner import ledger, recall, review
from tpo.learner.cards import Card, modules_met, quartet
from tpo.learner.ledger import Ledger, current, workspace
from tpo.trouble import TroubleError

FOLDER = "review"  # in the workspace: sheets and exports
ASK = "Say your answer aloud or write it down, then open."


def now() -> datetime:
    """This moment, by the ledger's clock."""
    return ledger.now()


# ---- the quartet at the start of a lesson --------------------------------------------------------


def quartet_page(module: str, own: Ledger | None = None) -> Page:
    """Four questions from memory; how each one went counts as a review."""
    book = current() if own is None else own
    cards = quartet(module)

    def draw() -> str:
        shown = "".join(_quartet_card(book, card, n) for n, card in enumerate(cards, 1))
        return f'<section aria-label="Four questions from memory"><p class="soft">{ASK}</p>{shown}</section>'

    def act(do: str, _fields: Fields) -> str:
        return _rate(book, do, {card.id for card in cards})

    text = "\n".join(f"{n}. {card.question}" for n, card in enumerate(cards, 1))
    return Page(draw, act, recall.card(module), text)


def _quartet_card(book: Ledger, card: Card, number: int) -> str:
    rating = review.rated_today(book, card.id, now())
    if rating is None:
        below = _rating_buttons(card)
    else:
        day = review.due_day(book.reviews(card.id))
        below = f'<p class="small">Noted: {review.RATINGS.get(rating, "known").lower()}. Back {day_words(day)}.</p>'
    return (
        f'<div class="card"><p class="small">{escape(card.about)}</p>'
        f'<p class="ask">{number}. {escape(card.question)}</p>'
        f'<details id="card-{number}"><summary>Open when you have said your answer</summary>'
        f"<p>{escape(card.answer)}</p>{below}</details></div>"
    )


def _rating_buttons(card: Card) -> str:
    choices = "".join(
        button(f"rate {rating} {card.id}", words, label=f"{words}: {card.question[:60]}")
        for rating, words in review.RATINGS.items()
    )
    return f'<div class="moves" role="group" aria-label="How did it go?"><span>How did it go?</span>{choices}</div>'


def _rate(book: Ledger, do: str, known: set[str]) -> str:
    """Record ``rate 3 term:percentile``; anything else is not ours."""
    verb, _, rest = do.partition(" ")
    rating, _, card = rest.partition(" ")
    if verb != "rate" or card not in known or rating not in ("1", "2", "3"):
        return ""
    book.add_review(card, int(rating))
    if book.warning:
        return book.warning
    return f"Noted. This card comes back {day_words(review.due_day(book.reviews(card)))}."


def day_words(day: date | None) -> str:
    """``"tomorrow"``, ``"on Tuesday 3 March"``; "later" where there is no day."""
    if day is None:
        return "later"
    ahead = (day - review.local(now())).days
    if ahead <= 0:
        return "today"
    if ahead == 1:
        return "tomorrow"
    if ahead < 180:
        return f"on {day:%A} {day.day} {day:%B}"
    return f"in {day:%B %Y}"


# ---- the review of the day -----------------------------------------------------------------------


def review_page(own: Ledger | None = None, folder: Path | None = None) -> Page:
    """Today's cards one by one, a form for cards of one's own, and the ways out on paper."""
    book = current() if own is None else own
    place = folder or workspace()
    opened: set[str] = set()

    def draw() -> str:
        return _today(book, opened) + _own_cards(book) + _words(book) + _ways_out()

    def act(do: str, fields: Fields) -> str:
        if do.startswith("open "):
            opened.add(do.removeprefix("open "))
            return ""
        if do == "add":
            return _add(book, fields)
        if do.startswith("withdraw "):
            book.add_term(do.removeprefix("withdraw "), "", "")
            return "Taken out of your deck."
        if do in EXPORTS:
            return _told(lambda: export(do, book, place))
        opened.clear()
        return _rate(book, do, {standing.card.id for standing in review.standings(book)})

    still = "<p>Run this cell in JupyterLab to answer today's cards.</p>"
    return Page(draw, act, still, "Run this cell in JupyterLab to answer today's cards.")


def _today(book: Ledger, opened: set[str]) -> str:
    waiting = review.due(book, now())
    if not waiting:
        return f'<h2 tabindex="-1" data-here>Nothing more today</h2><p>{_outlook(book)}</p>'
    card = waiting[0].card
    count = "one card" if len(waiting) == 1 else f"{len(waiting)} cards"
    here = "" if card.id in opened else " data-here"
    if card.id in opened:
        below = f'<p id="answer" tabindex="-1" data-here>{escape(card.answer)}</p>{_rating_buttons(card)}'
    else:
        below = (
            f'<div class="moves">{button(f"open {card.id}", "Show the answer", main=True)}</div>'
        )
    return (
        f"<h2>Today: {count}</h2>"
        f'<p class="soft">{ASK} What you say about it decides when the card comes back.</p>'
        f'<div class="card"><p class="small">{escape(card.about)}</p>'
        f'<p class="ask" tabindex="-1"{here}>{escape(card.question)}</p>{below}</div>'
    )


def _outlook(book: Ledger) -> str:
    found = review.standings(book)
    if not found:
        return (
            "You have no cards yet. They come by themselves: the words at the end of each lesson, "
            "the four questions at its start, and what your own runs taught you. Or write one below."
        )
    days = [standing.due for standing in found if standing.due]
    new = sum(standing.due is None for standing in found)
    told = []
    if days:
        nearest = min(days)
        count = days.count(nearest)
        told.append(
            f"The next {_cards(count)} come back {day_words(nearest)}.".replace(
                "one card come", "card comes"
            )
        )
    if new:
        told.append(
            f"{_cards(new).capitalize()} you have not seen yet; {review.NEW_A_DAY} a day are enough."
        )
    return " ".join(told)


def _cards(count: int) -> str:
    return "one card" if count == 1 else f"{count} cards"


def _own_cards(book: Ledger) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(term.term)}</th><td>{escape(term.question)}</td><td>'
        f"{button(f'withdraw {term.term}', 'Take out', label=f'Take out {term.term}')}</td></tr>"
        for term in book.terms()
    )
    table = f"<table><caption>Your own cards</caption><tbody>{rows}</tbody></table>" if rows else ""
    return (
        '<h3>A card of your own</h3><p class="soft">A word from your last review or meeting that you '
        "had to look up. Ask it as somebody would: a question about a case, not “what is …?”.</p>"
        '<label for="own-term">Word</label><input type="text" id="own-term" name="term">'
        '<label for="own-question">Question</label>'
        '<textarea id="own-question" name="question" rows="2"></textarea>'
        '<label for="own-answer">Answer</label>'
        '<textarea id="own-answer" name="answer" rows="2"></textarea>'
        f'<div class="moves">{button("add", "Add this card")}</div>{table}'
    )


def _add(book: Ledger, fields: Fields) -> str:
    term, question, answer = (
        " ".join(str(fields.get(name, "")).split()) for name in ("term", "question", "answer")
    )
    if not (term and question and answer):
        return "A card needs a word, a question and an answer; nothing was added."
    book.add_term(term[:80], question[:600], answer[:1200])
    return book.warning or f"“{term[:80]}” is in your deck."


def _words(book: Ledger) -> str:
    """Every word met so far, in alphabetical order, with its meaning: to look up, not to learn."""
    met = {
        term.term: term for module in modules_met(book) for term in case.glossary(module).values()
    }
    if not met:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(word)}</th><td>{escape(met[word].plain)}'
        f'<br><span class="small">Not to be confused with: {escape(met[word].confusable_with)}</span></td></tr>'
        for word in sorted(met, key=str.casefold)
    )
    return (
        f'<h3>Your glossary</h3><details id="words"><summary>Look up one of {len(met)} words</summary>'
        f"<table><tbody>{rows}</tbody></table></details>"
    )


# ---- on paper and in other programs --------------------------------------------------------------

EXPORTS = {"sheet": "Print a weekly sheet", "csv": "Export as CSV", "anki": "Export for Anki"}


def _ways_out() -> str:
    choices = "".join(button(what, words) for what, words in EXPORTS.items())
    return f'<h3>Take your cards along</h3><div class="moves">{choices}</div>'


def export(what: str, book: Ledger, folder: Path | None) -> str:
    """Write the sheet, the CSV or the Anki file into the workspace; say where.

    Raises TroubleError with one sentence if there is no workspace or it can't be written.
    """
    if folder is None:
        raise TroubleError("There is no workspace here; start with `python3 run.py lab`.")
    today = review.local(now())
    if what == "sheet":
        name, text = f"sheet-{today}.html", sheet(book)
    elif what == "csv":
        name, text = "cards.csv", "\ufeff" + review.as_csv(review.standings(book))
    else:
        name, text = "cards-for-anki.txt", review.as_anki(review.standings(book))
    path = folder / FOLDER / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise TroubleError(f"{path} cannot be written ({error.strerror}).") from None
    return f"Written to {FOLDER}/{name} in your workspace."


def _told(do: Callable[[], str]) -> str:
    try:
        return do()
    except TroubleError as trouble:
        return str(trouble)


def sheet(book: Ledger) -> str:
    """The weekly sheet as a page to print: ten cards, room to tick, answers on the second page."""
    today = review.local(now())
    found = review.week(book, now())
    if not found:
        return file("Weekly sheet", f"<h2>Weekly sheet</h2><p>{_outlook(book)}</p>")
    asked = "".join(
        f'<tr><td class="number">{n}</td><td>{escape(s.card.question)}'
        f'<br><span class="small">{escape(s.card.about)}</span></td>'
        "<td>☐ missed<br>☐ effort<br>☐ knew it</td><td></td></tr>"
        for n, s in enumerate(found, 1)
    )
    answers = "".join(
        f'<tr><td class="number">{n}</td><td>{escape(s.card.answer)}</td></tr>'
        for n, s in enumerate(found, 1)
    )
    head = "<tr><th>No.</th><th>Question</th><th>How it went</th><th>Explained to</th></tr>"
    until = today + timedelta(days=6)
    return file(
        f"Weekly sheet {today}",
        f"<h2>Weekly sheet, {today.day} {today:%B} to {until.day} {until:%B %Y}</h2>"
        "<p>Let a colleague or a mentor ask you. Explain at least two answers to somebody who is not "
        "in the course, and write down to whom.</p>"
        f"<style>.tpo-page td:nth-child(3) {{ width: 6.5em; white-space: nowrap; }} "
        ".tpo-page td:nth-child(4) { width: 9em; }</style>"
        f"<table><caption>Questions</caption><thead>{head}</thead><tbody>{asked}</tbody></table>"
        '<div style="break-before: page"></div><h3>Answers</h3>'
        f"<table><caption>For the one who asks</caption><tbody>{answers}</tbody></table>",
    )
