"""Fourteen patterns, and five things that are offered in their place, as changes of a design.

No pattern is a feature of the simulator: each is a few parts and calls more, or a different cut
of the code. What that does to the bars comes from running it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tpo.engines.patterns.place import (
    CHANGE,
    ENDLESS,
    LISTENER,
    LOOK,
    PARTNER,
    PHONE,
    STORE,
    STORE_EUR_HOUR,
    VIEW,
    WORK,
    WORKER_EUR_HOUR,
    Design,
    Place,
    part,
    today,
)
from tpo.engines.simulator import Breaker, Cache, Call, Constant, Exponential, Loss, Retry, Service

TTL_S = 60.0  # how long a copy lives
LAG_S = 3.0  # how far a second copy is behind
BEAT_S = 2.0  # how often an outbox is emptied
HOP_S = 0.004  # one way between two parts in one building
TRANSLATE_S = 0.012
UNDONE = 0.001  # of the calls to a further service fail
FROZEN_DAYS = 195.0  # nine months of working days
PERSIST = Retry(8, 0.5, cap=30.0, jitter="equal")  # work that nobody waits for can be patient


def cache_aside(d: Design) -> Design:
    """Keep answers for a minute beside the reader."""
    return d.call(*d.reads, cache=Cache(TTL_S, hit_time=0.001, ttl_jitter=0.2))


def queue_levelling(d: Design) -> Design:
    """Put changes into a queue; the same workers take them out at their own speed."""
    door = d.between(PHONE, WORK)
    d = d.add(
        part("queue", 0.002),
        replace(door, callee="queue"),
        Call("queue", WORK, event=True, retry=PERSIST),
    )
    return replace(d.drop(PHONE, WORK), seen_after=LISTENER)


def circuit_breaker(d: Design) -> Design:
    """Stop asking the partner for a while when most answers fail."""
    return d.call(WORK, PARTNER, breaker=Breaker(window=10, threshold=0.5, open_for=20.0))


def bulkhead(d: Design) -> Design:
    """Let calls to the partner hold at most a third of the workers, and add as many in reserve."""
    share = max(2, d.place.workers // 6)  # of one of two replicas
    worker = next(s for s in d.system.services if s.name == WORK)
    return d.call(WORK, PARTNER, bulkhead=share).service(WORK, replicas=worker.replicas + 1)


def retry(d: Design) -> Design:
    """Ask the partner up to three times, with a pause."""
    return d.call(WORK, PARTNER, retry=Retry(3, 0.1, jitter="full"))


def saga(d: Design) -> Design:
    """Do the steps one after the other, each until it is done; undo what can't be finished."""
    d = d.add(
        part("steps", 0.003),
        Call(WORK, "steps", share=d.place.asks, event=True),
        Call("steps", PARTNER, timeout=d.place.patience_s, retry=PERSIST),
    )
    return replace(d.drop(WORK, PARTNER), seen_after=PARTNER)


def outbox(d: Design) -> Design:
    """Write the news into the same store; a relay empties it every other second."""
    d = d.add(
        part("relay", 0.002),
        Call(WORK, "relay", event=True, every=BEAT_S),
        Call("relay", LISTENER, event=True, retry=PERSIST),
    )
    kept = tuple(f for f in d.scenario.faults if not isinstance(f, Loss))
    d = replace(d.drop(WORK, LISTENER), scenario=replace(d.scenario, faults=kept))
    return replace(d, seen_after=LISTENER)


def read_model(d: Design) -> Design:
    """Keep a second copy of the data, shaped for looking at it, and read only that."""
    copy = replace(
        part("copy", 0.0, 200, STORE_EUR_HOUR / 4), work=Exponential(d.place.store_s / 3)
    )
    d = d.add(copy, Call(WORK, "copy", event=True, every=1.0))
    reader = d.reads[0]
    d = d.call(*d.reads, callee="copy", lag=LAG_S)
    return replace(d, reads=(reader, "copy"))


def strangler(d: Design) -> Design:
    """Put a facade before the old system and move one route at a time behind it."""
    door = d.between(PHONE, WORK)
    d = d.add(
        part("facade", 0.003),
        replace(door, callee="facade"),
        Call("facade", WORK, network=HOP_S, timeout=door.timeout),
    ).drop(PHONE, WORK)
    d = d.add(
        part("moved", d.place.work_s, d.place.workers, WORKER_EUR_HOUR)
    )  # runs beside the old one and is paid for
    code = replace(d.code, cut="one_out", own="moved", deployables=d.code.deployables + 1)
    return replace(d, code=code)


def anti_corruption_layer(d: Design) -> Design:
    """Translate the partner's language in one place."""
    asked = d.between(WORK, PARTNER)
    d = d.add(
        part("translator", TRANSLATE_S),
        replace(asked, callee="translator", network=HOP_S),
        Call("translator", PARTNER, timeout=asked.timeout),
    )
    return replace(d.drop(WORK, PARTNER), code=replace(d.code, partner_touches=1))


def backend_for_frontend(d: Design) -> Design:
    """One call for one screen: a part of the app's own gathers the pieces nearby."""
    views = [c.callee for c in d.system.calls if c.caller == PHONE and LOOK in c.only]
    d = d.add(
        part("app-backend", 0.004),
        Call(PHONE, "app-backend", only=(LOOK,), network=d.place.network),
    )
    for n, view in enumerate(views):
        d = d.call(PHONE, view, caller="app-backend", only=(), network=HOP_S, parallel=n > 0)
    return replace(d, code=replace(d.code, helpers=d.code.helpers + 1))


def async_request_reply(d: Design) -> Design:
    """Accept, say where to look, and ask the partner afterwards."""
    d = d.add(
        part("desk", 0.002),
        Call(WORK, "desk", share=d.place.asks, event=True),
        Call("desk", PARTNER, timeout=30.0, retry=PERSIST),
    )
    return replace(d.drop(WORK, PARTNER), seen_after=PARTNER)


def modular_monolith(d: Design) -> Design:
    """Draw borders inside one program: no module reads another's tables."""
    # What one joined read did takes one read for each module that owns a piece.
    d = d.add(
        Service("second-read", Exponential(d.place.store_s), d.place.store_slots),
        Call(VIEW, "second-read"),
    )
    return replace(d, code=replace(d.code, cut="modules", deployables=1))


def microservices(d: Design) -> Design:
    """Every module runs, fails and goes live on its own."""
    for n in (1, 2, 3):
        name = f"service{n}"
        d = d.add(
            replace(part(name, 0.006, eur_hour=WORKER_EUR_HOUR), error_rate=UNDONE),
            Call(WORK, name, network=HOP_S),
            Call(VIEW, name, network=HOP_S),
        )
    return replace(d, code=replace(d.code, cut="modules", deployables=5))


# ---- what is offered in their place --------------------------------------------------------------


def audit_log(d: Design) -> Design:
    """Write one more line, who changed what and when, in the same step as the change."""
    return d.add(part("history", 0.004), Call(WORK, "history"))


def event_sourcing(d: Design) -> Design:
    """Keep every change as an event; what is true now is worked out from all of them."""
    return read_model(audit_log(d))


def two_phase_commit(d: Design) -> Design:
    """Lock the store until the partner has said yes."""
    d = d.drop(WORK, PARTNER).add(
        Service("vote", Constant(0.0), ENDLESS),
        Call(STORE, "vote", only=(CHANGE,), share=d.place.asks),
        Call("vote", PARTNER),  # no time-out is safe while a lock is held
    )
    return d


def shared_database(d: Design) -> Design:
    """Read the other team's tables directly."""
    caller, callee = d.reads
    d = d.add(
        Service("their-tables", Exponential(d.place.store_s / 4), 200),
        Call(caller, "their-tables"),
    ).drop(caller, callee)
    code = replace(d.code, asked_teams=d.code.asked_teams + 3)
    return replace(d, reads=(caller, "their-tables"), code=code)


def big_rewrite(d: Design) -> Design:
    """Build everything again; nothing else goes live until it is ready."""
    return replace(d, code=replace(d.code, cut="modules", frozen_days=FROZEN_DAYS))


Change = Callable[[Design], Design]

PATTERNS: Mapping[str, Change] = {
    "cache_aside": cache_aside,
    "queue_levelling": queue_levelling,
    "circuit_breaker": circuit_breaker,
    "bulkhead": bulkhead,
    "retry": retry,
    "saga": saga,
    "outbox": outbox,
    "read_model": read_model,
    "strangler": strangler,
    "anti_corruption_layer": anti_corruption_layer,
    "backend_for_frontend": backend_for_frontend,
    "async_request_reply": async_request_reply,
    "modular_monolith": modular_monolith,
    "microservices": microservices,
}
"""The fourteen patterns of the course, by name."""

OFFERED: Mapping[str, Change] = {
    "audit_log": audit_log,
    "event_sourcing": event_sourcing,
    "two_phase_commit": two_phase_commit,
    "shared_database": shared_database,
    "big_rewrite": big_rewrite,
}
"""Plainer or larger things that are offered in their place."""

NONE = "none"


def compose(name: str, place: Place) -> Design:
    """Put the pattern into the place; ``"none"`` leaves it as it is."""
    design = today(place)
    if name == NONE:
        return design
    change = PATTERNS.get(name) or OFFERED.get(name)
    if change is None:
        raise ValueError(f"There is no pattern '{name}'.")
    return change(design)
