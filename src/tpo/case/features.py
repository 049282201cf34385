"""Two planned features: the way they take, and all that they touch (``datasets/features.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tpo.case.catalogue import providers, services
from tpo.case.files import data_root, read_json
from tpo.case.journeys import Hop, Step
from tpo.case.records import damaged, keyed, record

FILE = "features.json"

Label = Literal["key", "part", "either", "no"]
ListName = Literal["components", "contracts", "teams", "data"]


@dataclass(frozen=True)
class Touch:
    """Whether a feature touches one thing, and why.

    ``key``: yes, and forgetting it hurts · ``part``: yes · ``either``: people may disagree ·
    ``no``: it stays as it is.
    """

    list: ListName
    name: str
    label: Label
    because: str


@dataclass(frozen=True)
class Feature:
    """A feature that is not built yet. ``steps`` are the hops it will take; some arrows are new."""

    id: str
    title: str
    sentence: str
    actor: str
    person: str
    steps: tuple[Step, ...]
    touches: tuple[Touch, ...]

    @property
    def hops(self) -> tuple[Hop, ...]:
        """All hops in walking order."""
        return tuple(hop for step in self.steps for hop in step.hops)

    def named(self, list_name: str, *labels: Label) -> tuple[str, ...]:
        """The names of one list that carry one of these labels (all of them without labels)."""
        return tuple(
            touch.name
            for touch in self.touches
            if touch.list == list_name and (not labels or touch.label in labels)
        )


@dataclass(frozen=True)
class _File:
    features: tuple[Feature, ...]


def features(root: Path | str | None = None) -> Mapping[str, Feature]:
    """Return the features by id."""
    return _features(data_root(root))


@lru_cache
def _features(root: Path) -> Mapping[str, Feature]:
    file = record(_File, read_json(root, FILE), FILE)
    known = {*services(root), *providers(root)}
    for feature in file.features:
        for name in feature.named("components"):
            if name not in known:
                raise damaged(FILE, f"'{feature.id}' touches '{name}', which is no service")
        for hop in feature.hops:
            for name in (hop.source, hop.target):
                if name not in known and name not in (feature.actor, "partner", "courier"):
                    raise damaged(FILE, f"'{feature.id}' hops over '{name}', which is no service")
    return keyed(file.features, lambda feature: feature.id, FILE)
