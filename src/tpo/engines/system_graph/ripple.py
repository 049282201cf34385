"""Follow a change, or a failure, along the arrows of a map."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tpo.engines.system_graph.model import KINDS, Kind, Relation, SystemMap, key


@dataclass(frozen=True)
class Reached:
    """A box that a change reaches. ``via`` is the arrow it came along (None at the origin)."""

    name: str
    steps: int
    via: Relation | None


def ripple(
    drawn: SystemMap,
    changed: Iterable[str],
    kinds: Collection[Kind] = KINDS,
    most: int | None = None,
) -> tuple[Reached, ...]:
    """Everything that must change, or be told, when the boxes ``changed`` do something new.

    A change travels to whoever *depends* on the box: against ``sync``, ``external`` and ``data``
    arrows to the one that asks or reads, and along ``event`` arrows to the one that listens.
    ``kinds`` are the arrows that the eye follows; ``most`` limits the steps. Breadth first, in
    the order of the map, so that the same map always gives the same list.
    """
    found: dict[str, Reached] = {}
    for name in changed:
        if key(name) in drawn.by_key:
            found.setdefault(key(name), Reached(drawn.by_key[key(name)].name, 0, None))
    front = list(found.values())
    while front:
        ahead: list[Reached] = []
        for at in front:
            if most is not None and at.steps >= most:
                continue
            for relation in drawn.relations:
                other = _told(relation, key(at.name))
                if relation.kind in kinds and other in drawn.by_key and other not in found:
                    found[other] = Reached(drawn.by_key[other].name, at.steps + 1, relation)
                    ahead.append(found[other])
        front = ahead
    return tuple(found.values())


def blast_radius(drawn: SystemMap, failed: str) -> tuple[str, ...]:
    """The boxes that stop when ``failed`` stops: those that wait for it, directly or through others.

    Only hard arrows on which somebody waits carry a failure; listeners of events merely hear
    nothing new.
    """
    down = [key(failed)] if key(failed) in drawn.by_key else []
    for at in down:
        for relation in drawn.relations:
            source, target = relation.ends
            if target == at and _stops(relation) and source in drawn.by_key and source not in down:
                down.append(source)
    return tuple(drawn.by_key[name].name for name in down[1:])


def hard_chain(drawn: SystemMap, start: str) -> tuple[str, ...]:
    """``start`` and every box that must answer before it can: its hard dependencies, all the way."""
    chain = [key(start)] if key(start) in drawn.by_key else []
    for at in chain:
        for relation in drawn.out(at):
            target = relation.ends[1]
            if _stops(relation) and target in drawn.by_key and target not in chain:
                chain.append(target)
    return tuple(drawn.by_key[name].name for name in chain)


def single_points(drawn: SystemMap, least: int = 2) -> tuple[tuple[str, int], ...]:
    """Boxes whose failure stops at least ``least`` others, worst first: (name, how many)."""
    sizes = [(box.name, len(blast_radius(drawn, box.name))) for box in drawn.containers]
    found = [(name, size) for name, size in sizes if size >= least]
    return tuple(sorted(found, key=lambda row: (-row[1], row[0])))


def circles(drawn: SystemMap) -> tuple[tuple[str, ...], ...]:
    """Boxes that wait for each other in a circle: every box whose own failure comes back to it."""
    found = []
    for box in drawn.containers:
        start = box.key
        path = _way_back(drawn, start)
        if path and min(path) == start:  # each circle once, from its first name
            found.append(tuple(drawn.by_key[name].name for name in path))
    return tuple(found)


def _way_back(drawn: SystemMap, start: str) -> list[str]:
    """The shortest path of hard waiting from a box to itself; [] if there is none."""
    before: dict[str, str] = {}
    queue = [start]
    for at in queue:
        for relation in drawn.out(at):
            target = relation.ends[1]
            if not _stops(relation) or target not in drawn.by_key:
                continue
            if target == start:
                path = [at]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return path[::-1]
            if target not in before:
                before[target] = at
                queue.append(target)
    return []


def _told(relation: Relation, at: str) -> str:
    """Who hears of a change at ``at`` along this arrow; "" if nobody."""
    source, target = relation.ends
    if relation.kind == "event":
        return target if source == at else ""
    return source if target == at else ""


def _stops(relation: Relation) -> bool:
    return relation.kind != "event" and relation.strength == "hard"
