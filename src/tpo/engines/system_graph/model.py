"""What a map holds: containers (things that run, or people) and relations between them.

The words are those of the C4 model (S. Brown, c4model.com): a *container* is something that
runs or stores data on its own, a *person* uses it, an *external* system belongs to others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Role = Literal["container", "person", "external"]
Kind = Literal["sync", "event", "data", "external"]
Strength = Literal["hard", "soft"]

ROLES: tuple[Role, ...] = ("container", "person", "external")
KINDS: tuple[Kind, ...] = ("sync", "event", "data", "external")
"""``sync``: the source waits for an answer · ``event``: the arrow follows the data, nobody waits ·
``data``: the source reads the target's tables · ``external``: it waits for another company."""


def key(name: str) -> str:
    """A name as it is compared: "Address check" and "address_check" are both "address-check"."""
    return re.sub(r"[\s_-]+", "-", name.strip()).strip("-").casefold()


@dataclass(frozen=True)
class Container:
    """One box. ``owner`` is a team ("" if unsaid), ``availability`` a share from 0 to 1."""

    name: str
    role: Role = "container"
    owner: str = ""
    availability: float | None = None

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return key(self.name)


@dataclass(frozen=True)
class Relation:
    """One arrow. ``strength="soft"``: the source goes on when the target fails."""

    source: str
    target: str
    kind: Kind = "sync"
    purpose: str = ""
    strength: Strength = "hard"

    @property
    def ends(self) -> tuple[str, str]:
        """Source and target as they are compared."""
        return key(self.source), key(self.target)


@dataclass(frozen=True)
class SystemMap:
    """Boxes and arrows; ``journeys`` maps a name to the boxes it passes through, in order."""

    containers: tuple[Container, ...]
    relations: tuple[Relation, ...]
    journeys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, Container]:
        """The boxes by compared name, in the order given."""
        return {box.key: box for box in self.containers}

    def role(self, name: str) -> Role | None:
        """What a box is; None if it isn't on the map."""
        box = self.by_key.get(key(name))
        return box.role if box else None

    def out(self, name: str) -> tuple[Relation, ...]:
        """The arrows that leave a box, in the order given."""
        return tuple(r for r in self.relations if r.ends[0] == key(name))

    def into(self, name: str) -> tuple[Relation, ...]:
        """The arrows that meet a box, in the order given."""
        return tuple(r for r in self.relations if r.ends[1] == key(name))
