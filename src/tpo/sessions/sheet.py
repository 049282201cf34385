"""The facilitator sheet of a 45-minute lunch-and-learn: two printable pages from module.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from tpo.facts import fill

MINUTES = 45

STYLE = """
@page { size: A4; margin: 14mm }
body { font: 11pt/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #1c2430;
  max-width: 60rem; margin: 2rem auto; padding: 0 1.2rem }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 }
h2 { font-size: 1.1em; margin: 1.5em 0 .4em; color: #3b2a8c }
.sub { color: #4a5362; margin: .3em 0 1.2em }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; padding: .2em 0; color: #4a5362 }
th, td { text-align: left; vertical-align: top; padding: .45em .6em; border-top: 1px solid #c9ced6 }
th[scope=row] { white-space: nowrap }
.vote { border: 2px solid #3b2a8c; border-radius: 6px; padding: .8em 1.1em }
.vote ol { margin: .5em 0 0 }
.grid { display: grid; grid-template-columns: 1fr 1fr; gap: .4em 2em }
.cards { display: grid; grid-template-columns: 1fr 1fr; gap: .7em }
.card { border: 1px solid #4a5362; border-radius: 6px; min-height: 4.6em; break-inside: avoid;
  display: grid; grid-template-columns: 1fr 1fr; align-items: stretch }
.card > * { padding: .8em 1em }
.card b { border-left: 2px dashed #4a5362; font-size: 1.3em }
.page { break-before: page }
@media print { body { margin: 0; font: 8.7pt/1.32 system-ui, "DejaVu Sans", sans-serif } h2 { margin: .9em 0 .2em } td, th { padding: .25em .5em } }
@media (max-width: 40rem) { .grid, .cards { grid-template-columns: 1fr } }
"""


class BadSession(Exception):
    """The session's plan can't be run as written; the message says why."""


def sheet(plan: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    """The sheet as one self-contained HTML page; raise BadSession if minutes don't add up."""
    where = f"{plan['id']}/module.yaml"

    def say(text: Any) -> str:
        return escape(fill(str(text), facts, where))

    session = plan["session"]
    check_minutes(plan)
    vote = session["vote"]
    options = "".join(f"<li>{say(option)}</li>" for option in vote["options"])
    clock, rows = 0, []
    for step in session["agenda"]:
        until = clock + step["minutes"]
        rows.append(
            f'<tr><th scope="row">{clock}–{until}</th><td><b>{say(step["what"])}</b><br>'
            f"{say(step['do'])}</td><td>{say(step['collect'])}</td></tr>"
        )
        clock = until
    prompts = "".join(f"<li>{say(prompt)}</li>" for prompt in session["prompts"])
    cards = "".join(
        f'<div class="card"><span>{say(name)}</span><b>{say(result)}</b></div>'
        for name, result in session.get("cards", [])
    )
    variants = "".join(
        f"<div><b>{title}</b><br>{say(session[key])}</div>"
        for key, title in (
            ("ten_people", "10 people"),
            ("forty_people", "40 people"),
            ("no_laptop", "No laptop"),
            ("silent", "When nobody talks"),
        )
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tpo build; the source is authoring/, this file is never edited">
<title>{say(session["title"])} · facilitator sheet {plan["id"]}</title>
<style>{STYLE}</style></head>
<body><main>
<h1>{say(session["title"])}</h1>
<p class="sub">Facilitator sheet · {plan["id"]} {say(plan["title"])} · {MINUTES} minutes ·
{say(session["bring"])}</p>
<p><b>What people leave with.</b> {say(session["promise"])}</p>
<section class="vote"><b>The question.</b> {say(vote["question"])}
<ol type="A">{options}</ol></section>
<p><b>Right: {"ABCDEFG"[vote["right"]]}.</b> {say(vote["splits"])}</p>
<h2>Agenda</h2>
<table><caption>{clock} minutes</caption>
<thead><tr><th scope="col">Minute</th><th scope="col">What you do</th>
<th scope="col">What you collect</th></tr></thead>
<tbody>{"".join(rows)}</tbody></table>
<h2>Prompts</h2><ul>{prompts}</ul>
<h2>Variants</h2><div class="grid">{variants}</div>
<h2>Afterwards</h2><p>{say(session["follow_up"])}</p>
{
        f'<h2 class="page">Cards for the no-laptop version</h2><div class="cards">{cards}</div>'
        if cards
        else ""
    }
</main></body></html>
"""


def check_minutes(plan: Mapping[str, Any]) -> None:
    """Raise BadSession unless the lesson's and the session's minutes add up."""
    lesson = sum(minutes for minutes, _ in plan.get("lesson", []))
    if plan.get("lesson") and lesson != plan["minutes"]:
        raise BadSession(
            f"{plan['id']}: the parts of the lesson take {lesson} minutes, "
            f"module.yaml promises {plan['minutes']}."
        )
    total = sum(step["minutes"] for step in plan["session"]["agenda"])
    if total != MINUTES:
        raise BadSession(f"{plan['id']}: the agenda takes {total} minutes, not {MINUTES}.")
