"""The way of a parcel's status from the phone to everyone who reads it, as a picture.

Readers that the log tells stand on top, those that read another service's tables below. Whoever is
on the list of people told before a change is drawn solid; the others are dashed and learn late.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from tpo import case
from tpo.judges.privacy import readers
from tpo.labs import svg

WAY = (("courier-app", "scan"), ("scan-ingest", "accepts it"), ("trill", "the log"))
HEIGHT = 330
SIZE = (108, 40)


def picture(told: Sequence[str] = ()) -> str:
    """The drawing as SVG."""
    places = {name: (62.0 + 158 * i, 120.0) for i, (name, _) in enumerate(WAY)}
    told_by_log, by_table = _readers()
    for i, name in enumerate(told_by_log):
        places[name] = (530, 36 + 58 * i)
    places["roost"] = (378, 286)
    for i, name in enumerate(by_table):
        places[name] = (530, 286 - 58 * i)
    parts = []
    for name, after in (("courier-app", "scan-ingest"), ("scan-ingest", "trill")):
        parts.append(svg.arrow(places[name], places[after], size=SIZE))
    for name in told_by_log:
        parts.append(svg.arrow(places["trill"], places[name], size=SIZE))
    parts.append(svg.arrow(places["trill"], places["roost"], size=SIZE))
    for name in by_table:
        parts.append(svg.arrow(places["roost"], places[name], svg.RED, "6 4", 2.2, SIZE))
    for name, (x, y) in places.items():
        reader = name in told_by_log + by_table
        fill = svg.PAPER if not reader or name in told else "#fff3dd"
        late = reader and bool(told) and name not in told
        parts.append(svg.box(x, y, name, fill, SIZE, "5 4" if late else "", strong=name in told))
    for name, what in WAY:
        parts.append(svg.words(places[name][0], places[name][1] - 28, what, anchor="middle"))
    parts += [
        svg.words(378, 324, "its tables", anchor="middle"),
        svg.words(8, 286, "red, dashed: reads the tables directly"),
    ]
    if told:
        parts.append(svg.words(8, 306, "thick rim: told before the change"))
    return svg.picture(HEIGHT, *parts)


def sentence(told: Sequence[str] = ()) -> str:
    """The same in words."""
    told_by_log, by_table = _readers()
    said = (
        "The courier's phone sends a scan to scan-ingest, which writes it to the log trill. Trill tells"
        f" {_list(told_by_log)}. It also goes into Roost's tables, and {_list(by_table)} reads those"
        " directly, without having asked."
    )
    late = [name for name in told_by_log + by_table if name not in told]
    if not told:
        return said
    if not late:
        return said + " Everyone on the way would be told before the change."
    return (
        said
        + f" Told before the change: {_list(list(told))}. Finding out afterwards: {_list(late)}."
    )


def html(told: Sequence[str] = ()) -> str:
    """Picture and sentence for a notebook; the picture is an image with its own alternative text."""
    source = base64.b64encode(picture(told).encode()).decode()
    words = escape(sentence(told))
    return (
        f'<p><img alt="{words}" src="data:image/svg+xml;base64,{source}" width="600"'
        f' style="max-width: 100%"></p>\n<p>{words}</p>'
    )


def unknown(told: Sequence[str]) -> list[str]:
    """Names that are no services."""
    return [name for name in told if name not in case.services()]


def _readers() -> tuple[list[str], list[str]]:
    services = case.services()
    by_table = [name for name in readers() if any(c.kind == "db" for c in services[name].calls)]
    return [name for name in readers() if name not in by_table], by_table


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
