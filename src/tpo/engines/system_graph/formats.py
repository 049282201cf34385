"""Read and write a map as text: Mermaid flowchart, Mermaid C4, and a small YAML.

What a flowchart says with lines::

    booking -->|ask whether the address is real| address-check     waits for an answer (sync)
    trill -.->|tell where the parcel is| tracking                  event, nobody waits
    tally ==>|read the orders| roost                               reads the other's tables (data)

A box of class ``external`` (``GeoSure["GeoSure"]:::external``) belongs to somebody else, one with
round ends (``marisol(["Marisol"])``) is a person, and a ``subgraph`` is the team that owns what
stands in it. Mermaid keeps no availability, no hard or soft and no journeys; YAML keeps all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import yaml

from tpo.engines.system_graph.model import (
    KINDS,
    ROLES,
    Container,
    Kind,
    Relation,
    Role,
    Strength,
    SystemMap,
    key,
)

MOST = 400  # boxes, and arrows: far more than anyone reads on one page
LONGEST = 120  # characters of a name or a purpose

KIND_WORDS: dict[str, Kind] = {
    "sync": "sync",
    "call": "sync",
    "event": "event",
    "async": "event",
    "data": "data",
    "shared-data": "data",
    "db": "data",
    "external": "external",
}
LINES: dict[Kind, str] = {"sync": "-->", "event": "-.->", "data": "==>", "external": "-->"}


class UnreadableMap(Exception):
    """The text or data is not a map; the message is one sentence that names the place."""


# ---- reading -------------------------------------------------------------------------------------


def read_map(source: str | Mapping[str, Any]) -> SystemMap:
    """The map in a Mermaid or YAML text, or in plain data of the YAML's form.

    Raises UnreadableMap with one sentence. A box that only an arrow names is added.
    """
    if isinstance(source, str):
        text = _unfenced(source)
        head = next((line.strip() for line in text.splitlines() if line.strip()), "")
        if re.match(r"(flowchart|graph)\b", head):
            return _flowchart(text)
        if re.match(r"C4(Context|Container|Component)\b", head):
            return _c4(text)
        return _data(_yaml(text))
    return _data(source)


def _unfenced(text: str) -> str:
    """The first Mermaid block of a Markdown page, or the whole text; without Mermaid's comments."""
    block = re.search(r"```mermaid[ \t]*\n(.*?)```", text, re.DOTALL)
    text = block[1] if block else text
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("```", "%%"))]
    return "\n".join(lines)


def _yaml(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
    raise UnreadableMap(
        f"The text can't be read{where}: begin with `flowchart LR`, `C4Container`, or with "
        "`containers:` as YAML."
    )


def _data(data: Any) -> SystemMap:
    if not isinstance(data, Mapping) or not {"containers", "relations"} <= set(data):
        raise UnreadableMap(
            "A map needs `containers` and `relations`, or a Mermaid text that begins with "
            "`flowchart LR`."
        )
    odd = sorted(str(name) for name in data if name not in ("containers", "relations", "journeys"))
    if odd:
        raise UnreadableMap(
            f"A map has no `{odd[0][:40]}`; it has `containers`, `relations` and, if you like, "
            "`journeys`."
        )
    boxes = [_box(row, n) for n, row in enumerate(_list(data["containers"], "containers"), 1)]
    arrows = [_arrow(row, n) for n, row in enumerate(_list(data["relations"], "relations"), 1)]
    return _map(boxes, arrows, _journeys(data.get("journeys") or {}))


def _list(rows: Any, name: str) -> list[Any]:
    if not isinstance(rows, list | tuple):
        raise UnreadableMap(f"`{name}` needs a list, one entry for each box or arrow.")
    return list(rows)


def _box(row: Any, number: int) -> Container:
    where = f"container {number}"
    if isinstance(row, str):
        return Container(_text(row, where, "name"))
    values = _entry(row, where, ("name", "kind", "external", "owner", "availability"), ("name",))
    role = _word(values.get("kind"), "container")
    if values.get("external") is True:
        role = "external"
    if role not in ROLES:
        raise UnreadableMap(
            f"`kind` of {where} is one of {', '.join(ROLES)}; you wrote {_short(values['kind'])}."
        )
    return Container(
        _text(values["name"], where, "name"),
        next(known for known in ROLES if known == role),
        _text(values.get("owner") or "", where, "owner", empty=True),
        _share(values.get("availability"), where),
    )


def _share(value: Any, where: str) -> float | None:
    if value is None:
        return None
    number = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    try:
        share = float(number)
    except (TypeError, ValueError, OverflowError):
        share = -1.0
    if share > 1:
        share = round(share / 100, 12)  # 99.9 means exactly what 0.999 does
    if not 0 <= share <= 1:
        raise UnreadableMap(
            f"`availability` of {where} is a percentage such as 99.9; you wrote {_short(value)}."
        )
    return share


def _arrow(row: Any, number: int) -> Relation:
    where = f"relation {number}"
    values = _entry(row, where, ("from", "to", "kind", "purpose", "strength"), ("from", "to"))
    word = _word(values.get("kind"), "sync")
    if word not in KIND_WORDS:
        raise UnreadableMap(
            f"`kind` of {where} is one of {', '.join(KINDS)}; you wrote {_short(values['kind'])}."
        )
    strength = _word(values.get("strength"), "hard")
    if strength not in get_args(Strength):
        raise UnreadableMap(
            f"`strength` of {where} is hard or soft; you wrote {_short(values['strength'])}."
        )
    return Relation(
        _text(values["from"], where, "from"),
        _text(values["to"], where, "to"),
        KIND_WORDS[word],
        _text(values.get("purpose") or "", where, "purpose", empty=True),
        "soft" if strength == "soft" else "hard",
    )


def _entry(row: Any, where: str, names: Iterable[str], needed: Iterable[str]) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise UnreadableMap(
            f"{where.capitalize()} should have the form {{{', '.join(needed)}, …}}."
        )
    values = {str(name): value for name, value in row.items()}
    odd = [name for name in values if name not in names]
    if odd:
        raise UnreadableMap(
            f"{where.capitalize()} has no `{odd[0][:40]}`; the names are {', '.join(names)}."
        )
    missing = [name for name in needed if values.get(name) in (None, "", ...)]
    if missing:
        raise UnreadableMap(f"`{missing[0]}` is missing in {where}.")
    return values


def _text(value: Any, where: str, name: str, empty: bool = False) -> str:
    if not isinstance(value, str) or not (key(value) or empty):
        raise UnreadableMap(f"`{name}` of {where} needs a text; you wrote {_short(value)}.")
    text = " ".join(value.split())
    if len(text) > LONGEST:
        raise UnreadableMap(f"`{name}` of {where} is longer than {LONGEST} characters; shorten it.")
    return text


def _word(value: Any, start: str) -> str:
    return key(value) if isinstance(value, str) else start if value is None else ""


def _short(value: Any) -> str:
    """A value in a few characters; a list or a block is never spelt out, however deep it is."""
    return repr(value)[:40] if isinstance(value, str | int | float | None) else "a list or a block"


def _journeys(data: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, Mapping):
        raise UnreadableMap("`journeys` maps a name to a list of boxes, in the order walked.")
    found = {}
    for name, boxes in data.items():
        walked = _list(boxes, f"journeys: {str(name)[:40]}")
        if len(walked) < 2:
            raise UnreadableMap(f"The journey `{str(name)[:40]}` needs at least two boxes.")
        found[str(name)] = tuple(_text(box, f"journey {str(name)[:40]}", "box") for box in walked)
    return found


def _map(
    boxes: Iterable[Container],
    arrows: Iterable[Relation],
    journeys: Mapping[str, tuple[str, ...]] | None = None,
) -> SystemMap:
    known: dict[str, Container] = {}
    for box in boxes:
        if box.key in known:
            raise UnreadableMap(f"There are two boxes named `{box.name}`.")
        known[box.key] = box
    relations = tuple(dict.fromkeys(arrows))
    for arrow in relations:
        for name in (arrow.source, arrow.target):
            known.setdefault(key(name), Container(name))
    if len(known) > MOST or len(relations) > MOST:
        raise UnreadableMap(f"The map has more than {MOST} boxes or arrows; nobody reads that.")
    return SystemMap(tuple(known.values()), relations, dict(journeys or {}))


# ---- Mermaid flowchart ---------------------------------------------------------------------------

_ID = r"[A-Za-z0-9_](?:[A-Za-z0-9_.]|-(?![-.=]))*"
_SHAPES = (  # opening, closing, role
    ("([", "])", "person"),
    ("[[", "]]", None),
    ("[(", ")]", None),
    ("((", "))", None),
    ("{{", "}}", None),
    ("[", "]", None),
    ("(", ")", None),
    ("{", "}", None),
    (">", "]", None),
)
_LINK = re.compile(
    r"""\s*(?:
        (?P<dot>-\.+->|-\.->?)|(?P<thick>==+>)|(?P<plain>--+>)
        |(?P<open>---+|===+)
        |-\.\s*(?P<dotted>[^|]+?)\s*\.->
        |==\s+(?P<thicked>[^|=]+?)\s+==>
        |--\s+(?P<plained>[^|>]+?)\s+-->
    )\s*(?:\|(?P<label>[^|]*)\|)?\s*""",
    re.VERBOSE,
)


class _Flow:
    """The boxes and arrows of a flowchart while it is being read."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.roles: dict[str, Role] = {}
        self.owners: dict[str, str] = {}
        self.arrows: list[tuple[str, str, Kind, str]] = []


def _flowchart(text: str) -> SystemMap:
    flow, teams = _Flow(), list[str]()
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line.strip())
    for number, raw in enumerate(lines[first + 1 :], first + 2):
        for statement in raw.split(";"):
            line = statement.strip()
            if not line or re.match(r"(classDef|style|linkStyle|click|direction|title)\b", line):
                continue
            if opened := re.match(
                rf"subgraph\s+(?:({_ID})\s*)?(?:\[\s*\"?(.+?)\"?\s*\]|(.*))$", line
            ):
                teams.append((opened[2] or opened[3] or opened[1] or "").strip().strip('"'))
            elif line == "end":
                teams[-1:] = []
            elif given := re.match(r"class\s+([\w.,\s-]+?)\s+(\w+)$", line):
                for one in given[1].split(","):
                    _classed(flow, one.strip(), given[2])
            else:
                _statement(flow, line, teams[-1] if teams else "", number)
    boxes = [
        Container(name, flow.roles.get(id, "container"), flow.owners.get(id, ""))
        for id, name in flow.names.items()
    ]
    relations = []
    for source, target, kind, purpose in flow.arrows:
        if kind == "sync" and flow.roles.get(target) == "external":
            kind = "external"
        relations.append(Relation(flow.names[source], flow.names[target], kind, purpose))
    return _map(boxes, relations)


def _statement(flow: _Flow, line: str, team: str, number: int) -> None:
    """One line: boxes joined by arrows, ``a & b --> c --> d``."""
    sources, at = _boxes(flow, line, 0, team, number)
    while at < len(line):
        link = _LINK.match(line, at)
        if not link:
            raise _lost(line[at:], number)
        if link["open"]:
            raise UnreadableMap(f"Line {number} has a line without an arrow head: use -->.")
        kind: Kind = "event" if link["dot"] or link["dotted"] else "sync"
        if link["thick"] or link["thicked"]:
            kind = "data"
        words = link["label"] or link["dotted"] or link["thicked"] or link["plained"] or ""
        purpose = _text(_plain(words), f"line {number}", "purpose", empty=True)
        targets, at = _boxes(flow, line, link.end(), team, number)
        flow.arrows += [(a, b, kind, purpose) for a in sources for b in targets]
        sources = targets


def _boxes(flow: _Flow, line: str, at: int, team: str, number: int) -> tuple[list[str], int]:
    found = []
    while True:
        id, at = _one_box(flow, line, at, team, number)
        found.append(id)
        more = re.compile(r"\s*&\s*").match(line, at)
        if not more:
            return found, at + len(line[at:]) - len(line[at:].lstrip())
        at = more.end()


def _one_box(flow: _Flow, line: str, at: int, team: str, number: int) -> tuple[str, int]:
    named = re.compile(rf"\s*({_ID})").match(line, at)
    if not named:
        raise _lost(line[at:], number)
    id, at = named[1], named.end()
    flow.names.setdefault(id, id)
    if team:
        flow.owners.setdefault(id, team)
    for opening, closing, role in _SHAPES:
        if line.startswith(opening, at):
            end = line.find(closing, at + len(opening))
            if end < 0:
                raise UnreadableMap(
                    f"Line {number}: the box `{id}` opens with {opening} but never closes."
                )
            label = _plain(line[at + len(opening) : end])
            flow.names[id] = _text(label, f"line {number}", "name")
            if role:
                flow.roles[id] = "person"
            at = end + len(closing)
            break
    if classed := re.compile(r":::(\w+)").match(line, at):
        _classed(flow, id, classed[1])
        at = classed.end()
    return id, at


def _classed(flow: _Flow, id: str, name: str) -> None:
    if name.lower() in ("external", "person"):
        flow.names.setdefault(id, id)
        flow.roles[id] = "external" if name.lower() == "external" else "person"


def _plain(label: str) -> str:
    """A label without quotes and with its line breaks as spaces."""
    text = re.sub(r"<br\s*/?>", " ", label).strip().strip('"')
    return text.replace("#quot;", '"').replace("&quot;", '"')


def _lost(rest: str, number: int) -> UnreadableMap:
    return UnreadableMap(
        f"Line {number} can't be read from {rest.strip()[:24]!r} on: write box --> box, "
        "with |purpose| after the arrow."
    )


# ---- Mermaid C4 ----------------------------------------------------------------------------------


def _c4(text: str) -> SystemMap:
    boxes, arrows, teams = list[Container](), list[tuple[str, str, Kind, str]](), list[str]()
    names: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        call = re.match(r"(\w+)\s*\((.*)\)\s*(\{?)\s*$", line)
        if line == "}":
            teams[-1:] = []
        elif call:
            word, values = call[1], _arguments(call[2])
            if word.endswith("_Boundary") or word == "Boundary":
                teams.append(values[1] if len(values) > 1 else values[0])
            elif word.startswith(("Rel", "BiRel")):
                arrows.append(_rel(values, number))
            elif re.match(r"(Person|System|Container|Component)", word) and values[0]:
                role: Role = "person" if word.startswith("Person") else "container"
                if word.endswith("_Ext"):
                    role = "external" if role == "container" else "person"
                name = _text(values[1] if len(values) > 1 else values[0], f"line {number}", "name")
                names[values[0]] = name
                boxes.append(Container(name, role, teams[-1] if teams else ""))
            elif not word.startswith(("Update", "title")):
                raise UnreadableMap(f"Line {number}: `{word}` is not a word of a C4 map.")
        elif line and not re.match(r"(C4|title\b|accTitle|accDescr)", line):
            raise UnreadableMap(f"Line {number} can't be read: {line[:30]!r}.")
    outside = {box.key for box in boxes if box.role == "external"}
    relations = []
    for source, target, kind, purpose in arrows:
        a, b = names.get(source, source), names.get(target, target)
        waits_outside = kind == "sync" and key(b) in outside
        relations.append(Relation(a, b, "external" if waits_outside else kind, purpose))
    return _map(boxes, relations)


def _arguments(text: str) -> list[str]:
    found = re.findall(r'"([^"]*)"|([^,"]+)', text)
    return [quoted or bare.strip() for quoted, bare in found if quoted or bare.strip()] or [""]


def _rel(values: list[str], number: int) -> tuple[str, str, Kind, str]:
    if len(values) < 2:
        raise UnreadableMap(f'Line {number}: write Rel(from, to, "purpose", "sync").')
    word = key(values[3]) if len(values) > 3 else "sync"
    purpose = _text(values[2] if len(values) > 2 else "", f"line {number}", "purpose", empty=True)
    return values[0], values[1], KIND_WORDS.get(word, "sync"), purpose


# ---- writing -------------------------------------------------------------------------------------


def to_mermaid(drawn: SystemMap) -> str:
    """A Mermaid flowchart that JupyterLab and GitHub draw, and ``read_map`` reads back."""
    lines = ["flowchart LR"]
    for owner in dict.fromkeys(box.owner for box in drawn.containers):
        inside = [box for box in drawn.containers if box.owner == owner]
        indent = "    "
        if owner:
            lines.append(f'    subgraph {_id("team " + owner)}["{_quoted(owner)}"]')
            indent = "        "
        lines += [indent + _drawn(box) for box in inside]
        if owner:
            lines.append("    end")
    for arrow in drawn.relations:
        words = f'|"{_quoted(arrow.purpose)}"|' if arrow.purpose else ""
        lines.append(f"    {_id(arrow.source)} {LINES[arrow.kind]}{words} {_id(arrow.target)}")
    if any(box.role == "external" for box in drawn.containers):
        lines.append("    classDef external stroke-dasharray:5 4")
    return "\n".join(lines) + "\n"


def _drawn(box: Container) -> str:
    opening, closing = ("([", "])") if box.role == "person" else ("[", "]")
    outside = ":::external" if box.role == "external" else ""
    return f'{_id(box.name)}{opening}"{_quoted(box.name)}"{closing}{outside}'


def to_c4(drawn: SystemMap) -> str:
    """A Mermaid C4 container diagram; the fourth word of ``Rel`` is the kind of the arrow."""
    words = {"person": "Person", "external": "System_Ext", "container": "Container"}
    lines = ["C4Container"]
    for owner in dict.fromkeys(box.owner for box in drawn.containers):
        inside = [box for box in drawn.containers if box.owner == owner]
        indent = "    "
        if owner:
            lines.append(f'    Container_Boundary({_id("team " + owner)}, "{_quoted(owner)}") {{')
            indent = "        "
        lines += [f'{indent}{words[b.role]}({_id(b.name)}, "{_quoted(b.name)}")' for b in inside]
        if owner:
            lines.append("    }")
    for arrow in drawn.relations:
        purpose, kind = (
            _quoted(arrow.purpose) or " ",
            "sync" if arrow.kind == "external" else arrow.kind,
        )
        lines.append(f'    Rel({_id(arrow.source)}, {_id(arrow.target)}, "{purpose}", "{kind}")')
    return "\n".join(lines) + "\n"


def to_yaml(drawn: SystemMap) -> str:
    """The small YAML; nothing of the map is lost."""
    containers = []
    for box in drawn.containers:
        row: dict[str, Any] = {"name": box.name}
        if box.role != "container":
            row["kind"] = box.role
        if box.owner:
            row["owner"] = box.owner
        if box.availability is not None:
            row["availability"] = round(100 * box.availability, 6)
        containers.append(row)
    relations = []
    for arrow in drawn.relations:
        row = {"from": arrow.source, "to": arrow.target, "kind": arrow.kind}
        if arrow.purpose:
            row["purpose"] = arrow.purpose
        if arrow.strength == "soft":
            row["strength"] = "soft"
        relations.append(row)
    whole: dict[str, Any] = {"containers": containers, "relations": relations}
    if drawn.journeys:
        whole["journeys"] = {name: list(boxes) for name, boxes in drawn.journeys.items()}
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=100)


def _id(name: str) -> str:
    """A name as Mermaid's id; never its reserved word "end"."""
    safe = re.sub(r"\W", "_", key(name))
    return f"{safe}_" if safe in ("end", "graph", "subgraph", "class", "style", "click") else safe


def _quoted(text: str) -> str:
    return text.replace('"', "'")
