"""Three ways to build Second Perch, run in the same worlds.

``roost``: a module of the old monolith; bookings share its workers, and routing reads its tables
once a minute. ``calls``: a service of its own asks lockers, routing, invoices and messages, one
after the other, and waits. ``events``: it keeps the compartment, answers, and an outbox tells the
others every other second.

Times come from the catalogue (p50 of each service); what it leaves open is a planning figure here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from tpo import case
from tpo.engines.patterns import Code, days_for_a_change
from tpo.engines.simulator import (
    Call,
    Constant,
    Down,
    Exploration,
    Exponential,
    Poisson,
    Retry,
    Scenario,
    Service,
    Slow,
    System,
    explore,
    quantile,
    simulate,
)
from tpo.judges.pattern_prices import changes, cuts

DESIGNS = ("roost", "calls", "events")
ENVIRONMENTS = ("tuesday", "peak_day")
STIMULI = ("change_of_place", "message_company_away", "routing_slow", "new_rule_wanted")
MEASURES = ("p95_s", "mean_s", "failed_per_1000", "seen_after_s", "days_until_live")
KNOBS = ("workers", "patience", "beat")

CHANGES_PER_S = 4.0  # changes of place on an ordinary day, at its busiest hour
LENGTH_S = 300.0
PEOPLE = 6
ENDLESS = 100_000
PERSIST = Retry(10, 1.0, cap=60.0, jitter="equal")


@dataclass(frozen=True)
class World:
    """One world: when, what happens, and how large everything is.

    ``faster``: so many times the usual number of changes. ``turned`` is the knob of the design
    that is turned by ``turn`` ("" for none).
    """

    environment: str = "tuesday"
    stimulus: str = "change_of_place"
    faster: float = 1.0
    seed: int = 1
    turned: str = ""
    turn: float = 1.0

    @property
    def per_s(self) -> float:
        """Changes of place a second."""
        company = case.company()
        peak = company["peak_day_parcels"] / company["parcels_per_day"]
        return CHANGES_PER_S * self.faster * (peak if self.environment == "peak_day" else 1.0)

    def knob(self, name: str, value: float) -> float:
        """A value of the design, turned if this is the knob."""
        return value * self.turn if name == self.turned else value


def _ms(service: str) -> float:
    p50 = case.services()[service].p50_ms
    assert p50 is not None
    return p50 / 1000


def _desk(world: World) -> tuple[Service, ...]:
    """The services that every design meets."""
    return (
        Service("nest-reservations", Exponential(_ms("nest-reservations")), 20),
        Service("routing", Exponential(0.15), 12),
        Service("tally", Exponential(0.08), 20),
        Service("notify", Exponential(_ms("notify")), 60),
    )


def _roost(world: World) -> System:
    slots = max(1, round(world.knob("workers", 9)))
    # Each change is one of many things that Roost does: bookings, prices, customers.
    return System(
        (
            Service("page", Constant(0.005), ENDLESS),
            Service("roost", Exponential(9 * _ms("roost")), slots),
            *_desk(world),
        ),
        (
            Call("client", "page", timeout=10.0),
            Call("page", "roost", timeout=world.knob("patience", 4.0)),
            Call("roost", "routing", event=True, every=world.knob("beat", 60.0)),
            Call("roost", "tally", event=True),
            Call("roost", "notify", event=True, timeout=2.0, retry=PERSIST),
        ),
    )


def _calls(world: World) -> System:
    patience = world.knob("patience", 2.0)
    slots = max(1, round(world.knob("workers", 40)))
    return System(
        (
            Service("page", Constant(0.005), ENDLESS),
            Service("reroute", Constant(0.03), slots),
            *_desk(world),
        ),
        (
            Call("client", "page", timeout=10.0),
            Call("page", "reroute", timeout=8.0),
            *(
                Call("reroute", name, timeout=patience)
                for name in ("nest-reservations", "routing", "tally")
            ),
            # A message that fails never undoes the change (rule R9).
            Call("reroute", "notify", timeout=patience, soft=True),
        ),
    )


def _events(world: World) -> System:
    slots = max(1, round(world.knob("workers", 40)))
    beat = world.knob("beat", 2.0)
    return System(
        (
            Service("page", Constant(0.005), ENDLESS),
            Service("reroute", Constant(0.03), slots),
            Service("outbox", Constant(0.005), ENDLESS),
            *_desk(world),
        ),
        (
            Call("client", "page", timeout=10.0),
            Call("page", "reroute", timeout=8.0),
            Call("reroute", "nest-reservations", timeout=world.knob("patience", 2.0)),
            Call("reroute", "outbox", event=True, every=beat),
            *(
                Call("outbox", name, event=True, timeout=5.0, retry=PERSIST)
                for name in ("routing", "tally", "notify")
            ),
        ),
    )


SYSTEMS: Mapping[str, Callable[[World], System]] = {
    "roost": _roost,
    "calls": _calls,
    "events": _events,
}
CODE = {  # how each is cut, for the days until a further change is live
    "roost": Code("tangle", 1, asked_teams=3),
    "calls": Code("modules", 2, asked_teams=1),
    "events": Code("modules", 2, asked_teams=0.5),
}


def scenario(world: World) -> Scenario:
    """Load and faults of a world."""
    begin, length = LENGTH_S / 4, LENGTH_S / 2
    faults: tuple[Any, ...] = ()
    if world.stimulus == "message_company_away":
        faults = (Down("notify", begin, length),)
    if world.stimulus == "routing_slow":
        faults = (Slow("routing", 15.0, begin, length),)
    return Scenario(
        Poisson(world.per_s), duration=LENGTH_S, faults=faults, seed=world.seed, drain=900.0
    )


@lru_cache(maxsize=512)
def measured(design: str, world: World) -> Mapping[str, float]:
    """All measures of a design in a world.

    ``p95_s`` and ``mean_s``: seconds of the answered changes. ``failed_per_1000``: changes that
    failed. ``seen_after_s``: seconds until 95 of 100 changes are in the route plan.
    ``days_until_live``: working days for a further wish.
    """
    seen = simulate(SYSTEMS[design](world), scenario(world))
    answered = seen.latency[seen.ok]
    planned = seen.delays("routing")
    planned = planned[~np.isnan(planned)]
    return {
        "p95_s": quantile(answered, 95),
        "mean_s": float(answered.mean()),
        "failed_per_1000": 1000 * (1 - seen.success),
        "seen_after_s": quantile(planned, 95),
        "days_until_live": days_for_a_change(CODE[design], PEOPLE, cuts(), changes()),
    }


@lru_cache
def explored() -> Exploration:
    """The service that calls with different patience and workers, on a peak day and with slow routing.

    Cost counts a worker of `reroute` as one, so that the front has something to weigh.
    """
    worlds = (World("peak_day"), World(stimulus="routing_slow"))
    system = _calls(World())
    priced = replace(
        system,
        services=tuple(
            replace(s, slots=5, replicas=8, price_per_hour=1.0) if s.name == "reroute" else s
            for s in system.services
        ),
    )
    return explore(
        priced,
        {"reroute>routing.timeout": (0.5, 1.0, 2.0, 4.0), "reroute.replicas": (2, 4, 8)},
        [scenario(world) for world in worlds],
    )


def turned(world: World, knob: str, turn: float) -> World:
    """The same world with one knob of the design turned."""
    return replace(world, turned=knob, turn=turn)
