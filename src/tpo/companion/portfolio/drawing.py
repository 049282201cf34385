"""A system map as a picture: who asks stands above who answers, five boxes a row."""

from __future__ import annotations

from html import escape

from tpo.engines.system_graph import SystemMap, UnreadableMap, read_map
from tpo.labs import svg

A_ROW = 5
SIZE = (106, 40)  # of a box, in picture units
STEP = 78  # from row to row
LOOK = {  # kind of arrow → colour, dash, width, words of the key
    "sync": (svg.INK, "", 1.3, "waits for an answer"),
    "external": (svg.INK, "", 1.3, "waits for an answer"),
    "event": (svg.BLUE, "6 4", 1.6, "event, nobody waits"),
    "data": (svg.RED, "2 3", 2.2, "reads the other's tables"),
}


def picture(text: str) -> str:
    """The map in a text as SVG with its words, or "" if the text is no map."""
    try:
        drawn = read_map(text)
    except UnreadableMap:
        return ""
    if not drawn.containers:
        return ""
    places = _places(drawn)
    parts = [
        svg.arrow(places[a], places[b], *LOOK[arrow.kind][:3], SIZE)
        for arrow in drawn.relations
        for a, b in [arrow.ends]
        if a != b
    ]
    parts += [
        svg.box(
            *places[box.key],
            box.name,
            size=SIZE,
            dash="5 4" if box.role == "external" else "",
            round_ends=box.role == "person",
        )
        for box in drawn.containers
    ]
    height = max(y for _, y in places.values()) + 40
    kinds = [
        kind for kind in ("sync", "event", "data") if any(r.kind == kind for r in drawn.relations)
    ]
    for n, kind in enumerate(kinds):
        colour, dash, _, words = LOOK[kind]
        parts.append(svg.key(12 + 195 * n, height + 12, colour, words, dash))
    opening, rest = svg.picture(height + 24, *parts).split(">", 1)
    return f'{opening} role="img" aria-label="{escape(words_of(drawn))}"><title>System map</title>{rest}'


def words_of(drawn: SystemMap) -> str:
    """The map in words: how much is on it, then every arrow."""
    names = {box.key: box.name for box in drawn.containers}
    arrows = "; ".join(f"{names[a]} to {names[b]}" for a, b in (r.ends for r in drawn.relations))
    count = f"{len(drawn.containers)} parts and {len(drawn.relations)} arrows"
    return f"System map with {count}: {arrows}."


def _places(drawn: SystemMap) -> dict[str, tuple[float, float]]:
    """Where each box stands: level by level, each level ordered by who asks for it."""
    rows: list[list[str]] = []
    for level in _levels(drawn):
        across = {name: i for row in rows for i, name in enumerate(row)}
        level.sort(
            key=lambda name: _mean(
                [across[a] for a, b in _ends(drawn) if b == name and a in across]
            )
        )
        count = -(-len(level) // A_ROW)
        size = -(-len(level) // count)
        rows += [level[i : i + size] for i in range(0, len(level), size)]
    return {
        name: (svg.WIDTH * (i + 0.5) / len(row), 28 + STEP * y)
        for y, row in enumerate(rows)
        for i, name in enumerate(row)
    }


def _levels(drawn: SystemMap) -> list[list[str]]:
    """Boxes by distance from those nobody asks; what a circle hides comes last."""
    asked = {b for a, b in _ends(drawn) if a != b}
    left = [box.key for box in drawn.containers]
    level = [name for name in left if name not in asked] or left[:1]
    levels = []
    while level:
        levels.append(level)
        left = [name for name in left if name not in level]
        reached = {b for a, b in _ends(drawn) if a in level}
        level = [name for name in left if name in reached] or left[:1]
    return levels


def _ends(drawn: SystemMap) -> list[tuple[str, str]]:
    return [arrow.ends for arrow in drawn.relations]


def _mean(values: list[int]) -> float:
    return sum(values) / len(values) if values else 0.0
