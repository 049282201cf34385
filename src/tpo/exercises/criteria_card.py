"""What a ``%%criteria`` cell says at once: which lines can be run, and the steps there are.

It reads and judges nothing: how much the criteria are worth is what ``check`` tells.
"""

from __future__ import annotations

from html import escape

from tpo.engines.criteria import Text
from tpo.engines.criteria import read as read_text
from tpo.engines.second_perch import STEPS

MOST = 5  # problems told at once


def read(text: str) -> Text:
    """The criteria, read with the steps of Second Perch."""
    return read_text(text, STEPS)


def as_text(found: Text, name: str) -> str:
    """The card in plain words."""
    return "\n".join([_summary(found, name), *_problems(found)])


def as_html(found: Text, name: str) -> str:
    """The card with the palette of steps folded away below."""
    problems = "".join(
        f'<li style="margin:.2em 0">{escape(line)}</li>' for line in _problems(found)
    )
    listed = f'<ul style="margin:.4em 0 0;padding-left:1.2em">{problems}</ul>' if problems else ""
    colour = "#b35900" if problems else "#1b7f5c"
    return (
        f'<div role="status" style="border-left:6px solid {colour};background:#fff;color:#1c2430;'
        "padding:.6em 1em;margin:.3em 0;max-width:52em;line-height:1.45;"
        'box-shadow:0 1px 3px rgba(0,0,0,.18);border-radius:4px">'
        f'<p style="margin:0;font-weight:600">{escape(_summary(found, name))}</p>{listed}'
        f'<details style="margin:.5em 0 0"><summary>Steps you may use</summary>{_palette()}</details>'
        "</div>"
    )


def _summary(found: Text, name: str) -> str:
    count = len(found.scenarios)
    scenarios = "one scenario" if count == 1 else f"{count or 'no'} scenarios"
    if not found.all_problems:
        return f"{name}: {scenarios}, and every line can be run."
    stuck = len(found.all_problems)
    things = "one thing" if stuck == 1 else f"{stuck} things"
    return f"{name}: {scenarios}, {things} to mend before all of it can be run."


def _problems(found: Text) -> list[str]:
    told = [problem.sentence for problem in found.all_problems]
    return told[:MOST] + ([f"… and {len(told) - MOST} more."] if len(told) > MOST else [])


def _palette() -> str:
    groups = "".join(
        f'<div style="flex:1 1 15em"><p style="margin:.4em 0 0;font-weight:600">{kind}</p>'
        + "".join(f'<p style="margin:.1em 0">{escape(line)}</p>' for line in lines)
        + "</div>"
        for kind, lines in STEPS.palette.items()
    )
    values = "; ".join(f"{', '.join(words)}" for words in STEPS.values.values())
    return (
        f'<div style="display:flex;flex-wrap:wrap;gap:0 1.5em">{groups}</div>'
        f'<p style="margin:.6em 0 0">Change the values. The words you may choose from: '
        f"{escape(values)}.</p>"
    )
