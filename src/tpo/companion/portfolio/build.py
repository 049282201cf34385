"""Write a portfolio: one HTML page, one Markdown file, one manifest, for one kind of reader.

Three views. *employer*: what was shared, without scores. *mentor*: one page and three questions.
*instructor*: every exercise with scores, tries and hints. Nothing is written while something
personal, an unnamed picture or a dead link stands in what would leave the machine.
"""

from __future__ import annotations

import base64
import json
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Literal

from tpo.companion import progress
from tpo.companion.page import CSS
from tpo.companion.portfolio import gather, redact, show
from tpo.companion.portfolio.gather import STATES, Cover, Piece
from tpo.companion.portfolio.redact import Finding
from tpo.exercises import UnknownExercise, find
from tpo.labs import svg
from tpo.learner import metrics
from tpo.learner.ledger import Ledger
from tpo.trouble import TroubleError

View = Literal["employer", "mentor", "instructor"]
VIEWS: tuple[View, ...] = ("employer", "mentor", "instructor")
FOLDER = "portfolio"  # in the workspace; one folder a view
FILES = ("index.html", "portfolio.md", "manifest.json")
MENTOR_PIECES = 3
OPEN_LINES = 12  # of a table or text that stands open on the page
LARGEST_IMAGE = 3_000_000  # bytes; it is put into the page itself
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Built:
    """What a build did: the folder, or the findings that stopped it."""

    folder: Path
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]


def chosen(book: Ledger, view: View) -> list[Piece]:
    """The pieces a view shows."""
    all = gather.pieces(book)
    if view == "instructor":
        return [piece for piece in all if piece.state != "own" or piece.shared]
    shared = [piece for piece in all if piece.shared]
    if view == "mentor":
        newest = sorted(shared, key=lambda piece: piece.date, reverse=True)[:MENTOR_PIECES]
        return [piece for piece in shared if piece in newest]
    return shared


def check(
    cover: Cover, pieces: Sequence[Piece], folder: Path, view: View = "employer"
) -> list[Finding]:
    """What must be settled before anything is sent: people, places, pictures, links."""
    keep_out = cover.keep_out.splitlines()
    texts = [("The first page", f"{cover.headline}\n{cover.about}")]
    if view == "mentor":
        texts.append(("Your questions", cover.questions))
    found = []
    for piece in pieces:
        name = f"{piece.id}, {piece.title}" if piece.state != "own" else piece.title
        texts += [(name, f"{piece.title}\n{show.plain(piece.body)}")]
        if piece.shared:
            texts.append((f"{name}, what you say about it", piece.reflection))
        if piece.state == "own":
            found += _pictures_and_links(name, str(piece.body), folder)
    for where, text in texts:
        found += redact.search(where, text, keep_out, cover.fine)
    return found


def _pictures_and_links(where: str, text: str, folder: Path) -> list[Finding]:
    found = []
    for alt, address in show.IMAGE.findall(text):
        if not alt.strip():
            found.append(
                Finding(where, "a picture without words: say in ![…] what it shows", address)
            )
        if re.match(r"[a-z]+:", address, re.I):
            found.append(
                Finding(where, "a picture from elsewhere: save it in your workspace", address)
            )
        elif _picture(folder, address) is None:
            found.append(
                Finding(where, "a picture that is not in your workspace, or too large", address)
            )
    found += [
        Finding(where, "a link that works only on your computer", address)
        for address in show.LINK.findall(text)
        if not re.match(r"(https?:|mailto:|#)", address, re.I)
    ]
    return found


def _picture(folder: Path, address: str) -> Path | None:
    """The file of a picture; only inside the workspace, only pictures, not too large."""
    path = (folder / address).resolve()
    inside = path.is_relative_to(folder.resolve())
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not (inside and kind.startswith("image/") and path.is_file()):
        return None
    return path if path.stat().st_size <= LARGEST_IMAGE else None


def build(book: Ledger, folder: Path, view: View, today: date, out: Path | None = None) -> Built:
    """Write the portfolio of the workspace ``folder``, unless something must be settled first.

    Raises TroubleError with one sentence if nothing is shared or the place can't be written.
    """
    cover, pieces = gather.cover(book), chosen(book, view)
    if not pieces:
        raise TroubleError(
            "There is nothing to show yet: check an exercise first."
            if view == "instructor"
            else "Nothing is shared yet: open course/00_companion.ipynb and tick what may be seen."
        )
    out = out or folder / FOLDER / view
    findings = check(cover, pieces, folder, view)
    if findings:
        return Built(out, tuple(pieces), tuple(findings))
    images = _images(pieces, folder)
    texts = {
        "index.html": page(book, cover, pieces, view, today, images),
        "portfolio.md": markdown(book, cover, pieces, view, today, images),
        "manifest.json": json.dumps(
            manifest(cover, pieces, view, today), indent=1, ensure_ascii=False
        ),
    }
    _write(out, texts, images)
    return Built(out, tuple(pieces), ())


def _images(pieces: Sequence[Piece], folder: Path) -> dict[str, Path]:
    """{address in the text: file}, in the order met."""
    found: dict[str, Path] = {}
    for piece in pieces:
        if piece.state == "own":
            for _, address in show.IMAGE.findall(str(piece.body)):
                path = _picture(folder, address)
                if path:
                    found[address] = path
    return found


def _write(out: Path, texts: dict[str, str], images: dict[str, Path]) -> None:
    try:
        if out.exists() and any(out.iterdir()) and not (out / "manifest.json").exists():
            raise TroubleError(f"{out} holds other files: choose an empty folder with --out DIR.")
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
        kept = {_image_name(address) for address in images}
        if (out / "images").is_dir():
            for old in (out / "images").iterdir():
                if old.name not in kept:
                    old.unlink()
        for address, path in images.items():
            (out / "images").mkdir(exist_ok=True)
            (out / "images" / _image_name(address)).write_bytes(path.read_bytes())
    except OSError as error:
        raise TroubleError(f"{out} cannot be written ({error.strerror}).") from None


def _image_name(address: str) -> str:
    return re.sub(r"[^\w.-]+", "-", address.lstrip("./\\"))


# ---- the manifest --------------------------------------------------------------------------------


def manifest(cover: Cover, pieces: Sequence[Piece], view: View, today: date) -> dict[str, Any]:
    """What is in the portfolio, for programs. Scores and tries only for an instructor."""
    rows = []
    for piece in pieces:
        row: dict[str, Any] = {
            "id": piece.id,
            "title": piece.title,
            "competency": piece.competency,
            "module": piece.module,
            "state": piece.state,
            "date": piece.date,
            "passed_check_sha256": piece.hash,
            "reflection": piece.reflection if piece.shared else "",
            "shared": piece.shared,
        }
        if view == "instructor":
            row |= {
                "points": piece.points,
                "tries": piece.tries,
                "hints": piece.hints,
                "messages": list(piece.history),
                "answer": piece.body,
            }
        rows.append(row)
    return {
        "format": "two-languages-portfolio",
        "version": 1,
        "view": view,
        "made": today.isoformat(),
        "name": cover.name,
        "pieces": rows,
    }


# ---- the page ------------------------------------------------------------------------------------

FOOT = (
    "Linnet Parcels is an invented carrier; the work is real. Each answer was played in a simulation of "
    "that company or run against working and broken builds before it was called passed. "
    "Made with the course Two Languages."
)
MACHINE = "What the run reported"


def page(
    book: Ledger,
    cover: Cover,
    pieces: Sequence[Piece],
    view: View,
    today: date,
    images: dict[str, Path],
) -> str:
    """The whole page: no script, no other file, opens offline."""
    title = f"{cover.name or 'Portfolio'} · {_subtitle(view)}"
    sections = [_head(cover, view, today)]
    if view == "mentor":
        sections += [_standing(book), _questions(book, cover)]
    sections.append(_evidence(pieces) if view == "employer" else "")
    for competency, own in _groups(pieces, view).items():
        cards = "".join(_piece(piece, view, images) for piece in own)
        sections.append(f'<section><h2 class="field">{escape(competency)}</h2>{cards}</section>')
    body = "\n".join(part for part in sections if part)
    style = (HERE / "portfolio.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{CSS}{style}</style>\n</head>\n<body>\n"
        f'<main class="tpo-page tpo-portfolio">\n{body}\n<footer>{FOOT}</footer>\n</main>\n</body>\n</html>\n'
    )


def _groups(pieces: Sequence[Piece], view: View) -> dict[str, list[Piece]]:
    """The pieces under their headings: one for each field, on the mentor's short page just one."""
    if view == "mentor":
        return {"What I made last": list(pieces)}
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.competency, []).append(piece)
    return found


def _subtitle(view: View) -> str:
    return {
        "employer": "Portfolio of work",
        "mentor": "One page for a mentor",
        "instructor": "Record for an instructor",
    }[view]


def _head(cover: Cover, view: View, today: date) -> str:
    contact = f'<p class="contact">{escape(cover.contact)}</p>' if cover.contact else ""
    about = "".join(f"<p>{escape(part)}</p>" for part in cover.about.split("\n") if part.strip())
    headline = f'<p class="headline">{escape(cover.headline)}</p>' if cover.headline else ""
    return (
        f'<header><p class="kicker">{_subtitle(view)} · {today:%B %Y}</p>'
        f"<h1>{escape(cover.name or 'Portfolio')}</h1>{headline}{contact}"
        f'<div class="about">{about}</div></header>'
    )


def _counts(pieces: Sequence[Piece]) -> dict[str, int]:
    return {name: len(own) for name, own in _groups(pieces, "employer").items()}


def _evidence(pieces: Sequence[Piece]) -> str:
    """A small picture: how many pieces stand for each field."""
    counts = _counts(pieces)
    said = evidence_words(pieces)
    height = 26 * len(counts) + 8
    parts = []
    for n, (competency, count) in enumerate(counts.items()):
        y = 8 + 26 * n
        parts.append(svg.words(0, y + 13, competency))
        parts += [svg.strip(270 + 30 * k, y, 26, svg.BLUE) for k in range(count)]
        parts.append(svg.words(270 + 30 * count + 6, y + 13, str(count), bold=True))
    opening, rest = svg.picture(height, *parts).split(">", 1)
    return (
        f'<figure class="evidence">{opening} role="img" aria-label="{escape(said)}">'
        f"<title>Pieces by field</title>{rest}"
        f"<figcaption>{escape(said.split(':')[0])}.</figcaption></figure>"
    )


def evidence_words(pieces: Sequence[Piece]) -> str:
    """The evidence picture in words."""
    counts = _counts(pieces)
    passed = sum(piece.state == "passed" for piece in pieces)
    pieces_word = "One piece" if len(pieces) == 1 else f"{len(pieces)} pieces"
    fields = "one field" if len(counts) == 1 else f"{len(counts)} fields"
    names = ", ".join(f"{name} ({count})" for name, count in counts.items())
    return f"{pieces_word} in {fields}, {passed} of them passed by running: {names}."


def _piece(piece: Piece, view: View, images: dict[str, Path]) -> str:
    parts = [
        f'<p class="state {piece.state}">{STATES[piece.state]} · {_day(piece.date)}</p>',
        f"<h3>{escape(piece.title)}</h3>",
        f'<p class="task">{escape(piece.task)}</p>' if piece.task else "",
    ]
    if piece.shared and piece.reflection:
        paragraphs = "".join(
            f"<p>{escape(line)}</p>" for line in piece.reflection.split("\n") if line.strip()
        )
        parts.append(f'<div class="mine">{paragraphs}</div>')
    if piece.said and _by_machine(piece):
        why = "" if view == "mentor" else f" {escape(piece.why)}"  # the mentor's page is short
        parts.append(f'<p class="ran"><b>{MACHINE}:</b> “{escape(piece.said)}”{why}</p>')
    if view == "instructor":
        parts.append(f'<p class="small">{escape(_score(piece))}</p>')
    if view != "mentor":
        body = show.as_html(piece.id, piece.body, lambda address: _embedded(images.get(address)))
        words = "What I made" if view == "employer" else "The answer"
        # Short things stand open; a long one is a click away and stays out of print.
        closed = max(body.count("<tr>"), body.count("\n")) > OPEN_LINES and "<svg" not in body
        parts.append(
            f"<details{'' if closed else ' open'}><summary>{words}</summary>{body}</details>"
        )
    return f'<article class="card">{"".join(parts)}</article>'


def _by_machine(piece: Piece) -> bool:
    """Whether a machine's verdict counts for this piece; prose is read by a person."""
    try:
        return not find(piece.id).manual
    except UnknownExercise:
        return False


def _score(piece: Piece) -> str:
    told = f"{piece.tries} tries, {piece.hints} hints".replace("1 tries", "1 try").replace(
        "1 hints", "1 hint"
    )
    if piece.points is not None:
        told = f"{piece.points:g} points in the public scenario; {told}"
    return f"{told}. Messages: {', '.join(piece.history)}."


def _day(iso: str) -> str:
    made = date.fromisoformat(iso)
    return f"{made.day} {made:%B %Y}"


def _embedded(path: Path | None) -> str:
    if path is None:
        return ""
    kind = mimetypes.guess_type(path.name)[0]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


# ---- the mentor's page ---------------------------------------------------------------------------


def _standing(book: Ledger) -> str:
    found = metrics.calibration(book.predictions())
    modules = metrics.modules(book, progress.titles(), progress.lab_ids())
    done = [f"{m.module} {m.title}" for m in modules if m.state == "done"]
    begun = [f"{m.module} {m.title}" for m in modules if m.state == "begun"]
    lines = [f"<li><b>Done:</b> {escape(', '.join(done) or 'no module yet')}.</li>"]
    if begun:
        lines.append(f"<li><b>Begun:</b> {escape(', '.join(begun))}.</li>")
    picture = ""
    if found.count:
        said = progress.sentence(found)
        picture = f"<figure>{progress.curve(found)}<figcaption>{escape(said)}</figcaption></figure>"
    return (
        f'<section><h2 class="field">Where I stand</h2><ul>{"".join(lines)}</ul>{picture}</section>'
    )


def questions(book: Ledger, cover: Cover) -> list[str]:
    """Three questions for a mentor: the learner's own, else three that their record raises."""
    own = [line.strip() for line in cover.questions.split("\n") if line.strip()]
    return (own + [q for q in _raised(book) if q not in own])[:3]


def _raised(book: Ledger) -> list[str]:
    raised = []
    stuck = [t for t in metrics.tries(book.attempts()) if not t.passed_at or t.passed_at > 2]
    if stuck:
        worst = max(stuck, key=lambda t: t.tries)
        raised.append(
            f"“{find(worst.exercise).words.title}” took me {worst.tries} tries. Where do you meet this "
            "in your work, and what do you look at first?"
        )
    found = metrics.calibration(book.predictions())
    if found.count >= progress.FEW and found.confidence - found.right > 0.05:
        raised.append(
            f"I am {found.confidence:.0%} sure on average and right in {found.right:.0%}. How do you "
            "notice that you are too sure, before it costs something?".replace("%", " %")
        )
    raised += [
        "Which of these pieces would you show in an interview, and which question would you ask about it?",
        "What does a product owner here have to decide that I have not practised yet?",
        "Whom should I shadow for an hour, in which meeting, and what should I watch for?",
    ]
    return raised


def _questions(book: Ledger, cover: Cover) -> str:
    asked = "".join(f"<li>{escape(line)}</li>" for line in questions(book, cover))
    return f'<section><h2 class="field">Three questions for you</h2><ol>{asked}</ol></section>'


# ---- Markdown ------------------------------------------------------------------------------------


def markdown(
    book: Ledger,
    cover: Cover,
    pieces: Sequence[Piece],
    view: View,
    today: date,
    images: dict[str, Path],
) -> str:
    """The same portfolio as one Markdown file; pictures lie beside it in ``images/``."""
    lines = [f"# {cover.name or 'Portfolio'}", "", f"*{_subtitle(view)}, {today:%B %Y}*", ""]
    lines += [part + "\n" for part in (cover.headline, cover.contact, cover.about) if part]
    if view == "employer":
        lines += [evidence_words(pieces), ""]
    if view == "mentor":
        lines += [
            progress.sentence(metrics.calibration(book.predictions())),
            "",
            "## Three questions for you",
            "",
        ]
        lines += [f"{n}. {line}" for n, line in enumerate(questions(book, cover), 1)] + [""]
    for heading, own in _groups(pieces, view).items():
        lines += [f"## {heading}", ""]
        for piece in own:
            lines += _piece_markdown(piece, view, images)
    return "\n".join([*lines, "---", "", FOOT, ""])


def _piece_markdown(piece: Piece, view: View, images: dict[str, Path]) -> list[str]:
    lines = [f"### {piece.title}", "", f"*{STATES[piece.state]}, {_day(piece.date)}*", ""]
    lines += [piece.task, ""] if piece.task else []
    lines += [piece.reflection, ""] if piece.shared and piece.reflection else []
    if piece.said and _by_machine(piece):
        lines += [f"> {MACHINE}: “{piece.said}” {piece.why}", ""]
    if view == "instructor":
        lines += [_score(piece), ""]
    if view != "mentor":
        text = show.as_markdown(piece.id, piece.body)
        for address in images:
            text = text.replace(f"]({address}", f"](images/{_image_name(address)}")
        lines += [text, ""]
    return lines
