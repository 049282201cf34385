"""Walk a journey or a trace over a map, arrow by arrow, and say where it falls off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tpo.engines.system_graph.model import Kind, SystemMap, key


@dataclass(frozen=True)
class Hop:
    """One arrow that a journey or a trace takes. ``kind`` as in ``Relation``."""

    source: str
    target: str
    kind: Kind

    @property
    def ends(self) -> tuple[str, str]:
        """Source and target as they are compared."""
        return key(self.source), key(self.target)


@dataclass(frozen=True)
class Walk:
    """How a walk over the map went.

    ``missing``: hops without an arrow, in walking order. ``wrong_kind``: hops whose arrow has
    another kind. ``reversed``: hops whose arrow points the other way. The last two are also in
    ``missing``.
    """

    hops: int
    missing: tuple[Hop, ...]
    wrong_kind: tuple[Hop, ...]
    reversed: tuple[Hop, ...]

    @property
    def arrived(self) -> bool:
        """Whether every hop had its arrow."""
        return not self.missing


def walk(drawn: SystemMap, hops: Sequence[Hop]) -> Walk:
    """Replay hops on a map. A hop needs an arrow with its ends, direction and kind.

    An arrow of kind ``sync`` also carries an ``external`` hop, and the other way round: that
    the other side belongs to somebody else is said by its box.
    """
    arrows: dict[tuple[str, str], set[Kind]] = {}
    for relation in drawn.relations:
        arrows.setdefault(relation.ends, set()).add(_waits(relation.kind))
    missing, wrong_kind, turned = [], [], []
    for hop in hops:
        kinds = arrows.get(hop.ends, set())
        if _waits(hop.kind) in kinds:
            continue
        missing.append(hop)
        if kinds:
            wrong_kind.append(hop)
        elif hop.ends[::-1] in arrows:
            turned.append(hop)
    return Walk(len(hops), tuple(missing), tuple(wrong_kind), tuple(turned))


def phantoms(drawn: SystemMap, shown: Collection[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The pairs of boxes (compared names) joined by an arrow that no evidence in ``shown`` shows."""
    known = {(key(a), key(b)) for a, b in shown}
    pairs = dict.fromkeys(r.ends for r in drawn.relations)
    return tuple(pair for pair in pairs if pair not in known)


def _waits(kind: Kind) -> Kind:
    return "sync" if kind == "external" else kind
