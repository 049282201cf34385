"""Replay Linnet's journeys and traces on a map that somebody drew.

Observations: which arrows were there, which point the wrong way or have another kind, which
boxes are teams instead of things that run, which arrows nothing shows, which say what is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tpo import case
from tpo.engines.system_graph import SystemMap, key, phantoms, walk
from tpo.judges.linnet_map import ACTORS, hops, linnet_map

MOST_WORDS = 12  # of a purpose
JARGON = (
    "api", "json", "xml", "http", "https", "grpc", "sql", "crud", "payload", "endpoint",
    "async", "asynchronous", "sync", "synchronous", "middleware", "invoke", "pubsub", "webhook",
    "idempotent", "microservice", "schema", "broker", "rpc", "dto", "orm", "etl",
)  # fmt: skip
EMPTY_WORDS = (
    "uses", "use", "calls", "call", "data", "sends", "send", "gets", "get", "reads", "read",
    "writes", "write", "connects", "connect", "to", "integration", "interface", "the", "a",
    "asks", "ask", "it", "info", "information", "stuff", "from", "request", "event", "events",
)  # fmt: skip


def replay_map(drawn: SystemMap, traces: Sequence[str]) -> dict[str, Any]:
    """Walk the five journeys and these traces on the map."""
    journeys = [(j, walk(drawn, hops(j.hops))) for j in _journeys()]
    traced = [walk(drawn, hops(case.trace_hops()[trace])) for trace in traces]
    whole = walk(drawn, _shown())
    arrows = {relation.ends for relation in drawn.relations}
    turned = [h for h in whole.missing if h.kind == "event" and h.ends[::-1] in arrows]
    broken = next(((j, seen.missing[0]) for j, seen in journeys if seen.missing), None)
    rumours = _rumours(drawn)
    said = [purpose_fault(r.purpose) for r in drawn.relations]
    silent = Counter(r.target for r in drawn.relations if purpose_fault(r.purpose) == "empty")
    busiest, meet = max(silent.items(), key=lambda row: row[1], default=("", 0))
    outside = [p for p in case.providers() if drawn.role(p) == "external"]
    return {
        "journeys": sum(seen.arrived for _, seen in journeys),
        "journeys_all": len(journeys),
        "traces": sum(seen.arrived for seen in traced),
        "traces_all": len(traced),
        "hops": whole.hops - len(whole.missing),
        "hops_all": whole.hops,
        "broken_journey": broken[0].number if broken else 0,
        "broken_title": broken[0].title if broken else "",
        "broken_step": _step(*broken) if broken else "",
        "broken_hop": f"{broken[1].source} to {broken[1].target}" if broken else "",
        "turned": len(turned),
        "turned_hop": f"{turned[0].source} to {turned[0].target}" if turned else "",
        "wrong_kind": len(whole.wrong_kind),
        "shared_missing": sum(h.kind == "data" for h in whole.missing),
        "phantoms": len(rumours),
        "phantom": " to ".join(rumours[0]) if rumours else "",
        "teams": sum(box.key in _teams() or box.key.endswith("-team") for box in drawn.containers),
        "external": len(outside),
        "external_drawn": sum(drawn.role(p) is not None for p in case.providers()),
        "external_lacks": next((p for p in case.providers() if p not in outside), ""),
        "relations": len(drawn.relations),
        "containers": len(drawn.containers),
        "unlabelled": said.count("empty"),
        "jargon": said.count("jargon"),
        "wordy": said.count("long"),
        "plain": said.count("") / len(said) if said else 0.0,
        "busiest": busiest,
        "meet": meet,
    }


def purpose_fault(purpose: str) -> str:
    """ "" for a purpose in plain words; else "empty", "long" or "jargon"."""
    words = re.findall(r"[\w'-]+", purpose.casefold())
    if not [word for word in words if word not in EMPTY_WORDS]:
        return "empty"
    if len(words) > MOST_WORDS:
        return "long"
    return "jargon" if any(word in JARGON for word in words) else ""


@lru_cache
def _shown() -> tuple[Any, ...]:
    """Every arrow that a journey or a trace shows, once."""
    walked = [*(h for j in _journeys() for h in j.hops)]
    walked += [h for trace in case.trace_hops().values() for h in trace]
    return tuple(dict.fromkeys(hops(walked)))


def _rumours(drawn: SystemMap) -> tuple[tuple[str, str], ...]:
    """Arrows that neither the catalogue nor a journey shows; people may touch what they use."""
    known = linnet_map(planned=True)
    evidence = {relation.ends for relation in known.relations}
    doors = {key(h.target) for j in _journeys() for h in j.hops if h.source == j.actor}
    found = []
    for source, target in phantoms(drawn, evidence):
        person = drawn.role(target) == "person" or target in ACTORS
        from_outside = source not in known.by_key and target in doors
        if not person and not from_outside:
            found.append((source, target))
    return tuple(found)


def _teams() -> frozenset[str]:
    known = linnet_map(planned=True).by_key
    owners = {key(service.owner) for service in case.services().values()}
    return frozenset(owners - set(known))


def _step(journey: case.Journey, hop: Any) -> str:
    """The words of the step in which a journey falls off the map."""
    return next(
        step.step
        for step in journey.steps
        if any(key(h.source) == hop.ends[0] and key(h.target) == hop.ends[1] for h in step.hops)
    )


def _journeys() -> tuple[case.Journey, ...]:
    return tuple(case.journeys().values())
