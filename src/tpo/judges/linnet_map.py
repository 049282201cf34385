"""Linnet's catalogue as a system map, and the arrows that journeys and traces show.

The one place where the case's records become boxes and arrows; judges and labs share it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tpo import case
from tpo.engines.system_graph import Container, Hop, Relation, SystemMap, hard_chain
from tpo.engines.system_graph.model import Kind

KINDS: dict[str, Kind] = {"sync": "sync", "event": "event", "db": "data", "external": "external"}
ACTORS = ("recipient", "partner", "courier", "timer")


def hops(walked: Iterable[case.Hop]) -> tuple[Hop, ...]:
    """The case's hops as the engine's, without those that start at a person or a clock."""
    return tuple(
        Hop(hop.source, hop.target, KINDS[hop.kind])
        for hop in walked
        if hop.source not in ACTORS and hop.target not in ACTORS
    )


@lru_cache
def linnet_map(planned: bool = False) -> SystemMap:
    """What runs today; with ``planned`` also what is to be built, with its arrows."""
    services = [s for s in case.services().values() if planned or s.status == "live"]
    boxes = [
        Container(
            s.name,
            owner=s.owner,
            availability=None
            if s.availability_percent is None
            else round(s.availability_percent / 100, 12),
        )
        for s in services
    ]
    boxes += [Container(p.name, "external") for p in case.providers().values()]
    arrows = [
        Relation(s.name, call.to, KINDS[call.kind], call.purpose, call.strength)
        for s in services
        for call in s.calls
    ]
    return SystemMap(tuple(boxes), tuple(arrows))


@lru_cache
def feature_map(feature: str) -> SystemMap:
    """Today's map with the boxes and arrows that a planned feature adds."""
    today, new = linnet_map(), case.features()[feature]
    plan = case.services()
    boxes, arrows = list(today.containers), list(today.relations)
    for hop in new.hops:
        for name in (hop.source, hop.target):
            if all(box.name != name for box in boxes):
                outside = name not in plan
                role = "person" if name in ACTORS and name != "partner" else "external"
                owner = "" if outside else plan[name].owner
                boxes.append(Container(name, role if outside else "container", owner))  # type: ignore[arg-type]
        if all((a.source, a.target) != (hop.source, hop.target) for a in arrows):
            arrows.append(Relation(hop.source, hop.target, KINDS[hop.kind]))
    return SystemMap(tuple(boxes), tuple(arrows))


@lru_cache
def booking_chain() -> tuple[tuple[str, float], ...]:
    """(part, availability) of everything that must answer before a booking is done."""
    whole = linnet_map()
    chain = [whole.by_key[name.casefold()] for name in hard_chain(whole, "merchant-gateway")]
    # A provider's own figure is in the service that asks it.
    return tuple((box.name, box.availability) for box in chain if box.availability is not None)
