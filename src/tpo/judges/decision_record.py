"""Run the two lines of a decision record that run: its rule on system models, its trigger on growth.

The decision is about booking and outside companies. Models are variants of Linnet's own map: a
compliant one lets booking go on when another company stops, a violating one doesn't.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from tpo import case
from tpo.engines.decision_record import Record
from tpo.engines.fitness import (
    UnreadableRule,
    first_month,
    read_rule,
    read_trigger,
    violations,
)
from tpo.engines.simulator import Call, Exponential, Poisson, Scenario, Service, System, simulate
from tpo.engines.system_graph import Container, Relation, SystemMap
from tpo.judges.linnet_map import linnet_map

OLD = 4  # the record that the new one replaces
LONGEST_WAIT_S = 2.0  # for a check, while customers look on
MONTHS = 36
FIRST_DAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Model:
    """One model of the system: does it keep the decision?"""

    name: str
    keeps: bool
    drawn: SystemMap


def _soft() -> SystemMap:
    """Today's map after the decision: booking goes on without the address check."""
    return _arrows(
        lambda r: replace(r, strength="soft") if _is(r, "booking", "address-check") else r
    )


def _arrows(change: Callable[[Relation], Relation]) -> SystemMap:
    today = linnet_map()
    return SystemMap(today.containers, tuple(change(r) for r in today.relations))


def _is(relation: Relation, source: str, target: str) -> bool:
    return relation.ends == (source, target.casefold())


def _with(drawn: SystemMap, boxes: Sequence[Container], arrows: Sequence[Relation]) -> SystemMap:
    return SystemMap((*drawn.containers, *boxes), (*drawn.relations, *arrows))


def _by_event() -> SystemMap:
    return _arrows(lambda r: replace(r, kind="event") if _is(r, "booking", "address-check") else r)


def _asks_later(company: str) -> SystemMap:
    return _with(
        _soft(),
        (Container(company, "external"),),
        (Relation("booking", company, "external", "ask later", "soft"),),
    )


def _other_service(company: str, asker: str) -> SystemMap:
    return _with(
        _soft(),
        (Container(company, "external"),),
        (Relation(asker, company, "external", "ask"),),
    )


def _direct(company: str) -> SystemMap:
    return _with(
        _soft(),
        (Container(company, "external"),),
        (Relation("booking", company, "external", "ask"),),
    )


def _behind(company: str, service: str) -> SystemMap:
    """Booking waits for a service of ours, which waits for somebody else's."""
    return _with(
        _soft(), (Container(company, "external"),), (Relation(service, company, "external", "ask"),)
    )


@lru_cache
def public_models() -> tuple[Model, ...]:
    """Four that keep the decision and four that break it."""
    return (
        Model("address check made soft", True, _soft()),
        Model("address check told by event", True, _by_event()),
        Model("booking asks FraudCo later", True, _asks_later("FraudCo")),
        Model("notify waits for a second SMS company", True, _other_service("RingCo", "notify")),
        Model("today's map", False, linnet_map()),
        Model("booking waits for RiskCo", False, _direct("RiskCo")),
        Model("label waits for PrintCloud", False, _behind("PrintCloud", "label")),
        Model("nest-reservations waits for LockCo", False, _behind("LockCo", "nest-reservations")),
    )


def fresh_models(rng: Random) -> tuple[Model, ...]:
    """Other companies in other places; as many of each kind."""
    names = ["Velox", "Kestrel", "Ombra", "Tarn", "Juno", "Pell"]
    rng.shuffle(names)
    behind = rng.sample(["label", "nest-reservations", "roost"], 2)
    asker = rng.choice(["notify", "scan-ingest", "tally", "tracking"])
    return (
        Model("soft", True, _soft()),
        Model("event", True, _by_event()),
        Model("later", True, _asks_later(names[0])),
        Model("elsewhere", True, _other_service(names[1], asker)),
        Model("today", False, linnet_map()),
        Model("direct", False, _direct(names[2])),
        Model("behind", False, _behind(names[3], behind[0])),
        Model("behind too", False, _behind(names[4], behind[1])),
    )


# ---- growth --------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def check_wait_s(per_s: float, seed: int = 1) -> float:
    """Seconds that 95 of 100 address checks take when so many bookings a second come in."""
    contract = case.providers()["GeoSure"].facts["contract_rps"]
    slots = 6
    system = System(
        (Service("geosure", Exponential(slots / contract), slots),), (Call("client", "geosure"),)
    )
    # Five minutes of the burst: past the contract the queue grows as long as the burst lasts.
    return simulate(system, Scenario(Poisson(per_s), duration=300.0, seed=seed)).p(95)


@lru_cache(maxsize=64)
def growth(monthly: float, seed: int = 1) -> tuple[tuple[Mapping[str, float], ...], int]:
    """(measurements month by month, first month in which checks take too long)."""
    first = case.incident("INC-0417").facts["burst_rps"]
    contract = case.providers()["GeoSure"].facts["contract_rps"]
    months: list[Mapping[str, float]] = []
    broken = MONTHS
    for n in range(MONTHS):
        per_s = first * (1 + monthly) ** n
        wait = check_wait_s(round(per_s, 3), seed) if broken == MONTHS else math.inf
        months.append(
            {
                "bookings_per_s": per_s,
                "check_wait_s": wait,
                "geosure_share": per_s / contract,
            }
        )
        if broken == MONTHS and wait > LONGEST_WAIT_S:
            broken = n
    return tuple(months), broken


def days() -> tuple[date, ...]:
    """The first day of each month."""
    year, month = FIRST_DAY.year, FIRST_DAY.month
    return tuple(
        date(year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 1) for n in range(MONTHS)
    )


MEASURES = ("bookings_per_s", "check_wait_s", "geosure_share")


# ---- the judge -----------------------------------------------------------------------------------


def judge_record(
    record: Record, models: Sequence[Model], monthly: float, seed: int = 1
) -> dict[str, Any]:
    """Observations on one record."""
    rules, unreadable = _rules(record)
    found = {m.name: [v for rule in rules for v in violations(rule, m.drawn)] for m in models}
    broken = [m for m in models if not m.keeps]
    kept = [m for m in models if m.keeps]
    caught = [m.name for m in broken if found[m.name]]
    missed = [m.name for m in broken if not found[m.name]]
    flagged = [m.name for m in kept if found[m.name]]
    months, breaks = growth(monthly, seed)
    fires, trigger = _trigger(record, months)
    rejected = [option for option in record.options if not _among(option, record.chosen)]
    return {
        "options": len(record.options),
        "rejected": len(rejected),
        "chosen": len(record.chosen),
        "bad": len(record.bad),
        "good": len(record.good),
        "rules": len(rules),
        "unreadable": unreadable,
        "confirmation": record.sections.get("confirmation", "").split("\n")[0][:34],
        "caught": len(caught),
        "violating": len(broken),
        "missed": missed[0] if missed else "",
        "missed_at": 1 + [m.name for m in broken].index(missed[0]) if missed else 0,
        "flagged": len(flagged),
        "flagged_model": flagged[0] if flagged else "",
        "flagged_because": found[flagged[0]][0] if flagged else "",
        "compliant": len(kept),
        "number": record.number,
        "supersedes_old": OLD in record.supersedes,
        "edits_old": record.number == OLD,
        "trigger": trigger,
        "fires": fires,
        "breaks": breaks,
        "in_time": fires is not None and 0 < fires < breaks,
        "fires_now": fires == 0,
        "wait_s": months[min(breaks, MONTHS - 1)]["check_wait_s"],
        "rate_then": months[min(breaks, MONTHS - 1)]["bookings_per_s"],
    }


def _rules(record: Record) -> tuple[list[Any], str]:
    rules, unreadable = [], ""
    for line in record.rules:
        try:
            rules.append(read_rule(line))
        except UnreadableRule as problem:
            unreadable = unreadable or str(problem)
    return rules, unreadable


def _trigger(record: Record, months: Sequence[Mapping[str, float]]) -> tuple[int | None, str]:
    """(first month in which one of the triggers fires, what is wrong with them)."""
    found: list[int] = []
    problem = "" if record.triggers else "There is no line that begins with “re-visit:”."
    for line in record.triggers:
        try:
            trigger = read_trigger(line)
        except UnreadableRule as error:
            problem = str(error)
            continue
        if trigger.measure and trigger.measure not in MEASURES:
            problem = f"Nobody measures “{trigger.measure}”; there are {', '.join(MEASURES)}."
            continue
        month = first_month(trigger, months, days())
        if month is not None:
            found.append(month)
    return (min(found) if found else None), problem


def _among(option: str, chosen: Sequence[str]) -> bool:
    """Whether this option is one of the chosen, whatever follows its name."""
    plain = [" ".join(text.strip("\"'“”*_.").lower().split()) for text in (option, *chosen)]
    return any(plain[0].startswith(name) or name.startswith(plain[0]) for name in plain[1:] if name)
