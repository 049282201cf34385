"""The progress page: what is done, what is due, and a learner's own numbers."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from pathlib import Path

import yaml

from tpo.companion import review as cards
from tpo.companion.page import Fields, Page, button, file
from tpo.labs import labs, svg
from tpo.learner import metrics, review
from tpo.learner.cards import module_of
from tpo.learner.ledger import Ledger, current, workspace
from tpo.learner.metrics import Calibration, ModuleStanding
from tpo.paths import checkout
from tpo.trouble import TroubleError

FILE = "progress.html"
FEW = 10  # predictions; below, a curve says little
STATES = {"done": "● done", "begun": "◐ begun", "not begun": "○ not begun"}


def progress_page(ledger: Ledger | None = None, folder: Path | None = None) -> Page:
    """The live page, with a button to draw it anew and one to write it as a file."""
    book = current() if ledger is None else ledger
    place = folder or workspace()

    def draw() -> str:
        choices = button("refresh", "Draw it anew") + button("save", "Save as a page")
        return f'{body(book)}<div class="moves">{choices}</div>'

    def act(do: str, _fields: Fields) -> str:
        if do == "save":
            try:
                return f"Written to {save(book, place).name} in your workspace."
            except TroubleError as trouble:
                return str(trouble)
        return "Drawn from your record." if do == "refresh" else ""

    still = "<p>Run this cell in JupyterLab to see what you have done and what is due.</p>"
    return Page(draw, act, still, "Run this cell in JupyterLab to see your progress.")


def save(book: Ledger, folder: Path | None) -> Path:
    """Write the page into the workspace as one file; return its path.

    Raises TroubleError with one sentence if there is no workspace or it can't be written.
    """
    if folder is None:
        raise TroubleError("There is no workspace here; start with `python3 run.py lab`.")
    path = folder / FILE
    try:
        path.write_text(file("Your progress", body(book)), encoding="utf-8")
    except OSError as error:
        raise TroubleError(f"{path} cannot be written ({error.strerror}).") from None
    return path


def body(book: Ledger) -> str:
    """The page's HTML, drawn from the ledger."""
    today = review.local(cards.now())
    found = metrics.modules(book, titles(), lab_ids())
    return (
        f'<h2 tabindex="-1" data-here>Where you stand</h2>'
        f'<p class="soft">{today.day} {today:%B %Y}. Every number here is counted from your own '
        "record on this computer. Nobody else sees it.</p>"
        f"{_warning(book)}{_figures(book)}{_next(book, found)}{_table(found)}{_calibration(book)}"
    )


def titles() -> dict[str, str]:
    """{"M06": title} of every module of the course, in order."""
    found = {}
    for path in sorted((checkout() / "authoring").glob("M[0-9][0-9]_*/module.yaml")):
        plan = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[plan["id"]] = plan["title"]
    return found


def lab_ids() -> dict[str, list[str]]:
    """{"M06": ["W06a", …]}."""
    found: dict[str, list[str]] = {}
    for id in labs():
        found.setdefault(module_of(id), []).append(id)
    return found


def _warning(book: Ledger) -> str:
    return f'<p class="told">{escape(book.warning)}</p>' if book.warning else ""


def _figures(book: Ledger) -> str:
    tried = metrics.tries(book.attempts())
    passed = [t.passed_at for t in tried if t.passed_at]
    first = sum(n == 1 for n in passed)
    reviews = book.reviews()
    weeks = metrics.weeks_in_a_row([r.at for r in reviews], review.local(cards.now()))
    asked = len(book.notes(metrics.ASKED))
    shown = [
        (
            f"{first} of {len(tried)}" if tried else "–",
            f"exercises right at the first try ({first / len(tried):.0%})"
            if tried
            else "exercises right at the first try",
        ),
        (
            f"{sum(passed) / len(passed):.1f}" if passed else "–",
            "tries for each exercise you passed, on average",
        ),
        (
            str(weeks),
            "week in a row with a review" if weeks == 1 else "weeks in a row with a review",
        ),
        (str(len(reviews)), "card answered" if len(reviews) == 1 else "cards answered"),
        (str(len(book.hints())), "hint read" if len(book.hints()) == 1 else "hints read"),
        (
            str(asked),
            "question asked at work, noted" if asked == 1 else "questions asked at work, noted",
        ),
    ]
    tiles = "".join(f"<div><b>{value}</b><span>{words}</span></div>" for value, words in shown)
    return f'<div class="figures">{tiles}</div>'.replace("%)", " %)")


def _next(book: Ledger, found: list[ModuleStanding]) -> str:
    lines = []
    waiting = review.due(book, cards.now())
    if waiting:
        lines.append(
            f"{_count(len(waiting), 'card')} to answer today, about {max(1, len(waiting) // 2)} minutes."
        )
    last = review.local(cards.now()) + timedelta(days=7)
    soon = [s for s in review.standings(book) if s.due and s.due <= last]
    if soon:
        lines.append(f"{_count(len(soon), 'card')} due within the next seven days.")
    for module in [m for m in found if m.state == "begun"]:
        open = [*(f"lab {id}" for id in module.labs_open), *module.open]
        lines.append(
            f"{module.module} {module.title}: still open are {', '.join(open)}.".replace(
                "are " + open[0] + ".", "is " + open[0] + "."
            )
        )
    fresh = next((m for m in found if m.state == "not begun"), None)
    if fresh and not any(m.state == "begun" for m in found):
        lines.append(f"Not begun yet: {fresh.module} {fresh.title}.")
    items = "".join(f"<li>{escape(line)}</li>" for line in lines) or "<li>Nothing is due.</li>"
    return f"<h3>What is due</h3><ul>{items}</ul>"


def _count(count: int, noun: str) -> str:
    return f"One {noun}" if count == 1 else f"{count} {noun}s"


def _table(found: list[ModuleStanding]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{m.module}</th><td>{escape(m.title)}</td>'
        f"<td>{len(m.labs_done)} of {len(m.labs_done) + len(m.labs_open)}</td>"
        f"<td>{len(m.passed)} of {len(m.passed) + len(m.open)}</td>"
        f'<td style="white-space: nowrap">{STATES[m.state]}</td></tr>'
        for m in found
    )
    return (
        "<h3>What is done</h3><table><caption>A lab counts when you have predicted, an exercise when "
        "a check was right.</caption><thead><tr><th>Module</th><th></th><th>Labs</th>"
        f"<th>Exercises</th><th>State</th></tr></thead><tbody>{rows}</tbody></table>"
    ).replace("<th></th>", "<th>Title</th>")


def _calibration(book: Ledger) -> str:
    found = metrics.calibration(book.predictions())
    told = sentence(found)
    if not found.count:
        return f"<h3>How sure, how right</h3><p>{escape(told)}</p>"
    rows = "".join(
        f'<tr><td>{level.confidence} %</td><td class="number">{level.count}</td>'
        f'<td class="number">{level.right}</td></tr>'
        for level in found.levels
    )
    return (
        '<h3>How sure, how right</h3><p class="soft">When you say “80 % sure”, eight of ten should '
        "come true. On the dashed line you know how much you know. Below it you were surer than "
        f"right; above it you could trust yourself more.</p><figure>{curve(found)}"
        f"<figcaption>{escape(told)}</figcaption></figure>"
        '<details id="calibration-table"><summary>The same as a table</summary><table>'
        "<caption>Your predictions by how sure you were</caption>"
        '<thead><tr><th>How sure</th><th class="number">Predictions</th>'
        f'<th class="number">Came true</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def sentence(found: Calibration) -> str:
    """The calibration curve in words."""
    if not found.count:
        return (
            "No predictions on record yet. Each lab asks for one; after a few you see here whether "
            "your “80 % sure” means 80 %."
        )
    gap = round(found.confidence * 100) - round(found.right * 100)
    told = (
        f"{_count(found.count, 'prediction')}: on average you were {found.confidence:.0%} sure, and "
        f"{found.right:.0%} came true."
    ).replace("%", " %")
    if found.count < FEW:
        told += f" With fewer than {FEW} this says little yet."
    elif abs(gap) <= 5:
        told += " You know well how much you know."
    elif gap > 0:
        told += f" You were {gap} points surer than right: ask “what would prove me wrong?” first."
    else:
        told += f" You were right {-gap} points more often than you were sure: say so earlier."
    level = max(found.levels, key=_weight)
    if level.count > 2:
        told += f" At “{level.confidence} % sure”, {level.right} of {level.count} came true."
    if found.unknown:
        told += f" {found.unknown} more can't be counted."
    return told


def _weight(level: metrics.Level) -> float:
    """How much a level says about the gap: its distance from the line, times its predictions."""
    return abs(level.confidence * level.count - 100 * level.right)


def curve(found: Calibration) -> str:
    """The calibration curve as SVG: one point for each confidence, larger with more predictions."""
    plot = svg.Plot(top=46, height=250, x=(45, 102), y=(0, 100))
    points = [(level.confidence, 100 * level.right / level.count) for level in found.levels]
    parts = [
        svg.frame(
            plot,
            "Came true, % of predictions",
            x_ticks=(50, 60, 70, 80, 90, 99),
            y_ticks=(0, 25, 50, 75, 100),
            x_title="How sure you were, %",
        ),
        svg.line(plot, [(45, 45), (100, 100)], svg.INK, dash="6 5", width=1.6),
        svg.label(plot, 50, 50, "as right as sure", dx=4, dy=22),
        svg.line(plot, points, svg.BLUE),
    ]
    for level, (x, y) in zip(found.levels, points, strict=True):
        parts.append(svg.mark(plot, x, y, svg.BLUE))
        high = y > 85
        parts.append(
            svg.label(
                plot,
                x,
                y,
                f"{level.right} of {level.count}",
                "middle",
                dy=24 if high else -13,
                bold=True,
            )
        )
    drawn = svg.picture(350, *parts)
    opening, rest = drawn.split(">", 1)
    said = escape(f"How sure, how right. {sentence(found)}")
    return f'{opening} role="img" aria-label="{said}"><title>How sure, how right</title>{rest}'
