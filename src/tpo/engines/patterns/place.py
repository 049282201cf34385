"""A small system in one situation, before any pattern is put in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tpo.engines.simulator import (
    Call,
    Constant,
    Down,
    Exponential,
    Keys,
    Loss,
    Poisson,
    RequestClass,
    Scenario,
    Service,
    Slow,
    Steps,
    System,
)

ENDLESS = 100_000  # workers of a part that is never short of them
PHONE, LOOK, CHANGE = "phone", "look", "change"
VIEW, WORK, STORE, PARTNER, LISTENER = "view", "work", "store", "partner", "listener"

SMALL_EUR_HOUR, WORKER_EUR_HOUR, STORE_EUR_HOUR = 0.01, 0.06, 0.24
"""Price of one replica for an hour: planning figures, the same for every design."""


@dataclass(frozen=True)
class Place:
    """One situation in numbers. Times in seconds, rates per second, shares from 0 to 1.

    ``per_s`` requests arrive, ``looks`` of them only look; for ``burst_s`` there are ``burst``
    times as many. ``parts`` small calls make one look, each over a ``network`` (one way). One of
    ``store_slots`` answers in ``store_s``; workers and the partner are alike. ``asks`` is the
    share of changes that ask the partner, who may be away (``down_s``), slow (``slow`` times) or
    fail (``errors``). Telling the listener fails in ``lost`` of the cases. ``both``: a change that
    fails after the store wrote is half done. ``reach``: the part that the news of every change has
    to arrive at ("" if none). ``keys`` things are looked at, each changed ``updates`` times a
    second. ``people`` work on the code, ``cut`` and ``deployables`` say how it is cut today,
    ``asked_teams`` have to agree to each change, ``partner_changes`` is the share of changes that the
    partner's language causes. ``watch`` is
    the kind of request whose waiting counts ("look", "change", "" for both).
    """

    per_s: float = 20.0
    looks: float = 0.7
    burst: float = 1.0
    burst_s: float = 0.0
    parts: int = 1
    network: float = 0.005
    workers: int = 40
    work_s: float = 0.03
    store_slots: int = 20
    store_s: float = 0.02
    partner_s: float = 0.09
    partner_slots: int = 60
    asks: float = 1.0
    patience_s: float = 2.0
    down_s: float = 0.0
    slow: float = 1.0
    errors: float = 0.0
    lost: float = 0.0
    both: bool = False
    reach: str = ""
    keys: int = 2_000
    updates: float = 0.002
    people: int = 6
    cut: str = "tangle"
    deployables: int = 1
    asked_teams: float = 0.0
    partner_changes: float = 0.0
    watch: str = ""
    length_s: float = 240.0
    seed: int = 1


@dataclass(frozen=True)
class Code:
    """How the code is cut, and who has to be asked.

    ``cut`` names a cut of the capabilities into modules, ``deployables`` how many things go live
    on their own. ``asked_teams`` further teams are asked for each change, unless it stays in the
    module ``own``; ``helpers`` are kept alive but hold no module; ``partner_touches`` modules speak the partner's language. In ``frozen_days``
    working days nothing goes live.
    """

    cut: str = "tangle"
    deployables: int = 1
    asked_teams: float = 0.0
    own: str = ""
    helpers: int = 0
    partner_touches: int = 4
    frozen_days: float = 0.0


@dataclass(frozen=True)
class Design:
    """A place with a pattern in it: what runs, how the code is cut, what it took to build.

    ``seen_after`` names the part whose work must be done before a look shows a change ("" if at
    once). ``reads`` is the call by which a look learns
    the truth. ``weeks`` are person-weeks.
    """

    place: Place
    system: System
    scenario: Scenario
    code: Code = Code()
    weeks: float = 0.0
    seen_after: str = ""
    reads: tuple[str, str] = (VIEW, STORE)

    def service(self, name: str, **changes: Any) -> Design:
        """Change fields of one service."""
        services = tuple(
            replace(s, **changes) if s.name == name else s for s in self.system.services
        )
        return replace(self, system=System(services, self.system.calls))

    def call(self, caller: str, callee: str, /, **changes: Any) -> Design:
        """Change fields of one call, its ends included."""
        calls = tuple(
            replace(c, **changes) if (c.caller, c.callee) == (caller, callee) else c
            for c in self.system.calls
        )
        return replace(self, system=System(self.system.services, calls))

    def add(self, service: Service, *calls: Call) -> Design:
        """Add one service and calls; a call goes behind those that its caller has."""
        system = System((*self.system.services, service), (*self.system.calls, *calls))
        return replace(self, system=system)

    def drop(self, caller: str, callee: str) -> Design:
        """Take one call away."""
        calls = tuple(c for c in self.system.calls if (c.caller, c.callee) != (caller, callee))
        return replace(self, system=System(self.system.services, calls))

    def between(self, caller: str, callee: str) -> Call:
        """The call from one to the other."""
        return next(c for c in self.system.calls if (c.caller, c.callee) == (caller, callee))


def part(name: str, work: float, slots: int = ENDLESS, eur_hour: float = SMALL_EUR_HOUR) -> Service:
    """A further part in two replicas, so that it can be changed without stopping."""
    return Service(name, Constant(work), max(1, slots // 2), 2, price_per_hour=eur_hour)


def today(place: Place) -> Design:
    """The place as it is, without any pattern."""
    services = [
        Service(PHONE, Constant(0.0), ENDLESS),
        replace(part(WORK, 0.0, place.workers, WORKER_EUR_HOUR), work=Exponential(place.work_s)),
        part(VIEW, 0.004),
        # One store with one queue: two halves would hold two truths.
        Service(
            STORE, Exponential(place.store_s), place.store_slots, price_per_hour=STORE_EUR_HOUR
        ),
        Service(
            PARTNER, Exponential(place.partner_s), place.partner_slots, error_rate=place.errors
        ),
        part(LISTENER, 0.01),
    ]
    calls = [
        Call("client", PHONE, timeout=10.0),
        Call(PHONE, VIEW, only=(LOOK,), network=place.network),
        Call(PHONE, WORK, only=(CHANGE,), network=place.network, timeout=2 * place.patience_s),
        Call(VIEW, STORE, timeout=place.patience_s),
        Call(WORK, STORE, timeout=place.patience_s),
        Call(WORK, PARTNER, share=place.asks, timeout=place.patience_s),
        Call(WORK, LISTENER, event=True, timeout=place.patience_s),
    ]
    for n in range(2, place.parts + 1):
        services.append(part(f"{VIEW}{n}", 0.004))
        calls.append(Call(PHONE, f"{VIEW}{n}", only=(LOOK,), network=place.network))
    code = Code(place.cut, place.deployables, place.asked_teams)
    return Design(place, System(tuple(services), tuple(calls)), _scenario(place), code)


def _scenario(place: Place) -> Scenario:
    begin = place.length_s / 4
    faults: list[Any] = []
    if place.down_s:
        faults.append(Down(PARTNER, begin, place.down_s))
    if place.slow > 1:
        faults.append(Slow(PARTNER, place.slow, begin, place.length_s / 2))
    if place.lost:
        faults.append(Loss(WORK, LISTENER, place.lost, 0.0, 10 * place.length_s))
    load: Any = Poisson(place.per_s)
    if place.burst > 1:
        after = begin + place.burst_s
        crowd = place.per_s * place.burst
        load = Steps(((0.0, place.per_s), (begin, crowd), (after, place.per_s)))
    return Scenario(
        load,
        duration=place.length_s,
        faults=tuple(faults),
        seed=place.seed,
        keys=Keys(place.keys, 0.9, updates=place.updates),
        classes=(
            RequestClass(LOOK, place.looks),
            RequestClass(CHANGE, round(1 - place.looks, 12)),
        ),
        drain=600.0,
    )
