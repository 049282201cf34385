"""`tpo check map FILE`: read a team's own map (Mermaid or YAML) and say what it shows and hides."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tpo.engines.system_graph import (
    SystemMap,
    UnreadableMap,
    circles,
    hard_chain,
    hours_down,
    key,
    read_map,
    single_points,
    to_c4,
    to_mermaid,
    to_yaml,
)
from tpo.judges.journey_map import MOST_WORDS, purpose_fault

LARGEST_FILE = 1_000_000  # bytes
FORMATS = {"mermaid": to_mermaid, "c4": to_c4, "yaml": to_yaml}


@dataclass(frozen=True)
class Finding:
    """One line of the report. A "note" is a question to ask, a "problem" a map that contradicts itself."""

    state: Literal["ok", "note", "problem"]
    what: str

    def __str__(self) -> str:
        """Return the line as it is printed."""
        return f"{self.state:8}{self.what}"


def report(file: Path) -> int:
    """Print what the map in ``file`` shows; return 1 if it can't be read or a journey falls off it."""
    try:
        findings = review(read_map(read_file(file)))
    except UnreadableMap as problem:
        findings = [Finding("problem", str(problem))]
    print(file.name)
    for finding in findings:
        print(finding)
    return 1 if any(finding.state == "problem" for finding in findings) else 0


def convert(file: Path, to: str) -> int:
    """Print the map in another format (one of ``FORMATS``); return 1 if it can't be read."""
    try:
        print(FORMATS[to](read_map(read_file(file))).rstrip())
    except UnreadableMap as problem:
        print(Finding("problem", str(problem)))
        return 1
    return 0


def review(drawn: SystemMap) -> list[Finding]:
    """Everything worth saying about a map, in the order in which to read it."""
    outside = [box.name for box in drawn.containers if box.role == "external"]
    found = [
        Finding(
            "ok",
            f"{_count(len(drawn.containers), 'box', 'boxes')}, "
            f"{_count(len(drawn.relations), 'arrow')}, "
            f"{_count(len(outside), 'outside system')}.",
        )
    ]
    return [*found, *_journeys(drawn), *_arrows(drawn), *_boxes(drawn), *_failures(drawn)]


def read_file(file: Path) -> str:
    """The text of a team's own file; UnreadableMap with one sentence if there is none."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise UnreadableMap(f"{file.name} is larger than 1 MB; it should fit on a page.")
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableMap(f"There is no file {file.name}; give its path.") from None
    except UnicodeDecodeError:
        raise UnreadableMap(f"{file.name} is not a text file.") from None
    except OSError as error:
        raise UnreadableMap(f"{file.name} can't be read ({error.strerror}).") from None


def _journeys(drawn: SystemMap) -> list[Finding]:
    """Each journey walks from box to box over an arrow of any kind; waiting parts are multiplied."""
    arrows = {relation.ends for relation in drawn.relations}
    found = []
    for name, boxes in drawn.journeys.items():
        steps = list(itertools.pairwise(boxes))
        gap = next(((a, b) for a, b in steps if (key(a), key(b)) not in arrows), None)
        if gap:
            found.append(
                Finding(
                    "problem", f"Journey “{name}” falls off: no arrow from {gap[0]} to {gap[1]}."
                )
            )
            continue
        found.append(Finding("ok", f"Journey “{name}” arrives." + _works(drawn, boxes)))
    if not drawn.journeys:
        found.append(
            Finding(
                "note", "No journeys: add `journeys: {name: [box, box]}` to a YAML map to walk it."
            )
        )
    return found


def _works(drawn: SystemMap, boxes: tuple[str, ...]) -> str:
    """How often the journey's first running box and all it waits for work, where that is known."""
    start = next((b for b in boxes if drawn.role(b) == "container"), None)
    chain = [drawn.by_key[key(name)] for name in hard_chain(drawn, start)] if start else []
    known = [box.availability for box in chain if box.availability is not None]
    if not known:
        return ""
    share, missing = math.prod(known), len(chain) - len(known)
    rest = f"; {_count(missing, 'part')} without a figure" if missing else ""
    return (
        f" It waits for {_count(len(chain), 'part')}: {100 * share:.2f} %, "
        f"{hours_down(share):.1f} h down in 30 days{rest}."
    )


def _arrows(drawn: SystemMap) -> list[Finding]:
    faults = {fault: [] for fault in ("empty", "jargon", "long")}  # type: dict[str, list[str]]
    for arrow in drawn.relations:
        if fault := purpose_fault(arrow.purpose):
            faults[fault].append(f"{arrow.source} to {arrow.target}")
    says = {
        "empty": "say nothing about what is asked or told",
        "jargon": "speak in technical words",
        "long": f"need more than {MOST_WORDS} words",
    }
    found = [
        Finding("note", f"Arrows that {says[fault]}: {_few(names)}.")
        for fault, names in faults.items()
        if names
    ]
    shared = [f"{a.source} reads {a.target}" for a in drawn.relations if a.kind == "data"]
    if shared:
        found.append(
            Finding("note", f"Shared tables, the lines nobody is told about: {_few(shared)}.")
        )
    elif drawn.relations:
        found.append(
            Finding("note", "No shared tables are drawn. Ask whose tables somebody else reads.")
        )
    return found


def _boxes(drawn: SystemMap) -> list[Finding]:
    ends = {end for relation in drawn.relations for end in relation.ends}
    alone = [box.name for box in drawn.containers if box.key not in ends]
    found = [Finding("note", f"No arrow touches {_few(alone)}.")] if alone else []
    if drawn.containers and all(box.role != "external" for box in drawn.containers):
        found.append(
            Finding("note", "No outside system is marked. Ask which other company could stop you.")
        )
    teams = [box.name for box in drawn.containers if box.key.endswith(("-team", "-department"))]
    if teams:
        found.append(
            Finding("note", f"A team cannot answer a call; draw what runs: {_few(teams)}.")
        )
    return found


def _failures(drawn: SystemMap) -> list[Finding]:
    found = [
        Finding(
            "note", f"If {name} stops, {_count(size, 'other box', 'other boxes')} stop with it."
        )
        for name, size in single_points(drawn)[:3]
    ]
    found += [
        Finding("note", f"These wait for each other in a circle: {' → '.join((*ring, ring[0]))}.")
        for ring in circles(drawn)[:3]
    ]
    return found


def _few(names: list[str], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
