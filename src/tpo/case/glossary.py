"""The course's words in plain English (``datasets/glossary.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.files import data_root, read_yaml
from tpo.case.records import damaged, keyed, record

FILE = "glossary.yaml"


@dataclass(frozen=True)
class Term:
    """One card.

    ``plain``: the meaning in at most 30 words. ``linnet``: the word at work in our company.
    ``confusable_with``: the term most often mixed up with it. ``question`` and ``answer``: the
    card in application form. ``modules``: where the word is taught, first one first.
    """

    term: str
    plain: str
    linnet: str
    confusable_with: str
    question: str
    answer: str
    modules: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    terms: tuple[Term, ...]


def glossary(module: str | None = None, root: Path | str | None = None) -> Mapping[str, Term]:
    """Return the cards by term: all of them, or those taught in one module (``"M06"``)."""
    cards = _glossary(data_root(root))
    if module is None:
        return cards
    return {term: card for term, card in cards.items() if module in card.modules}


@lru_cache
def _glossary(root: Path) -> Mapping[str, Term]:
    cards = keyed(record(_File, read_yaml(root, FILE), FILE).terms, lambda card: card.term, FILE)
    for card in cards.values():
        if card.confusable_with not in cards or card.confusable_with == card.term:
            raise damaged(
                FILE,
                f"'{card.term}' is confusable with '{card.confusable_with}', which must be "
                "another term of this file",
            )
    return cards
