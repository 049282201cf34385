"""Read an API product page: what a partner looks for, and whether it is there. Advisory only.

``as_html`` makes a page of it that stands alone: one file, no script, nothing from elsewhere.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from tpo.engines.text import labelled, mentions, says_date

FOR_YOU = "What your customers can do"
EXAMPLE = "One example"
FAILURES = "When it says no"
LIMITS = "How much, how fast"
CHANGES = "What may change, and how you will know"
CONTACT = "Who helps"
LABELS = (FOR_YOU, EXAMPLE, FAILURES, LIMITS, CHANGES, CONTACT)
INTERNAL = ("roost", "trill", "tally", "aviary", "rigging", "nest-reservations", "geosure")
PEOPLE = ("customer", "shopper", "recipient", "buyer", "people", "parcel arrives", "she", "they")
NOTICE = ("month", "week", "day", "notice", "version", "announce")


def read_page(text: str) -> dict[str, Any]:
    """What a partner finds on the page."""
    parts = labelled(text, LABELS)
    codes = set(re.findall(r"\b(4\d\d|5\d\d)\b", parts[FAILURES]))
    return {
        "words": len(text.split()),
        "internal": sum(mentions(text, [name]) for name in INTERNAL),
        "outcome": mentions(parts[FOR_YOU], PEOPLE) and len(parts[FOR_YOU].split()) >= 8,
        "example": bool(re.search(r"\b(POST|PUT|PATCH|GET)\b|\{", parts[EXAMPLE])),
        "failures": len(codes),
        "limits": len(re.findall(r"\d+", parts[LIMITS])),
        "policy": mentions(parts[CHANGES], NOTICE)
        and (bool(re.search(r"\d", parts[CHANGES])) or says_date(parts[CHANGES])),
        "contact": bool(re.search(r"@|\+?\d{5,}|chat|channel|desk", parts[CONTACT], re.I)),
    }


STYLE = """
body { font: 17px/1.55 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; }
p { margin: .3rem 0; white-space: pre-line; overflow-wrap: anywhere; }
code { background: #f0f0f0; padding: .1em .3em; border-radius: 3px; }
table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid #ccc; padding: .35rem; }
td:first-child { white-space: nowrap; font-weight: 600; vertical-align: top; }
footer { margin-top: 2rem; border-top: 1px solid #ccc; font-size: .85rem; color: #555; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; }
  code { background: #2a2a2a; } footer { color: #aaa; } }
@media print { body { margin: 0; } footer { color: #000; } }
"""


def as_html(text: str, title: str = "Change a delivery on its way") -> str:
    """The page as one HTML file: a heading a label, a table of refusals, the example as code."""
    parts = labelled(text, LABELS)
    blocks = [_block(label, parts[label]) for label in LABELS if parts[label]]
    if not blocks:  # no label was kept: show what is there
        blocks = [f"<p>{escape(text.strip())}</p>"]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n" + "\n".join(blocks) + "\n</main>\n"
        "<footer><p>Written in the course Two Languages. Linnet Parcels is an invented company."
        "</p></footer>\n</body>\n</html>\n"
    )


def _block(label: str, said: str) -> str:
    heading = f"<h2>{escape(label)}</h2>"
    rows = _refusals(said) if label == FAILURES else []
    if rows:
        cells = "".join(f"<tr><td>{code}</td><td>{meaning}</td></tr>" for code, meaning in rows)
        return f"{heading}\n<table>{cells}</table>"
    return f"{heading}\n<p>{_with_code(said) if label == EXAMPLE else escape(said)}</p>"


def _refusals(said: str) -> list[tuple[str, str]]:
    """("409", what it means) for a list of statuses; empty when there is text before the first."""
    found = re.split(r"(?:^|(?<=[.;,\n]))[\s*•-]*\b([45]\d\d)\b[:\s]*", said)
    if len(found) < 3 or found[0].strip():
        return []
    return [
        (code, escape(text.strip(" ;,\n")))
        for code, text in zip(found[1::2], found[2::2], strict=True)
    ]


def _with_code(said: str) -> str:
    """Calls and bodies set as code."""
    marked = re.split(r"((?:GET|POST|PUT|PATCH|DELETE) /\S+|\{[^{}]*\})", said)
    return "".join(
        f"<code>{escape(part)}</code>" if i % 2 else escape(part) for i, part in enumerate(marked)
    )
