"""What must not leave the machine: people, ways to reach them, words of one's own company.

A search by patterns finds much and not everything; the page says so. Each finding names its place
and can be allowed by the learner, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from tpo.case.files import data_root

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A phone number: begins with + or 0 or ( and holds 8 to 15 digits, or the short form 555-0134.
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|\(0|0)[\d ()/.-]{6,20}\d(?![\w])|(?<![\w-])\d{3}-\d{4}(?![\w-])"
)
DISK = re.compile(r"(?:[A-Za-z]:\\[^\s)\"]+|file:[^\s)\"]+|(?<![\w.])/(?:home|Users)/[^\s)\"]+)")
WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Señora?|Mme|Madame|Monsieur)\.?\s+({WORD})"
)
RUN = re.compile(rf"{WORD}(?:[ \t]+(?:(?:van|von|der|de|di|da|del|al|bin|el|la|le)[ \t]+)*{WORD})+")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")

_WORDS = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
CASE_TEXTS = ("glossary.yaml", "people.yaml", "catalogue.yaml", "company.yaml", "dictionary.yaml")
GIVEN = frozenset(_WORDS["given"].split())


@dataclass(frozen=True)
class Finding:
    """One thing to look at before sending: where, what it seems to be, and the words themselves."""

    where: str
    what: str
    quote: str

    @property
    def sentence(self) -> str:
        """The finding in one line."""
        return f"{self.where}: “{self.quote}” looks like {self.what}."


def search(where: str, text: str, keep_out: Iterable[str], fine: Iterable[str]) -> list[Finding]:
    """Everything in a text that should be looked at, each quote once."""
    allowed = {word.casefold() for word in fine}
    found: dict[str, Finding] = {}
    for what, quote in _found(text, [word for word in keep_out if word.strip()]):
        if quote.casefold() not in allowed:
            found.setdefault(quote, Finding(where, what, quote))
    return list(found.values())


def _found(text: str, keep_out: list[str]) -> Iterator[tuple[str, str]]:
    for word in keep_out:
        for hit in re.finditer(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text, re.IGNORECASE):
            yield "a word on your own list", hit[0]
    for hit in EMAIL.finditer(text):
        if not hit[0].endswith(".example"):  # reserved for inventions such as Linnet's
            yield "an e-mail address", hit[0]
    for hit in PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in hit[0])
        if digits <= 15 and (digits >= 8 or "-" in hit[0]) and not ISO_DATE.search(hit[0]):
            yield "a phone number", hit[0].strip()
    yield from (("a place on your disk", hit[0]) for hit in DISK.finditer(text))
    yield from _names(text)


def _names(text: str) -> Iterator[tuple[str, str]]:
    taken: list[str] = []
    for hit in TITLED.finditer(text):
        if hit[1].casefold() not in vocabulary():
            taken.append(hit[1])
            yield "a person's name", hit[0]
    for hit in RUN.finditer(text):
        for name in _unknown(hit[0]):
            if not any(part in name.split() for part in taken):
                taken += name.split()
                yield "a person's name", name
    for hit in re.finditer(WORD, text):
        name = re.sub(r"['’]s$", "", hit[0])
        if name in GIVEN and name.casefold() not in case_names() and name not in taken:
            taken.append(name)
            yield "a person's name", name


def _unknown(words: str) -> Iterator[str]:
    """Two or more words in a row that the course's own texts never use."""
    row: list[str] = []
    for word in [*words.split(), ""]:
        bare = re.sub(r"['’]s$", "", word)
        if word and (word.islower() or bare.casefold() not in vocabulary()):
            row.append(bare)
            continue
        while row and row[0].islower():
            row.pop(0)
        if len([w for w in row if not w.islower()]) >= 2 or (len(row) == 1 and row[0] in GIVEN):
            yield " ".join(row)
        row = []


@lru_cache
def vocabulary() -> frozenset[str]:
    """Every word of the case's and the exercises' texts, small letters: people, places, English."""
    files = [data_root() / name for name in CASE_TEXTS]
    files += sorted((Path(__file__).parents[2] / "exercises").glob("*.yaml"))
    text = " ".join(path.read_text(encoding="utf-8") for path in files if path.exists())
    words = {word.casefold() for word in re.findall(r"[^\W\d_][\w’'-]*", text)}
    parts = {re.split("['’]", word)[0] for word in words}
    return frozenset(words | parts | set(_WORDS["ordinary"].split()))


@lru_cache
def case_names() -> frozenset[str]:
    """The given names of the case's own people."""
    from tpo import case

    parts = [part for person in case.people().values() for part in person.name.split()]
    return frozenset(part.casefold() for part in parts)
