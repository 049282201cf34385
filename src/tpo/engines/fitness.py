"""Rules over a system map, and triggers over a growing load: the two lines of a decision that run.

A *rule* (a fitness function, Ford, Parsons & Kua, "Building Evolutionary Architectures") is one
sentence:

    no hard chain from booking to an external system
    no shared data from anything to roost
    at most 3 calls from booking to anything

``kind`` is call, event, shared data, arrow (any of them) or chain (hard calls over any number of
boxes); hard or soft may stand before it. An end is a box of the map, ``anything``,
``an external system``, or ``team NAME``.

A *trigger* says when to look again:

    when bookings_per_s > 55
    on 2027-03-01
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tpo.engines.system_graph import Relation, SystemMap, key

KINDS = {
    "call": "call", "calls": "call", "event": "event", "events": "event",
    "shared data": "data", "arrow": "arrow", "arrows": "arrow", "chain": "chain",
    "chains": "chain", "dependency": "arrow", "dependencies": "arrow",
}  # fmt: skip
_RULE = re.compile(
    r"^(?P<count>no|at most (?P<n>\d+))\s+(?:(?P<strength>hard|soft)\s+)?"
    rf"(?P<kind>{'|'.join(sorted(KINDS, key=len, reverse=True))})\s+"
    r"from\s+(?P<source>.+?)\s+to\s+(?P<target>.+?)\.?$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^when\s+(?P<measure>[a-z][\w ]*?)\s*(?P<op>>=|<=|>|<|≥|≤)\s*(?P<n>[\d.,]+)", re.I
)
_ON = re.compile(r"^(?:on|by)\s+(?P<date>\d{4}-\d{2}-\d{2})", re.I)
EXTERNAL = (
    "external",
    "external system",
    "external systems",
    "outside company",
    "outside companies",
)


class UnreadableRule(ValueError):
    """The sentence is no rule and no trigger; the message says what one looks like."""


@dataclass(frozen=True)
class Rule:
    """At most ``most`` arrows of ``kind`` from one end to the other."""

    text: str
    most: int
    strength: Literal["hard", "soft", ""]
    kind: str
    source: str
    target: str


@dataclass(frozen=True)
class Trigger:
    """Look again on a day, or when a measure passes a value."""

    text: str
    measure: str = ""
    above: bool = True
    value: float = 0.0
    day: date | None = None


def read_rule(text: str) -> Rule:
    """Read one sentence; raise UnreadableRule."""
    line = _plain(text)
    found = _RULE.match(line)
    if not found:
        raise UnreadableRule(
            f"“{line[:60]}” can't be run. A rule reads “no hard call from booking to roost”."
        )
    strength = (found["strength"] or "").lower()
    return Rule(
        line,
        int(found["n"]) if found["n"] else 0,
        strength,  # type: ignore[arg-type]
        KINDS[found["kind"].lower()],
        _end(found["source"]),
        _end(found["target"]),
    )


def violations(rule: Rule, drawn: SystemMap) -> tuple[str, ...]:
    """What breaks the rule on this map, as "a → b" or "a → b → c"; () if it holds.

    A rule about a box that is not on the map holds: there is nothing to break it.
    """
    if rule.kind == "chain":
        broken = _chains(rule, drawn)
    else:
        broken = [
            f"{drawn.by_key[r.ends[0]].name} → {drawn.by_key[r.ends[1]].name}"
            for r in drawn.relations
            if _is_kind(rule, r)
            and _is_end(rule.source, r.ends[0], drawn)
            and _is_end(rule.target, r.ends[1], drawn)
        ]
    return tuple(broken) if len(broken) > rule.most else ()


def unknown_ends(rule: Rule, drawn: SystemMap) -> tuple[str, ...]:
    """Names in the rule that are no box and no team of the map."""
    teams = {key(box.owner) for box in drawn.containers if box.owner}
    found = []
    for end in (rule.source, rule.target):
        if end in ("*", "external"):
            continue
        known = end[5:] in teams if end.startswith("team:") else end in drawn.by_key
        if not known:
            found.append(end.removeprefix("team:"))
    return tuple(found)


def read_trigger(text: str) -> Trigger:
    """Read one sentence; raise UnreadableRule."""
    line = _plain(text)
    if found := _ON.match(line):
        try:
            return Trigger(line, day=date.fromisoformat(found["date"]))
        except ValueError:
            raise UnreadableRule(f"“{found['date']}” is no day of the calendar.") from None
    if found := _WHEN.match(line):
        try:
            value = float(found["n"].replace(",", "").rstrip("."))
        except ValueError:
            raise UnreadableRule(f"“{found['n']}” is no number.") from None
        measure = re.sub(r"\s+", "_", found["measure"].strip().lower())
        return Trigger(line, measure, found["op"] in (">", ">=", "≥"), value)
    raise UnreadableRule(
        f"“{line[:60]}” can't be run. A trigger reads “when bookings_per_s > 80” or “on 2027-03-01”."
    )


def fires(trigger: Trigger, seen: Mapping[str, float], day: date) -> bool:
    """Whether the trigger fires with these measurements on this day."""
    if trigger.day is not None:
        return day >= trigger.day
    if trigger.measure not in seen:
        return False
    value = seen[trigger.measure]
    return value > trigger.value if trigger.above else value < trigger.value


def first_month(
    trigger: Trigger, months: Sequence[Mapping[str, float]], days: Sequence[date]
) -> int | None:
    """Index of the first month in which the trigger fires; None if it never does."""
    for n, (seen, day) in enumerate(zip(months, days, strict=True)):
        if fires(trigger, seen, day):
            return n
    return None


def _plain(text: str) -> str:
    """The sentence without Markdown around it."""
    line = re.sub(r"^[\s>*+-]+", "", text.strip())
    line = re.sub(r"^(?:rule|re-?visit|trigger)\s*:\s*", "", line.strip("`* "), flags=re.I)
    return " ".join(line.strip('`*"“” ').split())


def _end(text: str) -> str:
    words = re.sub(r"^(?:the|an?|any)\s+", "", text.strip().strip("`\"'“”").lower())
    if words in ("anything", "any", "everything", "thing", "container", "service"):
        return "*"
    if words in EXTERNAL:
        return "external"
    if words.startswith("team "):
        return "team:" + key(words[5:])
    return key(words)


def _is_end(end: str, name: str, drawn: SystemMap) -> bool:
    box = drawn.by_key.get(name)
    if box is None:
        return False
    if end == "*":
        return True
    if end == "external":
        return box.role == "external"
    if end.startswith("team:"):
        return key(box.owner) == end[5:]
    return name == end


def _is_kind(rule: Rule, arrow: Relation) -> bool:
    kinds = {"call": ("sync", "external"), "event": ("event",), "data": ("data",)}
    if rule.kind in kinds and arrow.kind not in kinds[rule.kind]:
        return False
    if arrow.source == arrow.target:
        return False
    if not rule.strength:
        return True
    waits = arrow.kind != "event" and arrow.strength == "hard"
    return waits if rule.strength == "hard" else not waits


def _chains(rule: Rule, drawn: SystemMap) -> list[str]:
    """Paths of arrows on which somebody waits, from the source end to the target end."""
    found = []
    for box in drawn.containers:
        if not _is_end(rule.source, box.key, drawn):
            continue
        before: dict[str, str] = {box.key: ""}
        queue = [box.key]
        for at in queue:
            for arrow in drawn.out(at):
                target = arrow.ends[1]
                soft = arrow.kind == "event" or arrow.strength == "soft"
                if (soft and rule.strength != "soft") or target in before:
                    continue
                if target not in drawn.by_key:
                    continue
                before[target] = at
                queue.append(target)
                if _is_end(rule.target, target, drawn):
                    found.append(_path(target, before, drawn))
    return found


def _path(end: str, before: Mapping[str, str], drawn: SystemMap) -> str:
    names = []
    while end:
        names.append(drawn.by_key[end].name)
        end = before[end]
    return " → ".join(reversed(names))
