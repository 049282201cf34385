"""M07 "Data flows you can trust": six exercises. Their words are in m07.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tpo import case
from tpo.engines.batch_gate import Contract, parse, read_contract
from tpo.engines.event_log import (
    CLOCK_RULES,
    DEDUPE_KEYS,
    ORDERS,
    TERMINAL_RULES,
    Metric,
    Rules,
    Week,
    compare,
    make_log,
)
from tpo.engines.event_log.metric import COUNTS, DATES, POPULATIONS, RETURNED, TWINS
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import Choice, Fields, Flag, Number, Picks, Table, Text, Written
from tpo.exercises.words import module_words
from tpo.judges import consistency, field_note, privacy
from tpo.judges.first_attempts import WEEKS, run_metric
from tpo.judges.nightly_batches import CLEAN, DIRTY, TYPES, run_contract

WORDS = module_words("m07")
COMPANY = case.company()
Answer = Any

# ---- 7.1 Replay rules ----------------------------------------------------------------------------

MOST_WRONG, MOST_MISCOUNTED = 0.005, 0.001
PARCELS = 3_000


def _logs(seed: int) -> tuple[Case, ...]:
    """Three days' logs: ordinary, a valley day with much more offline, a quiet one."""
    return (
        Case("ordinary", {"week": Week(PARCELS, seed=seed)}),
        Case("valleys", {"week": Week(PARCELS, offline=1.3, seed=seed + 1)}),
        Case("quiet", {"week": Week(PARCELS, offline=0.85, seed=seed + 2)}),
    )


def _replay(answer: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    seen = compare(make_log(given.given["week"]), Rules(**answer))
    zones = seen.wrong_by_zone
    return {
        "parcels": seen.parcels,
        "wrong": seen.wrong_status,
        "miscounted": seen.wrong_counts,
        "more": seen.extra_counts,
        "fewer": seen.missing_counts,
        "stuck": seen.stuck,
        "midmoor": zones["Midmoor"],
        "harbour": zones["Harbour"],
    }


def _replay_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = max((r.seen for r in ran), key=lambda s: (s["wrong"], s["miscounted"]))
    return {
        **seen,
        "late_h": answer["late_window_h"] or 0.0,
        "day": seen["wrong"] * COMPANY["parcels_per_day"],
        "miscounted_day": seen["miscounted"] * COMPANY["parcels_per_day"],
        "failed_eur": COMPANY["failed_attempt_eur"],
    }


def _order(word: str) -> Any:
    return lambda a, ran: a["order_by"] == word and _worst(ran, "wrong") > MOST_WRONG


def _worst(ran: Sequence[Ran], name: str) -> float:
    return float(max(r.seen[name] for r in ran))


REPLAY = Exercise(
    id="7.1",
    answer="rules",
    points=9,
    stars=2,
    shape=Fields(
        (
            Choice("dedupe_key", "which scans count as the same one", DEDUPE_KEYS),
            Choice("order_by", "which scan is the last", ORDERS),
            Number(
                "late_window_h",
                "hours after which a late scan is dropped; None = never",
                0.1,
                720,
                "h",
                none="never",
            ),
            Choice("clock_rule", "what to do with a scan from the future", CLOCK_RULES),
            Choice("terminal_rule", "does a final status stay final", TERMINAL_RULES),
        ),
        noun="rule",
    ),
    judge=_replay,
    public=_logs(71),
    hidden=lambda rng: _logs(rng.randrange(10**6)),
    criteria=(
        Criterion("status", lambda seen: ramp(seen["wrong"], 0.03, MOST_WRONG), gate=True),
        Criterion(
            "counts", lambda seen: ramp(seen["miscounted"], 0.02, MOST_MISCOUNTED), gate=True
        ),
    ),
    misconceptions=(
        Misconception("7.1a", _order("received_at")),
        Misconception("7.1b", _order("device_seq")),
        Misconception("7.1c", _order("status_rank")),
        Misconception("7.1d", lambda a, ran: a["dedupe_key"] == "parcel_and_type"),
        Misconception(
            "7.1e", lambda a, ran: a["late_window_h"] is not None and _worst(ran, "fewer") > 0.001
        ),
        Misconception("7.1f", lambda a, ran: a["dedupe_key"] == "none"),
    ),
    words=WORDS["7.1"],
    practice={"valleys": Case("valleys", {"week": Week(PARCELS, offline=1.3, seed=7)})},
    facts=_replay_facts,
)

# ---- 7.2 Data contract ---------------------------------------------------------------------------

CONTRACT_START = f"""
apiVersion: v3.1.0
kind: DataContract
id: parcel_journey
schema:
  - name: scan_events
    quality:
      # Two rules to begin with. Add yours below; keep the indent.
      - metric: nullValues        # empty cells of one column
        column: device_seq
        mustBeLessThan: 10        # percent of the rows
        severity: warning         # warning tells, error stops the load
        owner: jun
      - metric: rowCount
        mustBeGreaterThan: 0      # rows
        severity: error
        owner: priya
      # More metrics: duplicateValues · unknownReferences · invalidValues (validValues: [...] or
      # logicalType: timestamp) · freshness (hours) · shareOfValue (value: ...)
      # rowCount may be comparedWith: same weekday (then unit: percent)
      # Types of scan today: {", ".join(TYPES)}
"""


def _gate(contract: Contract, given: Case) -> Mapping[str, Any]:
    return run_contract(contract.rules, given.given["seed"])


def _gate_facts(contract: Contract, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    metrics = {rule.metric for rule in contract.rules}
    return {
        **seen,
        "caught": len(seen["caught"]),
        "missed": len(seen["missed"]),
        "alarms": len(seen["alarms"]),
        "first_alarm": seen["alarms"][0] if seen["alarms"] else "none",
        "metrics": len(metrics),
        "kinds_left": 7 - len(metrics),
        "twins": case.incident("INC-0417").facts["duplicate_labels"],
    }


def _alarm_by(ran: Sequence[Ran], metric: str, column: str = "") -> list[str]:
    return [
        name
        for name, broken, where in ran[0].seen["alarm_rules"]
        if broken == metric and column in ("", where)
    ]


def _only_nulls(contract: Contract, ran: Sequence[Ran]) -> bool:
    stops = {rule.metric for rule in contract.rules if rule.severity == "error"}
    return stops <= {"nullValues", "rowCount"} and "nullValues" in stops and _misses(ran, 6)


def _misses(ran: Sequence[Ran], most: int) -> bool:
    return len(ran[0].seen["missed"]) > most


LEGAL = "odd but legal"
BEFORE = ("twins", "yesterday")  # faults that Linnet has had already

GATE = Exercise(
    id="7.2",
    answer="contract",
    points=10,
    stars=3,
    shape=Written(
        CONTRACT_START,
        lambda given: read_contract(parse(given) if isinstance(given, str) else given),
    ),
    judge=_gate,
    public=(Case("two weeks", {"seed": 72}),),
    hidden=lambda rng: (Case("fresh loads", {"seed": rng.randrange(10**6)}),),
    criteria=(
        Criterion("catches", lambda seen: ramp(len(seen["caught"]), 2, len(DIRTY) - 1), gate=True),
        Criterion("quiet", lambda seen: ramp(len(seen["alarms"]), len(CLEAN) - 4, 1), gate=True),
        Criterion("legal", lambda seen: float(LEGAL not in seen["alarms"])),
        Criterion(
            "again", lambda seen: sum(name in seen["caught"] for name in BEFORE) / len(BEFORE)
        ),
        Criterion("owned", lambda seen: seen["owned"]),
    ),
    misconceptions=(
        Misconception("7.2a", _only_nulls),
        Misconception("7.2b", lambda c, ran: len(ran[0].seen["alarms"]) >= 8),
        Misconception(
            "7.2d",
            lambda c, ran: (
                any(r.metric == "rowCount" and not r.weekday for r in c.rules)
                and len(_alarm_by(ran, "rowCount")) > 1
            ),
        ),
        Misconception("7.2e", lambda c, ran: LEGAL in _alarm_by(ran, "invalidValues", "type")),
        Misconception("7.2f", lambda c, ran: "twins" in ran[0].seen["missed"]),
        Misconception("7.2c", lambda c, ran: "yesterday" in ran[0].seen["missed"]),
        Misconception("7.2g", lambda c, ran: ran[0].seen["owned"] < 1),
    ),
    words=WORDS["7.2"],
    practice={"another fortnight": Case("another fortnight", {"seed": 5})},
    facts=_gate_facts,
)

# ---- 7.3 Define first-attempt success ------------------------------------------------------------

WITHIN = 0.002
CLOSED_H = 72.0


def _measure(answer: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    return run_metric(Metric(**answer), given.given["seed"])


def _measure_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    point = COMPANY["parcels_per_day"] * 30 * COMPANY["door_share"] * COMPANY["failed_attempt_eur"]
    return {
        **seen,
        **{f"pp_{kind}": 100 * seen[f"off_{kind}"] for kind in WEEKS},
        "worst_pp": 100 * seen["worst"],
        "spread_pp": 100 * seen["spread"],
        "point_k": point / 100_000,
        "closes": -1.0 if seen["closes_h"] is None else seen["closes_h"],
    }


METRIC = Exercise(
    id="7.3",
    answer="metric",
    points=8,
    stars=2,
    shape=Fields(
        (
            Choice("population", "which parcels", POPULATIONS),
            Choice("counts", "what is a success, out of what", COUNTS),
            Choice("labels", "a box with two labels counts", TWINS),
            Choice("returned", "parcels that went back", RETURNED),
            Choice("dated_by", "which day a parcel belongs to", DATES),
            Number(
                "closes_after_h",
                "hours after the last stop (17:00) until the figure is computed",
                0,
                720,
                "h",
            ),
        )
    ),
    judge=_measure,
    public=(Case("three weeks", {"seed": 73}),),
    hidden=lambda rng: (Case("fresh weeks", {"seed": rng.randrange(10**6)}),),
    criteria=(
        Criterion("true", lambda seen: ramp(seen["worst"], 0.04, WITHIN), gate=True),
        Criterion("comparable", lambda seen: ramp(seen["spread"], 0.05, 2 * WITHIN)),
        Criterion("settled", lambda seen: ramp(seen["unsettled"], 0.05, 0.001)),
        Criterion("timely", lambda seen: ramp(seen["closes_h"], 240, CLOSED_H)),
    ),
    misconceptions=(
        Misconception("7.3a", lambda a, ran: a["population"] == "all_parcels"),
        Misconception("7.3b", lambda a, ran: a["counts"] == "every_attempt"),
        Misconception("7.3c", lambda a, ran: a["labels"] == "each_label"),
        Misconception("7.3d", lambda a, ran: a["returned"] == "leave_out"),
        Misconception("7.3e", lambda a, ran: a["dated_by"] == "booked_at"),
    ),
    words=WORDS["7.3"],
    practice={"other weeks": Case("other weeks", {"seed": 8})},
    facts=_measure_facts,
)

# ---- 7.4 Strong or eventual ----------------------------------------------------------------------


def _evening(answer: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    return consistency.run_evening(answer, given.given["evening"])


def _evenings(rng: Random) -> tuple[Case, ...]:
    drawn = consistency.Evening(
        leader_per_s=rng.uniform(130, 170),
        resent=rng.uniform(0.004, 0.009),
        nests=rng.randrange(100, 160),
        zipf=rng.uniform(0.9, 1.1),
        seed=rng.randrange(10**6),
    )
    return (Case("fresh evening", {"evening": drawn}),)


def _evening_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen, evening = ran[0].seen, ran[0].case.given["evening"]
    return {
        **seen,
        "page_s": seen["page_ms"] / 1000,
        "promise_ms": evening.page_ms,
        "carries": evening.leader_per_s,
        "webhook_s": evening.webhook_s,
        "short": consistency.oversold(0.5, evening),
        "longer": consistency.oversold(5.0, evening),
        "redelivery_eur": COMPANY["redelivery_eur"],
        "eur": consistency.SECOND_CHANGE_EUR,
    }


OPERATIONS = {
    "reserve_compartment": "take a compartment in a Nest for a parcel",
    "show_free_compartments": "the list of Nests with free compartments (at most 60 s old)",
    "charge_second_change": "charge €0.90 for a second change; the app sends it again if unsure",
    "tracking_page": "where is my parcel? 280 a second, p95 500 ms, at most 120 s old",
    "own_changed_place": "Marisol changed the place and looks at it again",
    "merchant_webhook": "tell the merchant about the change (within 60 s)",
}
CONSISTENCY = Exercise(
    id="7.4",
    answer="plan",
    points=6,
    stars=2,
    shape=Table(
        OPERATIONS,
        Fields(
            (
                Choice("consistency", "what the answer may come from", consistency.KINDS),
                Number("staleness_s", "how old the answer may be", 0, 86_400, "s"),
                Flag("once_key", "does a repeated request count only once?", False),
            )
        ),
        noun="operation",
    ),
    judge=_evening,
    public=(Case("an evening", {"evening": consistency.Evening()}),),
    hidden=_evenings,
    criteria=(
        Criterion(
            "page",
            lambda seen: 0.0 if seen["page_stops_s"] else ramp(seen["page_ms"], 2000, 500),
            gate=True,
        ),
        Criterion("compartment", lambda seen: ramp(seen["oversold"], 40, 0), gate=True),
        Criterion("charge", lambda seen: ramp(seen["twice"], 40, 0)),
        Criterion("own", lambda seen: ramp(seen["unseen"], 0.5, 0)),
        Criterion("age", lambda seen: ramp(seen["too_old"], 3, 0)),
    ),
    misconceptions=(
        Misconception("7.4a", lambda a, ran: ran[0].seen["page_stops_s"] > 0),
        Misconception("7.4b", lambda a, ran: ran[0].seen["oversold"] > 0),
        Misconception("7.4c", lambda a, ran: ran[0].seen["twice"] > 0),
        Misconception("7.4d", lambda a, ran: ran[0].seen["unseen"] > 0),
        Misconception("7.4e", lambda a, ran: ran[0].seen["webhook_late"]),
    ),
    words=WORDS["7.4"],
    practice={
        "slow evening": Case("slow evening", {"evening": consistency.Evening(minutes=20, seed=3)})
    },
    facts=_evening_facts,
)

# ---- 7.5 Lineage and privacy ---------------------------------------------------------------------

GROUPS = {
    "personal_days": "days until names, addresses and notes are deleted",
    "delivery_days": "days until scans are deleted",
    "billing_days": "days until invoice lines are deleted (tax law asks for ten years at most)",
}
ABOUT = {
    "recipient_name": "who gets the parcel",
    "recipient_phone": "for the message on the day",
    "phone_hash": "the same number, hashed",
    "recipient_email": "for the receipt",
    "street_address": "where it goes",
    "delivery_note": "free text for the courier",
    "safe_place": "shed, porch, key box",
    "delegate_name": "who else may receive it",
    "signature_image": "signed on the phone",
    "device_id": "the courier's phone",
    "gps_trace": "the van's way, minute by minute",
    "parcel_weight_g": "weight in grams",
    "service": "door or Nest",
    "depot_id": "one of 14 depots",
    "compartment_size": "small, medium or large",
    "parcel_id": "the label's number",
    "neighbour_consent": "a token: some neighbour agreed",
    "neighbour_address": "the neighbour's street and number",
}


def _assess(answer: Mapping[str, Any], given: Case) -> Mapping[str, Any]:
    return privacy.assess(answer, answer["hit_by_rename"], answer)


def _assess_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {
        **seen,
        "missed_count": len(seen["missed"]),
        "first_missed": (seen["missed"] or ("none",))[0],
        "over_count": len(seen["over"]),
        "first_over": (seen["over"] or ("none",))[0],
        "lost_count": len(seen["lost_readers"]),
        "forever_count": len(seen["forever"]),
        "found": 11 - len(seen["missed"]),
    }


SERVICES = tuple(name for name in case.services() if name not in ("trill", "reroute"))
PRIVACY = Exercise(
    id="7.5",
    answer="fields",
    points=4,
    stars=2,
    shape=Fields(
        (
            *(Choice(name, about, privacy.CLASSES) for name, about in ABOUT.items()),
            Picks(
                "hit_by_rename",
                "services that break if the status DELIVERED is renamed",
                SERVICES,
                len(SERVICES),
            ),
            *(
                Number(name, f"{about}; None = kept for ever", 0, 36_500, "days", none="for ever")
                for name, about in GROUPS.items()
            ),
        )
    ),
    judge=_assess,
    public=(Case("eighteen fields"),),
    hidden=lambda rng: (Case("eighteen fields"),),
    criteria=(
        Criterion("personal", lambda seen: ramp(seen["found_personal"], 0.2, 1), gate=True),
        Criterion("plain", lambda seen: seen["found_plain"], gate=True),
        Criterion("neighbour", lambda seen: float(seen["neighbour"])),
        Criterion(
            "readers",
            lambda seen: (
                ramp(len(seen["lost_readers"]), seen["readers"], 0)
                * ramp(len(seen["extra_readers"]), 4, 0)
            ),
        ),
        Criterion(
            "last_day", lambda seen: ramp(len(seen["forever"]) + len(seen["too_long"]), 3, 0)
        ),
    ),
    misconceptions=(
        Misconception("7.5c", lambda a, ran: not ran[0].seen["neighbour"]),
        Misconception("7.5b", lambda a, ran: "delivery_note" in ran[0].seen["missed"]),
        Misconception("7.5a", lambda a, ran: "phone_hash" in ran[0].seen["missed"]),
        Misconception("7.5d", lambda a, ran: "tally" in ran[0].seen["lost_readers"]),
        Misconception("7.5e", lambda a, ran: bool(ran[0].seen["forever"])),
    ),
    words=WORDS["7.5"],
    facts=_assess_facts,
)

# ---- 7.6 Tell them before it changes -------------------------------------------------------------

NOTE_START = "\n".join(f"{label}:\n" for label in field_note.LABELS)

NOTE = Exercise(
    id="7.6",
    answer="note",
    points=3,
    stars=1,
    shape=Text(NOTE_START, low=30, high=160),
    judge=lambda text, given: field_note.read_note(text),
    public=(Case("structure"),),
    hidden=lambda rng: (Case("structure"),),
    criteria=tuple(
        Criterion(name, lambda seen, name=name: float(seen[name]))  # type: ignore[misc]
        for name in ("change", "affected", "date", "both", "ask")
    ),
    misconceptions=(),
    words=WORDS["7.6"],
    manual=True,
    facts=lambda text, ran: ran[0].seen,
)

EXERCISES = (REPLAY, GATE, METRIC, CONSISTENCY, PRIVACY, NOTE)
