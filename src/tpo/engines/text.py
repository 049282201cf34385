"""Rules for short business texts: labelled lines, amounts of money, chances, dates.

Advisory only. Nothing here judges style; it finds what a reader would look for and doesn't
find, and numbers that don't agree with their source or with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

EURO = re.compile(
    r"(?:€|EUR)\s*(\d[\d ,.]*\d|\d)\s*(k|K|m|M|million|thousand)?\b"
    r"|(\d[\d ,.]*\d|\d)\s*(k|K|m|M|million|thousand)?\s*(?:€|EUR|euros?)"
)
SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "": 1.0}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(
    rf"\b(?:{MONTHS}|{'|'.join(m[:3] for m in MONTHS.split('|'))})\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]?|\b(?:Mon|Tues|Wednes|Thurs|Fri)day\b"
    r"|\b[Ww]eek \d+|\bend of Q[1-4]\b"
)
CHANCE = re.compile(
    r"\d\s*%|\bpercent\b|\bone in \w+|\b\d+ in \d+|\bonce (?:a|per|every|in)\b|\btwice\b"
    r"|\b\d+ times\b|\b(?:per|a|every) (?:year|month|peak|season)\b|\bchance of\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A sum of money in euros, with the words it was written in."""

    eur: float
    text: str
    half_unit: float  # half of the last digit written: what rounding may hide


def labelled(text: str, labels: Iterable[str]) -> dict[str, str]:
    """What follows each label (up to the next one); "" for a label that isn't there."""
    wanted = list(labels)
    marks = "|".join(re.escape(label) for label in wanted)
    parts = re.split(rf"^[\s>*#-]*({marks})[\s*]*:[\s*]*", text, flags=re.M | re.I)
    found = dict.fromkeys(wanted, "")
    for label, body in zip(parts[1::2], parts[2::2], strict=False):
        key = next(w for w in wanted if w.lower() == label.lower())
        found[key] = (found[key] + " " + body).strip()
    return found


def amounts(text: str) -> list[Amount]:
    """Every sum of money, in the order written: "€58.2 k", "71,600 euros", "€0.2 million"."""
    found = []
    for hit in EURO.finditer(text):
        digits, unit = (hit[1], hit[2]) if hit[1] else (hit[3], hit[4])
        number, decimals = _number(digits)
        scale = SCALE[(unit or "").lower()]
        found.append(Amount(number * scale, hit[0].strip(), 0.5 * 10**-decimals * scale))
    return found


def says_date(text: str) -> bool:
    """Whether the text names a day, week or month."""
    return bool(DATE.search(text))


def says_chance(text: str) -> bool:
    """Whether the text says how likely or how often."""
    return bool(CHANCE.search(text))


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words begins a word of the text (case ignored)."""
    return any(re.search(rf"\b{re.escape(w)}", text, re.IGNORECASE) for w in words)


def source_of(amount: Amount, sources: Mapping[str, float]) -> str | None:
    """The name of the source figure (in euros) that the amount may be a rounding of."""
    for name, value in sources.items():
        if abs(amount.eur - value) <= max(amount.half_unit, 0.005 * value):
            return name
    return None


def _number(digits: str) -> tuple[float, int]:
    """(value, decimals) of "58.2", "71,600" or "1 250.50"."""
    text = digits.replace(" ", "").rstrip(".,")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", text) and text.count(".") > 1:
        text = text.replace(".", "")
    text = text.replace(",", ".")
    decimals = len(text.partition(".")[2])
    return float(text), decimals
