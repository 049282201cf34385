"""The fourteen people of the case (``datasets/people.yaml``). All are invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.files import data_root, read_yaml
from tpo.case.records import keyed, record

FILE = "people.yaml"


@dataclass(frozen=True)
class PersonFact:
    """Something a person knows.

    ``hidden``: told only to those who ask well, so lessons must not print it.
    ``red_line``: breaking it ends the deal.
    """

    text: str
    hidden: bool
    red_line: bool


@dataclass(frozen=True)
class Person:
    """One person: ``wants`` is what they say they want; ``None`` for you, the learner."""

    id: str
    name: str
    role: str
    wants: str | None
    facts: tuple[PersonFact, ...]


@dataclass(frozen=True)
class _File:
    people: tuple[Person, ...]


def people(root: Path | str | None = None) -> Mapping[str, Person]:
    """Return the people by id (``people()["callum"]``)."""
    return _people(data_root(root))


@lru_cache
def _people(root: Path) -> Mapping[str, Person]:
    file = record(_File, read_yaml(root, FILE), FILE)
    return keyed(file.people, lambda person: person.id, FILE)
