"""M06 "Under load, under failure": five exercises. Their words are in m06.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from random import Random
from typing import Any

from tpo import case
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import Choice, Fields, Flag, Number, Picks, Table, Text
from tpo.exercises.words import module_words
from tpo.judges import brief, cache_rules, in_flight
from tpo.judges.booking_chain import (
    INC_0417,
    MAX_POOL,
    MAX_TRIES,
    ResiliencePolicy,
    capacity_below_demand,
    down,
    flapping,
    run_incident,
    slow,
)
from tpo.judges.capacity import (
    COST_CAP_EUR,
    MAX_WORKERS,
    NEW_WORKER_S,
    WHEN_FULL,
    Burst,
    run_capacity,
)
from tpo.judges.in_flight import QUANTITIES, SITUATIONS, Traffic

WORDS = module_words("m06")
INC = case.incident("INC-0417")
MONEY = {  # what the words quote of the case
    "bill_k": INC.cost()["total"] / 1000,
    "lost": INC.facts["never_retried_share"],
    "label_eur": case.company()["billing_fix_eur"],
    "redelivery_eur": case.company()["redelivery_eur"],
    "contact_eur": case.company()["contact_eur"],
}

# ---- 6.1 How many in flight? ---------------------------------------------------------------------

TRAFFIC = Traffic(
    normal_per_s=INC.facts["demand_rps"],
    burst_per_s=INC.facts["burst_rps"],
    month_per_s=round(INC.facts["objective_window_requests"] / (30 * 86_400), 2),
    mean_s=INC.facts["booking_s"],
    p99_s=0.9,
    timeout_s=INC.layers[0].timeout_s,
    tries=INC.layers[0].tries,
)
WITHIN = 0.10  # of the simulator's number


def _traffic(rng: Random) -> tuple[Case, ...]:
    tries, slowest = rng.choice(((2, 3.0), (3, 2.2), (4, 1.2)))
    drawn = Traffic(
        normal_per_s=round(rng.uniform(4.5, 8), 2),
        burst_per_s=round(rng.uniform(30, 60), 1),
        month_per_s=round(rng.uniform(0.6, 1.6), 2),
        mean_s=round(rng.uniform(0.25, 0.5), 2),
        p99_s=round(rng.uniform(0.8, 1.6), 2),
        timeout_s=round(rng.uniform(0.7, 1) * slowest, 1),
        tries=tries,
        seed=rng.randrange(10**6),
    )
    return (Case("fresh traffic", {"traffic": drawn}),)


def _count(flight: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    pairs = in_flight.compare(flight, given.given["traffic"])
    return {s: {"product": p, "held": h, "off": abs(p / h - 1)} for s, (p, h) in pairs.items()}


def _close(situation: str) -> Criterion:
    return Criterion(situation, lambda seen: ramp(seen[situation]["off"], 1.0, WITHIN))


def _count_facts(flight: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen, traffic = ran[0].seen, ran[0].case.given["traffic"]
    wrong = next((s for s in SITUATIONS if seen[s]["off"] > WITHIN), SITUATIONS[0])
    worst = seen[wrong]
    return {
        **{s: seen[s]["product"] for s in SITUATIONS},
        **{f"held_{s}": seen[s]["held"] for s in SITUATIONS},
        "worst_value": worst["product"],
        "worst_held": worst["held"],
        "worst_ratio": worst["product"] / worst["held"],
        "rate": traffic.quantities(wrong)["calls_per_s"],
        "month": traffic.month_per_s,
        "timeout": traffic.timeout_s,
        "tries": float(traffic.tries),
        "tree": float(traffic.tries**traffic.layers),
        "pool": INC.facts["pool_workers"],
        "added": float(traffic.tries * traffic.layers),
    }


def _uses(word: str) -> Any:
    return lambda flight, ran: any(word in choice for choice in flight.values())


def _forgets_tries(flight: Mapping[str, Any], ran: Sequence[Ran]) -> bool:
    return any("tries" not in flight[s] for s in ("one_layer", "three_layers"))


def _adds_layers(flight: Mapping[str, Any], ran: Sequence[Ran]) -> bool:
    return 0 < flight["three_layers"].count("tries") < 3


FLIGHT = Exercise(
    id="6.1",
    answer="flight",
    points=6,
    stars=1,
    shape=Fields(
        (
            Picks("normal_day", "a normal day: which quantities do you multiply?", QUANTITIES, 8),
            Picks("burst", "the Saturday burst", QUANTITIES, 8),
            Picks("one_layer", "GeoSure answers nobody; only booking tries again", QUANTITIES, 8),
            Picks("three_layers", "the same, and all three layers try again", QUANTITIES, 8),
        ),
        noun="situation",
    ),
    judge=_count,
    public=(Case("INC-0417", {"traffic": TRAFFIC}),),
    hidden=_traffic,
    criteria=tuple(_close(s) for s in SITUATIONS),
    misconceptions=(
        Misconception("6.1a", _uses("mean_ms")),
        Misconception("6.1e", _uses("month_calls_per_s")),
        Misconception("6.1b", _uses("p99_s")),
        Misconception("6.1c", _forgets_tries),
        Misconception("6.1d", _adds_layers),
    ),
    words=WORDS["6.1"],
    facts=_count_facts,
)


# ---- 6.2 Size for the burst ----------------------------------------------------------------------

LONGEST_P95_S = 0.150
MOST_REFUSED = 1 / 3


def _plan(answer: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    burst = given.given["burst"]
    return {**run_capacity(**answer, burst=burst).numbers(), "patience": burst.patience_s}


def _bursts(rng: Random) -> tuple[Case, ...]:
    drawn = Burst(
        per_s=rng.uniform(47, 52.5),
        service_s=rng.uniform(0.335, 0.355),
        slow_factor=rng.uniform(1.9, 2.05),
        seed=rng.randrange(10**6),
    )
    return (Case("fresh burst", {"burst": drawn}),)


def _plan_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {
        **seen,
        "flight": seen["offered"],
        "p95_ms": seen["p95_wait_s"] * 1000,
        "p95_s": seen["p95_wait_s"],
        "refused": seen["refused"] + seen["put_off"],
        "queue": seen["longest_line"],
        "free": seen["workers"] - seen["offered"],
        "cost_k": seen["cost_eur"] / 1000,
        "cap_k": COST_CAP_EUR / 1000,
        "over_k": (seen["cost_eur"] - COST_CAP_EUR) / 1000,
        "boot_min": NEW_WORKER_S / 60,
        "slow_min": ran[0].case.given["burst"].slow_s / 60,
    }


CAPACITY = Exercise(
    id="6.2",
    answer="plan",
    points=7,
    stars=2,
    shape=Fields(
        (
            Number(
                "workers",
                "workers that stand ready all year",
                1,
                MAX_WORKERS,
                "workers",
                whole=True,
            ),
            Number(
                "queue_limit",
                "bookings that may wait in line; None = no limit",
                0,
                100_000,
                "bookings",
                whole=True,
                none="no limit",
            ),
            Choice(
                "when_full",
                "what the next booking meets",
                WHEN_FULL,
            ),
            Number(
                "autoscale",
                "workers ordered when it gets slow; they come 4 min later",
                0,
                MAX_WORKERS,
                "workers",
                0,
                True,
            ),
        )
    ),
    judge=_plan,
    public=(Case("the burst", {"burst": Burst()}),),
    hidden=_bursts,
    criteria=(
        Criterion("wait", lambda seen: ramp(seen["p95_wait_s"], 2.0, LONGEST_P95_S), gate=True),
        Criterion("survives", lambda seen: ramp(seen["left"], 0.5, 0)),
        Criterion("served", lambda seen: ramp(seen["refused"], 1, MOST_REFUSED)),
        Criterion(
            "cost", lambda seen: ramp(seen["cost_eur"], 2 * COST_CAP_EUR, COST_CAP_EUR), gate=True
        ),
    ),
    misconceptions=(
        Misconception("6.2b", lambda a, ran: a["workers"] < ran[0].seen["offered"]),
        Misconception("6.2e", lambda a, ran: a["autoscale"] > 0 and ran[0].seen["left"] > 0),
        Misconception("6.2d", lambda a, ran: a["queue_limit"] is None and ran[0].seen["left"] > 0),
        Misconception("6.2c", lambda a, ran: ran[0].seen["cost_eur"] > COST_CAP_EUR),
        Misconception("6.2a", lambda a, ran: ran[0].seen["p95_wait_s"] > LONGEST_P95_S),
    ),
    words=WORDS["6.2"],
    practice={
        "label": Case("label", {"burst": Burst(service_s=0.12)}),
        "slow label": Case("slow label", {"burst": Burst(service_s=0.24)}),
    },
    facts=_plan_facts,
)


# ---- 6.3 Tame the storm --------------------------------------------------------------------------

STORM_LEVERS = ("sdk_tries", "gateway_tries", "booking_tries")


def _policy(answer: Mapping[str, Any], **changes: Any) -> ResiliencePolicy:
    values = {**answer, "pool": answer["workers"], **changes}
    del values["workers"]
    return ResiliencePolicy(**values)


def _storm(answer: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    return run_incident(_policy(answer), given.given["incident"]).numbers()


def _incidents(rng: Random) -> tuple[Case, ...]:
    def seed() -> int:
        return rng.randrange(10**6)

    return (
        Case("slow", {"incident": slow(rng.uniform(6.8, 7.4), 15, seed())}),
        Case("down", {"incident": down(rng.uniform(8, 14), seed())}),
        Case(
            "flapping", {"incident": flapping(rng.uniform(30, 50), rng.uniform(40, 60), 15, seed())}
        ),
        Case(
            "below demand",
            {"incident": capacity_below_demand(rng.uniform(4.2, 4.8), 15, seed())},
        ),
    )


def _tree(answer: Mapping[str, Any]) -> int:
    return prod(answer[lever] for lever in STORM_LEVERS)


def _layers(answer: Mapping[str, Any]) -> int:
    return sum(answer[lever] > 1 for lever in STORM_LEVERS)


def _storm_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen, incident = ran[0].seen, ran[0].case.given["incident"]
    facts = {
        **MONEY,
        **seen,
        "room_rps": INC.facts["provider_slow_capacity_rps"],
        "room": INC.facts["provider_slow_capacity_rps"] / INC.facts["demand_rps"],
        "minutes": incident.bad_s / 60,
        "p95": seen["p95_s"],
        "duplicates": seen["duplicate_labels"],
        "timeout": answer["timeout_s"],
        "tree": float(_tree(answer)),
    }
    if answer["backoff_s"]:
        facts["base"] = run_incident(_policy(answer, backoff_s=0.0), incident).success
    if answer["timeout_s"] > PATIENCE_S:
        facts["low_success"] = run_incident(_policy(answer), AT_THE_EDGE).success
    return facts


PATIENCE_S = 2.5  # the promise on p95
AT_THE_EDGE = slow(5.38)  # GeoSure with hardly more room than demand; the curriculum's figure
NEEDS_ANSWER = "hard"
Answer = Mapping[str, Any]


def _loses(ran: Sequence[Ran]) -> bool:
    return bool(ran[0].seen["success"] < 0.97)


def _more_tries(a: Answer, ran: Sequence[Ran]) -> bool:
    return _tree(a) > TODAY_TRIES and _loses(ran)


def _bigger_pool(a: Answer, ran: Sequence[Ran]) -> bool:
    return a["workers"] > TODAY_POOL and _tree(a) == TODAY_TRIES and _loses(ran)


def _only_backoff(a: Answer, ran: Sequence[Ran]) -> bool:
    return a["backoff_s"] > 0 and _layers(a) > 1 and a["retry_budget"] is None and _loses(ran)


def _one_layer(a: Answer, ran: Sequence[Ran]) -> bool:
    return _layers(a) == 1 and a["retry_budget"] is None and _tree(a) > 2 and _loses(ran)


def _breaker_but_hard(a: Answer, ran: Sequence[Ran]) -> bool:
    return a["breaker"] and a["address_check"] == NEEDS_ANSWER and _loses(ran)


def _longer_timeout(a: Answer, ran: Sequence[Ran]) -> bool:
    return a["timeout_s"] > PATIENCE_S and ran[0].seen["p95_s"] > PATIENCE_S and not _loses(ran)


def _never_checked(a: Answer, ran: Sequence[Ran]) -> bool:
    return ran[0].seen["unverified"] > 0 and a["recheck_after_min"] is None


TODAY_TRIES = INC.tries_product()
TODAY_POOL = int(INC.facts["pool_workers"])
STORM = Exercise(
    id="6.3",
    answer="policy",
    points=12,
    stars=3,
    shape=Fields(
        (
            Number(
                "sdk_tries", "tries of the shop's program, in total", 1, MAX_TRIES, "tries", 3, True
            ),
            Number("gateway_tries", "tries of the gateway", 1, MAX_TRIES, "tries", 3, True),
            Number(
                "booking_tries", "tries of booking, towards GeoSure", 1, MAX_TRIES, "tries", 3, True
            ),
            Number("timeout_s", "seconds one try waits for GeoSure", 0.1, 60, "s", 2),
            Number("backoff_s", "seconds before the next try (doubled each time)", 0, 60, "s", 0),
            Flag("jitter", "spread those waits at random?", False),
            Number(
                "retry_budget",
                "at most this share of calls again; None = no limit",
                0,
                1,
                "share",
                None,
                none="no limit",
            ),
            Flag("breaker", "stop calling for a while when most calls fail?", False),
            Number("workers", "booking's workers", 1, MAX_POOL, "workers", TODAY_POOL, True),
            Choice(
                "address_check",
                "needed at once, or checked later",
                ("hard", "soft"),
                "hard",
            ),
            Number(
                "recheck_after_min",
                "with soft: minutes until it is checked; None = never",
                0,
                1440,
                "min",
                None,
                none="never",
            ),
            Flag("idempotency_key", "does a repeated booking count only once?", False),
        )
    ),
    judge=_storm,
    public=(Case("INC-0417", {"incident": INC_0417}),),
    hidden=_incidents,
    criteria=(
        Criterion("success", lambda seen: ramp(seen["success"], 0.5, 0.97), gate=True),
        Criterion("amplification", lambda seen: ramp(seen["amplification"], 4, 1.5)),
        Criterion("latency", lambda seen: ramp(seen["p95_s"], 8, PATIENCE_S)),
        Criterion("once", lambda seen: ramp(seen["duplicate_labels"], 0.1 * seen["bookings"], 0)),
        Criterion("checked", lambda seen: ramp(seen["unverified"], 0.3 * seen["bookings"], 0)),
    ),
    misconceptions=(
        Misconception("6.3a", _more_tries),
        Misconception("6.3b", _bigger_pool),
        Misconception("6.3e", _breaker_but_hard),
        Misconception("6.3c", _only_backoff),
        Misconception("6.3d", _one_layer),
        Misconception("6.3f", _longer_timeout),
        Misconception("6.3g", _never_checked),
    ),
    words=WORDS["6.3"],
    practice={
        "short outage": Case("short outage", {"incident": down(3)}),
        "flapping": Case("flapping", {"incident": flapping(30, 30, 10)}),
    },
    facts=_storm_facts,
)


# ---- 6.4 Cache what, how long? -------------------------------------------------------------------

DATABASE_PER_S = 150.0
WORST_PER_S = 1.25 * DATABASE_PER_S  # what it stands for twenty seconds
OLD_SHARE = 0.01
CONTACTS_PER_OLD = 16.0  # contacts per 100 parcels and share of old answers; curriculum 6.4b


def _cache(rules: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    return cache_rules.replay(rules, given.given["peak"])


def _peaks(rng: Random) -> tuple[Case, ...]:
    faster, today = rng.uniform(0.9, 1.02), cache_rules.TODAY
    peak = replace(
        today,
        tracking=replace(today.tracking, per_s=today.tracking.per_s * faster),
        details=replace(today.details, per_s=today.details.per_s * rng.uniform(0.8, 1.2)),
        permission=replace(today.permission, per_s=rng.uniform(1, 3)),
        neighbour=rng.uniform(0.03, 0.2),
        seed=rng.randrange(10**6),
    )
    return (Case("fresh peak", {"peak": peak}),)


def _cache_facts(rules: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {**MONEY, **seen, "limit": DATABASE_PER_S, "contacts": seen["stale"] * CONTACTS_PER_OLD}


def _all_reads() -> float:
    return sum(read.per_s for read in cache_rules.TODAY.reads().values())


CACHE = Exercise(
    id="6.4",
    answer="cache",
    points=7,
    stars=2,
    shape=Table(
        {
            "tracking_status": "where is my parcel?",
            "delivery_details": "name, address and safe place of one parcel",
            "reroute_permission": "may this recipient still change the delivery?",
            "nest_hours": "where the Nests are and when they open",
        },
        Fields(
            (
                Number("ttl_s", "seconds a copy may live; 0 = no copy", 0, 86_400, "s"),
                Choice("invalidate_on", "thrown away early on", cache_rules.EVENTS, "nothing"),
                Choice(
                    "key",
                    "one copy for each",
                    cache_rules.KEYS,
                    "thing",
                ),
                Flag("jitter", "do copies end at slightly different times?", False),
            )
        ),
    ),
    judge=_cache,
    public=(Case("peak", {"peak": cache_rules.TODAY}),),
    hidden=_peaks,
    criteria=(
        Criterion("load", lambda seen: ramp(seen["load"], _all_reads(), DATABASE_PER_S), gate=True),
        Criterion("fresh", lambda seen: ramp(seen["stale"], 0.1, OLD_SHARE), gate=True),
        Criterion("permission", lambda seen: ramp(seen["late"], 300, 0)),
        Criterion("private", lambda seen: ramp(seen["breaches"], 1000, 0)),
        Criterion("smooth", lambda seen: ramp(seen["peak"], 1.25 * WORST_PER_S, WORST_PER_S)),
    ),
    misconceptions=(
        Misconception("6.4d", lambda a, ran: ran[0].seen["breaches"] > 0),
        Misconception("6.4c", lambda a, ran: ran[0].seen["late"] > 0),
        Misconception("6.4a", lambda a, ran: ran[0].seen["cached"] == 0),
        Misconception(
            "6.4b", lambda a, ran: ran[0].seen["stale"] > OLD_SHARE and ran[0].seen["ttl"] >= 1800
        ),
        Misconception(
            "6.4e",
            lambda a, ran: ran[0].seen["peak"] > WORST_PER_S and not a["tracking_status"]["jitter"],
        ),
    ),
    words=WORDS["6.4"],
    facts=_cache_facts,
)


# ---- 6.5 A brief for Ines ------------------------------------------------------------------------


def _read(text: str, given: Case) -> Mapping[str, Any]:
    return brief.read_brief(text, INC.cost())


def _brief_facts(text: str, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {
        **seen,
        "claimed_k": seen["claimed"] / 1000,
        "parts_k": (seen["added"] or 0) / 1000,
    }


def _yes(key: str) -> Any:
    return lambda seen: 1.0 if seen[key] else 0.0


BRIEF = Exercise(
    id="6.5",
    answer="brief",
    points=8,
    stars=2,
    shape=Text("\n\n".join(f"{label}:" for label in brief.LABELS), 25, 300),
    judge=_read,
    public=(Case("as written"),),
    hidden=lambda rng: (Case("as written"),),
    criteria=(
        Criterion("outcome", _yes("outcome")),
        Criterion("options", lambda seen: seen["different"] / 3),
        Criterion("likely", lambda seen: ramp(seen["with_chance"], 0, 3)),
        Criterion("ask", _yes("ask")),
        Criterion("sums", _yes("adds_up")),
    ),
    misconceptions=(
        Misconception("6.5a", lambda t, r: not r[0].seen["outcome"] and r[0].seen["technique"] > 1),
        Misconception("6.5e", lambda t, r: not r[0].seen["adds_up"]),
        Misconception("6.5c", lambda t, r: r[0].seen["only_scaling"] > 1),
        Misconception("6.5b", lambda t, r: r[0].seen["with_chance"] == 0),
        Misconception("6.5d", lambda t, r: not r[0].seen["ask"]),
    ),
    words=WORDS["6.5"],
    manual=True,
    facts=_brief_facts,
)

EXERCISES = (FLIGHT, CAPACITY, STORM, CACHE, BRIEF)
