"""Read a decision record in the style of MADR (Markdown Any Decision Records, adr.github.io/madr).

Headings are found by their words, so older templates are read as well. Two kinds of line run:
under *Confirmation*, lines that begin with ``rule:`` (see `tpo.engines.fitness`), and anywhere,
lines that begin with ``re-visit:``. Everything else is prose, for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SECTIONS = {
    "context": r"context|problem",
    "drivers": r"driver|forces",
    "options": r"considered options|options considered|alternatives|^options",
    "outcome": r"decision outcome|^decision$|outcome",
    "consequences": r"consequence|trade-?off",
    "confirmation": r"confirmation|validation|compliance",
    "revisit": r"re-?visit|review|more information",
}
STATUSES = ("proposed", "accepted", "rejected", "deprecated", "superseded")
_CHOSEN = re.compile(r"chosen option\s*:?\s*[\"“']?(.+?)[\"”']?\s*(?:,|because|\.|$)", re.I | re.M)
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(.*\S)", re.M)
_NUMBER = re.compile(r"\b(?:adr[-\s]?)?0*(\d{1,4})\b", re.I)
_RULE_LINE = re.compile(r"^\s*(?:[-*+]\s*)?`?rule\s*:\s*(.+?)`?\s*$", re.I | re.M)
_VISIT_LINE = re.compile(r"^\s*(?:[-*+]\s*)?`?re-?visit\s*:\s*(.+?)`?\s*$", re.I | re.M)


@dataclass(frozen=True)
class Record:
    """One record. ``number`` is 0 if it has none; ``supersedes`` the numbers it replaces.

    ``options`` are those considered, ``chosen`` the ones the outcome names, ``good`` and ``bad``
    the consequences, ``rules`` and ``triggers`` the lines that run.
    """

    title: str
    number: int
    status: str
    supersedes: tuple[int, ...]
    sections: Mapping[str, str]
    options: tuple[str, ...]
    chosen: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    rules: tuple[str, ...]
    triggers: tuple[str, ...]


def read_record(text: str) -> Record:
    """Read a record; raise ValueError with one sentence if there is nothing to read."""
    if not text.strip():
        raise ValueError("The record is empty.")
    meta, body = _front(text)
    title = next((m[1].strip() for m in re.finditer(r"^#\s+(.+)$", body, re.M)), "")
    sections = _sections(body)
    if not sections and not title:
        raise ValueError(
            "This is no decision record: it has no heading. Begin with “# Title” and “## Context”."
        )
    consequences = sections.get("consequences", "")
    found = _BULLET.findall(consequences) or [
        line.strip() for line in consequences.splitlines() if line.strip()
    ]
    status = meta.get("status") or _status(body)
    numbered = _NUMBER.search(
        meta.get("id", "") or (title if re.match(r"(?i)adr|\d", title) else "")
    )
    replaced = meta.get("supersedes", "") or " ".join(
        m[1] for m in re.finditer(r"supersedes:?\s+(.+)", body, re.I)
    )
    return Record(
        title=re.sub(r"^(?:adr)?[-\s]?\d*\s*[:.–-]\s*", "", title, flags=re.I),
        number=int(numbered[1]) if numbered else 0,
        status=status.split()[0].lower() if status else "",
        supersedes=tuple(int(m[1]) for m in _NUMBER.finditer(replaced)),
        sections=sections,
        options=tuple(_BULLET.findall(sections.get("options", ""))),
        chosen=tuple(m[1].strip() for m in _CHOSEN.finditer(sections.get("outcome", ""))),
        good=tuple(line for line in found if re.match(r"(?i)good\b", line)),
        bad=tuple(line for line in found if re.match(r"(?i)(bad|but|cost|price)\b", line)),
        rules=tuple(m[1] for m in _RULE_LINE.finditer(body)),
        triggers=tuple(m[1] for m in _VISIT_LINE.finditer(body)),
    )


def _front(text: str) -> tuple[dict[str, str], str]:
    """The lines between two lines of ``---`` as {name: value}, and the rest."""
    found = re.match(r"\s*---\s*\n(.*?)\n---\s*\n?(.*)", text, re.S)
    if not found:
        return {}, text
    pairs = re.findall(r"^\s*([\w-]+)\s*:\s*(.*?)\s*$", found[1], re.M)
    return {name.lower(): value.strip("\"'[]{} ") for name, value in pairs}, found[2]


def _status(body: str) -> str:
    found = re.search(r"^[\s*]*status[\s*]*:[\s*]*(\w+)", body, re.I | re.M)
    if found:
        return found[1]
    under = re.search(r"^##\s+status\s*\n+\s*(\w+)", body, re.I | re.M)
    return under[1] if under else ""


def _sections(body: str) -> dict[str, str]:
    """{section: text below its heading}, without fenced code turning into headings."""
    found: dict[str, list[str]] = {}
    current = ""
    fenced = False
    for line in body.splitlines():
        if line.strip().startswith("```"):
            fenced = not fenced
            continue
        heading = None if fenced else re.match(r"^#{2,6}\s+(.+?)\s*#*$", line)
        if heading:
            words = heading[1].strip().lower()
            current = next((name for name, rx in SECTIONS.items() if re.search(rx, words)), "")
        elif current:
            found.setdefault(current, []).append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}
