"""A verdict as plain text and as an HTML card. Colour is never the only sign."""

from __future__ import annotations

import re
import textwrap
from html import escape

from tpo.exercises.contract import Verdict

# outcome → (sign, word, edge colour on white with at least 3:1 contrast)
LOOK = {
    "right": ("✓", "Right", "#1b7f5c"),
    "not yet": ("➜", "Not yet", "#b35900"),
    "not started": ("○", "Not started", "#5c6370"),
    "your cell raised": ("!", "Your cell stopped", "#b3261e"),
    "our checker failed": ("⚠", "Our mistake", "#7a21dd"),
}


def standing(verdict: Verdict) -> str:
    """One line: exercise, outcome, points."""
    _, word, _ = LOOK[verdict.outcome]
    if not verdict.scored:
        return f"{verdict.exercise} · {word} · a person marks this one"
    return f"{verdict.exercise} · {word} · {verdict.points:g} of {verdict.max_points:g} points"


def as_text(verdict: Verdict, note: str = "") -> str:
    """The verdict for terminals, screen readers and tests; the first line is the message's own."""
    lines = [verdict.message.first]
    for paragraph in verdict.message.paragraphs():
        lines += ["", *textwrap.wrap(paragraph, 80)]
    if verdict.kept:
        lines += ["", *(f"{'✓' if ok else '✗'} {promise}" for promise, ok in verdict.kept)]
    lines += ["", standing(verdict)]
    return "\n".join(lines + ([note] if note else []))


def as_html(verdict: Verdict, note: str = "") -> str:
    """The verdict as a card that carries its own colours, so that dark themes stay readable."""
    sign, _, colour = LOOK[verdict.outcome]
    message = verdict.message
    body = "".join(
        f'<p style="margin:.45em 0">{_html(part)}</p>'
        for part in (message.ran, message.saw)
        if part
    )
    if message.why:
        body += f'<p style="margin:.45em 0">{_html(message.why)}</p>'
    if message.next:
        body += f'<p style="margin:.45em 0"><b>Next:</b> {_html(message.next)}</p>'
    promises = "".join(
        f'<li style="margin:.1em 0">{"✓" if ok else "✗"} {escape(promise)}</li>'
        for promise, ok in verdict.kept
    )
    if promises:
        body += (
            f'<ul style="list-style:none;margin:.6em 0 0;padding:0;columns:2 18em">{promises}</ul>'
        )
    foot = escape(standing(verdict)) + (f" · {escape(note)}" if note else "")
    return (
        f'<div role="status" style="border-left:6px solid {colour};background:#fff;color:#1c2430;'
        "padding:.7em 1em;margin:.3em 0;max-width:52em;line-height:1.45;"
        'box-shadow:0 1px 3px rgba(0,0,0,.18);border-radius:4px">'
        f'<p style="margin:0 0 .3em;font-weight:600;font-size:1.05em">'
        f'<span style="color:{colour}" aria-hidden="true">{sign}</span> {_html(message.first)}</p>'
        f'{body}<p style="margin:.7em 0 0;color:#4a5362;font-size:.9em">{foot}</p></div>'
    )


def _html(text: str) -> str:
    """Escaped, with `names` in a typewriter face."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
