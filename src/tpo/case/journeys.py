"""Five journeys through the services, step by step (``datasets/journeys.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tpo.case.catalogue import Kind, services
from tpo.case.files import data_root, read_json
from tpo.case.records import damaged, keyed, record

FILE = "journeys.json"


@dataclass(frozen=True)
class Hop:
    """One arrow that a step walks. The first hop of a journey starts at its ``actor``.

    ``optional``: only part of the journeys take it (a signed-in reader, an expired key).
    """

    source: str
    target: str
    kind: Kind
    optional: bool = False


@dataclass(frozen=True)
class Step:
    """What happens, in the words of the person, and the hops it needs."""

    step: str
    hops: tuple[Hop, ...]


@dataclass(frozen=True)
class Journey:
    """One journey. ``actor`` is where it starts; ``person`` is who cares (an id in people)."""

    number: int
    name: str
    title: str
    actor: str
    person: str
    steps: tuple[Step, ...]

    @property
    def hops(self) -> tuple[Hop, ...]:
        """All hops in walking order."""
        return tuple(hop for step in self.steps for hop in step.hops)


@dataclass(frozen=True)
class _File:
    journeys: tuple[Journey, ...]


def journeys(root: Path | str | None = None) -> Mapping[str, Journey]:
    """Return the journeys by name, in their order."""
    return _journeys(data_root(root))


@lru_cache
def _journeys(root: Path) -> Mapping[str, Journey]:
    file = record(_File, read_json(root, FILE), FILE)
    drawn = {
        (service.name, call.to, call.kind)
        for service in services(root).values()
        for call in service.calls
    }
    for journey in file.journeys:
        reached = {journey.actor}
        for hop in journey.hops:
            arrow = f"journey '{journey.name}' hops from '{hop.source}' to '{hop.target}'"
            if hop.source not in reached:
                raise damaged(FILE, f"{arrow} but has not reached '{hop.source}' yet")
            known = (hop.source, hop.target, hop.kind) in drawn or (
                hop.source == journey.actor and hop.target in services(root)
            )
            if not known:
                raise damaged(FILE, f"{arrow} as '{hop.kind}', which catalogue.yaml does not have")
            reached.add(hop.target)
    return keyed(file.journeys, lambda journey: journey.name, FILE)
