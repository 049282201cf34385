"""What opens and closes a lesson: four questions from memory, and the module's words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import yaml

from tpo import case
from tpo.paths import checkout

CARD = (
    "background:#fff;color:#1c2430;border:1px solid #c9ced6;border-radius:6px;"
    "padding:.7em 1em;margin:.5em 0;max-width:52em;line-height:1.45"
)
FROM = {"glossary": "From the glossary"}


def plan(module: str) -> Mapping[str, Any]:
    """A module's plan (module.yaml) by its short id, such as "M06"; raise LookupError."""
    for path in sorted((checkout() / "authoring").glob(f"{module}_*/module.yaml")):
        return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
    raise LookupError(f"There is no module {module!r}.")


def card(module: str) -> str:
    """The recall quartet as HTML; each answer opens on demand, with keyboard or mouse."""
    items = "".join(
        f'<div style="{CARD}"><div style="color:#4a5362;font-size:.9em">'
        f"{FROM.get(item['from'], 'From ' + item['from'])}</div>"
        f'<p style="margin:.3em 0;font-weight:600">{number}. {escape(item["ask"])}</p>'
        "<details><summary>Open when you have said your answer</summary>"
        f'<p style="margin:.5em 0 0">{escape(item["answer"])}</p></details></div>'
        for number, item in enumerate(plan(module)["recall"], 1)
    )
    return f'<section aria-label="Four questions from memory">{items}</section>'


def glossary(module: str) -> str:
    """The module's terms as an HTML table with a caption, in the order of the glossary file."""
    rows = "".join(
        '<tr><th scope="row" style="text-align:left;vertical-align:top;padding:.5em .8em .5em 0;'
        f'white-space:nowrap">{escape(term.term)}</th>'
        f'<td style="text-align:left;padding:.5em 0">{escape(term.plain)}'
        f'<br><span style="color:#4a5362">At Linnet: {escape(term.linnet)}'
        f" Not to be confused with: {escape(term.confusable_with)}.</span></td></tr>"
        for term in case.glossary(module).values()
    )
    return (
        f'<div style="{CARD}"><table style="border-collapse:collapse;color:inherit">'
        f'<caption style="text-align:left;font-weight:600">Words of {escape(module)}</caption>'
        f"<tbody>{rows}</tbody></table>"
        '<p style="margin:.6em 0 0">They are among your cards now. Your companion, '
        "<code>course/00_companion.ipynb</code>, brings each one back when it is due.</p></div>"
    )
