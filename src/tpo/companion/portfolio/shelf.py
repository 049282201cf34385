"""The portfolio's workbench in a notebook: what may be seen, what you say about it, the cover."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from html import escape
from pathlib import Path

from tpo import case
from tpo.companion import review
from tpo.companion.page import Fields, Page, button
from tpo.companion.portfolio import gather
from tpo.companion.portfolio.build import FOLDER, VIEWS, View, build, check, chosen
from tpo.companion.portfolio.gather import CHOICE, OWN, SETTINGS, STATES, Cover, Piece
from tpo.companion.portfolio.redact import Finding
from tpo.learner.ledger import Ledger, current, workspace
from tpo.learner.review import local
from tpo.trouble import TroubleError

BUTTONS = {
    "employer": "For an employer",
    "mentor": "For a mentor",
    "instructor": "For an instructor",
}
COVER_FIELDS = (  # name, label, lines
    ("name", "Your name, as it should stand on the page", 1),
    ("headline", "One line below it: what you do or want to do", 1),
    ("contact", "How to reach you (the only place where an address is wanted)", 1),
    ("about", "About you, in at most 150 words: why, background, proof, offer", 4),
    ("questions", "Questions for a mentor, one a line (empty: three that your record raises)", 3),
    (
        "keep_out",
        "Words that must never leave this computer, one a line: your company, products, customers",
        3,
    ),
)


def shelf_page(ledger: Ledger | None = None, folder: Path | None = None) -> Page:
    """Everything made so far with a tick and a comment each, the cover, and the way to a file."""
    book = current() if ledger is None else ledger
    place = folder or workspace()
    looked_at: list[View] = ["employer"]  # the view whose findings are shown, last

    def draw() -> str:
        ways = _ways(book, place, looked_at[-1])
        return _pieces(book) + _own_piece() + _cover(gather.cover(book)) + ways

    def act(do: str, fields: Fields) -> str:
        verb, _, rest = do.partition(" ")
        if verb == "piece":
            return _keep_choice(book, rest, fields)
        if do == "cover":
            return _keep_cover(book, fields)
        if do == "add":
            return _add(book, fields)
        if verb == "remove" and rest.startswith(OWN):
            book.add_artefact(rest, None)
            return "Taken out."
        if verb == "fine":
            return _allow(book, rest)
        for view in VIEWS:
            if do == f"build {view}":
                looked_at.append(view)
                return _build(book, place, view)
        return ""

    still = "<p>Run this cell in JupyterLab to choose what goes into your portfolio.</p>"
    return Page(
        draw, act, still, "Run this cell in JupyterLab to choose what goes into your portfolio."
    )


def _pieces(book: Ledger) -> str:
    found = gather.pieces(book)
    head = (
        '<h2 tabindex="-1" data-here>What you made</h2><p class="soft">Nothing is shared until you tick '
        "it. The two or three sentences you write about a piece are what people read first: what was "
        "at stake, what you decided, what you would do differently.</p>"
    )
    if not found:
        return f"{head}<p>Answers appear here after your first check. You can add your own work below.</p>"
    return head + "".join(_one(piece) for piece in found)


def _one(piece: Piece) -> str:
    id = escape(piece.id)
    tick = (
        f'<label class="tick"><input type="checkbox" name="share:{id}" data-keep="piece {id}"'
        f"{' checked' if piece.shared else ''}> Share “{escape(piece.title)}”</label>"
    )
    label = f'<label for="say:{id}">What you say about “{escape(piece.title)}”</label>'
    text = (
        f'<textarea id="say:{id}" name="say:{id}" rows="3" data-keep="piece {id}">'
        f"{escape(piece.reflection)}</textarea>"
    )
    remove = (
        f'<div class="moves">{button(f"remove {piece.id}", "Take out", label=f"Take out {piece.title}")}</div>'
        if piece.state == "own"
        else ""
    )
    where = piece.id if piece.state != "own" else piece.competency
    return (
        f'<div class="card"><p class="small">{escape(where)} · {STATES[piece.state]} · {piece.date}</p>'
        f"{tick}{label}{text}{remove}</div>"
    )


def _own_piece() -> str:
    options = "".join(
        f'<option value="{row.module}">{escape(row.name)}</option>'
        for row in case.competencies().values()
    )
    return (
        '<h3>Add a piece of your own</h3><p class="soft">A brief, a talk, a decision from your own '
        "product. Write Markdown; a picture that lies in your workspace joins as "
        "<code>![what it shows](picture.png)</code>. Leave out names and numbers that aren't yours "
        "to share.</p>"
        '<label for="own-title">Title</label><input type="text" id="own-title" name="title">'
        f'<label for="own-field">Evidence of</label><select id="own-field" name="module">{options}</select>'
        '<label for="own-text">Text</label><textarea id="own-text" name="text" rows="5"></textarea>'
        f'<div class="moves">{button("add", "Add it")}</div>'
    )


def _cover(cover: Cover) -> str:
    values = asdict(cover)
    parts = []
    for name, label, lines in COVER_FIELDS:
        value = escape(str(values[name]))
        parts.append(f'<label for="cover-{name}">{escape(label)}</label>')
        if lines == 1:
            parts.append(
                f'<input type="text" id="cover-{name}" name="{name}" value="{value}" data-keep="cover">'
            )
        else:
            parts.append(
                f'<textarea id="cover-{name}" name="{name}" rows="{lines}" data-keep="cover">{value}</textarea>'
            )
    return f"<h3>The first page</h3>{''.join(parts)}"


def _ways(book: Ledger, place: Path | None, view: View) -> str:
    choices = "".join(
        button(f"build {view}", words, main=view == "employer") for view, words in BUTTONS.items()
    )
    findings = _findings(book, place, view)
    return (
        '<h3>Make the pages</h3><p class="soft">Before anything is written, the course looks for names, '
        "e-mail addresses, phone numbers, places on your disk, your own words and pictures without a "
        "description. It finds much and not everything: read the page yourself before you send it.</p>"
        f'{findings}<div class="moves">{choices}</div>'
    )


def _findings(book: Ledger, place: Path | None, view: View) -> str:
    cover = gather.cover(book)
    found = check(cover, chosen(book, view), place or Path(), view)
    rows = "".join(f"<li>{escape(f.sentence)} {_fine(f)}</li>" for f in found)
    if not rows:
        return ""
    return f'<div class="told"><p>To settle first:</p><ul>{rows}</ul></div>'


def _fine(finding: Finding) -> str:
    if "picture" in finding.what or "link" in finding.what:
        return ""
    return button(f"fine {finding.quote}", "This may stay", label=f"{finding.quote} may stay")


def _keep_choice(book: Ledger, id: str, fields: Fields) -> str:
    if id not in {piece.id for piece in gather.pieces(book)}:
        return ""
    share = fields.get(f"share:{id}") is True
    reflection = str(fields.get(f"say:{id}", "")).strip()[:3000]
    book.add_artefact(CHOICE + id, {"share": share, "reflection": reflection})
    return book.warning or ("Kept. It is shared." if share else "Kept. It is not shared.")


def _keep_cover(book: Ledger, fields: Fields) -> str:
    texts = {name: str(fields.get(name, "")).strip()[:3000] for name, _, _ in COVER_FIELDS}
    book.add_artefact(SETTINGS, {**asdict(gather.cover(book)), **texts})
    return book.warning or "Kept."


def _add(book: Ledger, fields: Fields) -> str:
    title = " ".join(str(fields.get("title", "")).split())[:120]
    text = str(fields.get("text", "")).strip()
    module = str(fields.get("module", ""))
    if not (title and text):
        return "A piece needs a title and a text; nothing was added."
    name = OWN + re.sub(r"\W+", "-", title.casefold()).strip("-")
    book.add_artefact(name, {"title": title, "module": module, "text": text})
    return book.warning or f"“{title}” is on your shelf. Tick it when it may be seen."


def _allow(book: Ledger, quote: str) -> str:
    cover = gather.cover(book)
    book.add_artefact(SETTINGS, asdict(replace(cover, fine=(*cover.fine, quote))))
    return f"“{quote}” may stay."


def _build(book: Ledger, place: Path | None, view: View) -> str:
    if place is None:
        return "There is no workspace here; start with `python3 run.py lab`."
    try:
        made = build(book, place, view, local(review.now()))
    except TroubleError as trouble:
        return str(trouble)
    if made.findings:
        more = len(made.findings) - 1
        rest = f" And {more} more, named above." if more else ""
        return f"Nothing was written. {made.findings[0].sentence}{rest}"
    count = "one piece" if len(made.pieces) == 1 else f"{len(made.pieces)} pieces"
    return f"Written with {count}: {FOLDER}/{view}/index.html in your workspace. Read it before you send it."
