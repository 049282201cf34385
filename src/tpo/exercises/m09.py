"""M09 "Choosing: patterns, tradeoffs, decisions, debt": six exercises. Their words are in m09.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from tpo import case
from tpo.engines.decision_record import Record, read_record
from tpo.engines.text import labelled
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import BadShape, Choice, Fields, Number, Rows, Table, Text, Written
from tpo.exercises.study_text import read_study
from tpo.exercises.words import module_words
from tpo.judges import debt_plan, decision_record, pattern_prices, quality_scenarios, tradeoff_note
from tpo.judges.perch_options import DESIGNS, STIMULI, World
from tpo.judges.quality_scenarios import UNSAID
from tpo.judges.trade_study import TIE, judge_study

WORDS = module_words("m09")
Seen = Mapping[str, Any]


def _when(condition: Callable[[Seen], bool]) -> Callable[[Any, Sequence[Ran]], bool]:
    return lambda answer, ran: condition(ran[0].seen)


def _yes(name: str) -> Callable[[Seen], float]:
    return lambda seen: 1.0 if seen[name] else 0.0


# ---- 9.1 Pattern and price -----------------------------------------------------------------------

GRADED = tuple(s.name for s in case.situations().values() if s.graded)
TITLES = {name: row.title for name, row in case.patterns().items()} | {"none": "Nothing new"}
UNITS = {
    "wait": "s", "failed": "of 1,000 fail", "old": "of 1,000 looks are old", "bill": "€ a month",
    "change": "days for a change", "weeks": "person-weeks",
}  # fmt: skip


def _match(answer: Mapping[str, Any], given: Case) -> Seen:
    seed, faster = given.given["seed"], given.given["faster"]
    rows = {
        name: pattern_prices.compare(
            answer[name]["pattern"], answer[name]["price"], name, seed, faster
        )
        for name in GRADED
    }
    met = [name for name in GRADED if rows[name]["met"]]
    priced = [name for name in met if rows[name]["price_true"]]
    return {"rows": rows, "met": len(met), "priced": len(priced), "all": len(GRADED)}


def _days_of_peak(rng: Random) -> tuple[Case, ...]:
    given = {"seed": rng.randrange(2, 10**6), "faster": rng.uniform(0.98, 1.02)}
    return (Case("another day", given),)


def _match_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    rows = seen["rows"]
    worst = next((r for r in rows.values() if not r["met"]), None)
    cheap = next((r for r in rows.values() if r["met"] and not r["price_true"]), None)
    at = worst or cheap or rows[GRADED[0]]
    bar = at["broken"][0] if at["broken"] else "wait"
    situation = case.situations()[at["situation"]]
    free = rows["fifty_a_second"]
    hang, old, orders, audit = (
        rows[name] for name in ("two_sides", "old_roost", "orders_page", "who_changed_it")
    )
    copied = next((rows[n] for n in GRADED if _useless_copy(rows[n])), free)
    return {
        "met": seen["met"],
        "priced": seen["priced"],
        "all": seen["all"],
        "title": situation.title,
        "pick": TITLES[at["pattern"]],
        "bar": UNITS[bar],
        "value": at["after"][bar],
        "limit": situation.limits.get(bar, 0.0),
        "named": answer[at["situation"]]["price"],
        "days_before": free["before"]["change"],
        "days_after": free["after"]["change"],
        "weeks_after": free["after"]["weeks"],
        "audit_weeks": audit["after"]["weeks"],
        "log_weeks": case.patterns()["audit_log"].weeks,
        "log_share": case.patterns()["audit_log"].weeks / case.patterns()["event_sourcing"].weeks,
        "copy_title": case.situations()[copied["situation"]].title,
        "copy_wait": copied["before"]["wait"],
        "copy_after": copied["after"]["wait"],
        "copy_old": copied["after"]["old"],
        "hang_failed": hang["after"]["failed"],
        "hang_before": hang["before"]["failed"],
        "orders_days": orders["after"]["change"],
        "orders_before": orders["before"]["change"],
        "rewrite_days": old["after"]["change"],
        "rewrite_before": old["before"]["change"],
        "rewrite_weeks": old["after"]["weeks"],
    }


def _useless_copy(row: Mapping[str, Any]) -> bool:
    return row["pattern"] == "read_model" and not row["met"] and "wait" not in row["better"]


def _picks(situation: str, pattern: str) -> Callable[[Any, Sequence[Ran]], bool]:
    return lambda answer, ran: answer[situation]["pattern"] == pattern


def _met(seen: Seen) -> float:
    return seen["met"] / seen["all"]


def _priced(seen: Seen) -> float:
    """Full for each price that is true; half of the rest stays for having met the limits."""
    return 0.5 + 0.5 * seen["priced"] / seen["met"] if seen["met"] else 0.0


PRICES = Exercise(
    id="9.1",
    answer="choices",
    points=8,
    stars=2,
    shape=Table(
        {name: case.situations()[name].title for name in GRADED},
        Fields(
            (
                Choice("pattern", "what you would build", pattern_prices.CHOICES, listed=False),
                Choice(
                    "price",
                    "the bar that gets worse, or nothing",
                    pattern_prices.PRICES,
                    listed=False,
                ),
            )
        ),
        noun="situation",
    ),
    judge=_match,
    public=(Case("an ordinary day", {"seed": 1, "faster": 1.0}),),
    hidden=_days_of_peak,
    criteria=(
        Criterion("limits", _met, gate=True),
        Criterion("prices", _priced),
    ),
    misconceptions=(
        Misconception("9.1d", _picks("two_sides", "two_phase_commit")),
        Misconception("9.1e", _picks("orders_page", "shared_database")),
        Misconception("9.1f", _picks("old_roost", "big_rewrite")),
        Misconception("9.1a", _picks("fifty_a_second", "microservices")),
        Misconception("9.1b", _picks("who_changed_it", "event_sourcing")),
        Misconception(
            "9.1c", _when(lambda s: any(_useless_copy(row) for row in s["rows"].values()))
        ),
    ),
    words=WORDS["9.1"],
    practice={"Saturday": Case("Saturday", {"seed": 7, "faster": 1.0})},
    facts=_match_facts,
)


# ---- 9.2 Scenarios that separate -----------------------------------------------------------------

SCENARIOS = 4
DESIGN_TITLES = {o.design: o.title for o in case.choosing().options.values() if o.design}


def _run_scenarios(rows: Sequence[Mapping[str, Any]], given: Case) -> Seen:
    return quality_scenarios.run_scenarios(rows, given.given["world"])


def _worlds(rng: Random) -> tuple[Case, ...]:
    world = World(faster=rng.uniform(0.97, 1.03), seed=rng.randrange(2, 10**6))
    return (Case("another day", {"world": world}),)


def _scenario_facts(rows: Sequence[Mapping[str, Any]], ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    found = seen["rows"]
    vague = _first(found, lambda r: r["vague"])
    unsaid = _first(found, lambda r: r["unsaid"])
    mean = _first(found, lambda r: r["measure"] == "mean_s")
    same = _first(found, lambda r: not r["separates"])
    hides = max(DESIGNS, key=lambda d: found[mean]["p95"][d] / max(found[mean]["values"][d], 1e-9))
    a, b = seen["pairs"][0] if seen["pairs"] else (0, 1)
    flip = seen["flip"] or ("", "", 1.0)
    where = found[unsaid]["by_environment"]
    return {
        "separating": seen["separating"],
        "whole": seen["whole"],
        "pairs": len(seen["pairs"]),
        "vague": vague + 1,
        "unsaid": unsaid + 1,
        "missing": "environment" if found[unsaid]["environment"] == UNSAID else "source",
        "tuesday": len(where.get("tuesday", found[unsaid]["passed"])),
        "peak": len(where.get("peak_day", found[unsaid]["passed"])),
        "same": same + 1,
        "same_passed": len(found[same]["passed"]),
        "again": "it says what another one says, so it" if found[same]["again"] else "it",
        "mean": mean + 1,
        "hides": DESIGN_TITLES[hides],
        "mean_s": found[mean]["values"][hides],
        "p95_s": found[mean]["p95"][hides],
        "limit": found[mean]["limit"],
        "a": a + 1,
        "b": b + 1,
        "a_passed": _titles(found[a]["passed"]),
        "b_passed": _titles(found[b]["passed"]),
        "flip_design": DESIGN_TITLES.get(flip[0], ""),
        "flip_knob": flip[1],
        "values": _row_line(same + 1, found[same]),
        **{f"row_{n}": _row_line(n, row) for n, row in enumerate(found, 1)},
    }


def _row_line(number: int, row: Mapping[str, Any]) -> str:
    values = ", ".join(f"{DESIGN_TITLES[d]} {row['values'][d]:,.3g}" for d in DESIGNS)
    return f"Scenario {number}, {row['measure']} at most {row['limit']:g}: {values}"


def _titles(designs: Sequence[str]) -> str:
    names = [DESIGN_TITLES[d] for d in designs]
    return " and ".join(name[0].lower() + name[1:] for name in names) or "none"


def _first(rows: Sequence[Mapping[str, Any]], test: Callable[[Any], bool]) -> int:
    return next((n for n, row in enumerate(rows) if test(row)), 0)


SEPARATE = Exercise(
    id="9.2",
    answer="scenarios",
    points=8,
    stars=2,
    shape=Rows(
        Fields(
            (
                Choice("source", "who or what begins", quality_scenarios.SOURCES),
                Choice("stimulus", "what happens", STIMULI),
                Choice("environment", "when", ("tuesday", "peak_day", UNSAID)),
                Choice("artefact", "what is touched", quality_scenarios.PARTS),
                Choice("response", "what should be true", quality_scenarios.RESPONSES),
                Choice("measure", "measured in", quality_scenarios.ALL_MEASURES),
                Number("limit", "at most", 0, 100_000),
                Choice("mark", "the point it shows", quality_scenarios.MARKS, "none"),
            )
        ),
        low=SCENARIOS,
        high=SCENARIOS,
        given=SCENARIOS,
        noun="scenario",
    ),
    judge=_run_scenarios,
    public=(Case("a day", {"world": World()}),),
    hidden=_worlds,
    criteria=(
        Criterion("separate", lambda s: s["separating"] / SCENARIOS, gate=True),
        Criterion("whole", lambda s: s["whole"] / SCENARIOS),
        Criterion("tail", lambda s: s["tailless"] / SCENARIOS),
        Criterion("sensitivity", _yes("sensitivity_true")),
        Criterion("tradeoff", _yes("tradeoff_true")),
    ),
    misconceptions=(
        Misconception("9.2a", _when(lambda s: any(r["vague"] for r in s["rows"]))),
        Misconception("9.2b", _when(lambda s: any(r["unsaid"] for r in s["rows"]))),
        Misconception("9.2e", _when(lambda s: s["tailless"] < SCENARIOS)),
        Misconception("9.2c", _when(lambda s: s["separating"] < SCENARIOS)),
        Misconception("9.2d", _when(lambda s: bool(s["pairs"]) and not s["tradeoff_true"])),
    ),
    words=WORDS["9.2"],
    facts=_scenario_facts,
)


# ---- 9.3 Trade study -----------------------------------------------------------------------------

SURE = 0.6  # share of futures in which a result has to lead to be called one
TOO_SURE = 0.8  # at this share it is no tie any more
OFF_BY = 0.2  # of a stated confidence
TIP_WITHIN = 6.0  # points of 100
CLAIM_WITHIN = 0.25
LEAST_REGRET = 0.15

STUDY_START = """
# Second Perch: a trade study. Replace every "...".
weights:                    # criteria of your choice; out of 100, fixed before anybody scored
  answer_s: ...
weights_fixed: 2026-05-04   # the day
first_score: 2026-05-06
edits: []                   # weights changed later, each {day: …, criterion: …, from: …, to: …}
options:                    # for each criterion [points from 0 to 10, id of the evidence]
  do_nothing: {answer_s: [0, E1]}
result: ...                 # the option that leads, or tie
confidence: ...             # in how many of 100 futures will the leader still lead?
pick: ...                   # what you would build
tiebreaker: none            # with a tie: what decided
tipping: ...                # where the lead changes: {criterion: …, weight: …}, or none
claim_p95_ms: ...           # what 95 of 100 answers of your pick stay within on the peak day
"""


def _honest(seen: Seen) -> bool:
    if seen["result"] == TIE:
        return bool(seen["chance"] < TOO_SURE and seen["tiebreaker"] and seen["pick_leads"])
    return bool(
        seen["result"] == seen["favourite"]
        and seen["chance"] >= SURE
        and seen["pick"] == seen["result"]
    )


def _sure_off(seen: Seen) -> float:
    return abs(seen["said_chance"] - seen["chance"])


def _study_facts(study: Any, ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    titles = {name: option.title for name, option in case.choosing().options.items()}
    twins = seen["doubles"][0] if seen["doubles"] else ("", "", 0.0)
    tips = {name: tip for name, tip in seen["tip"].items() if tip}
    worse, by = seen["beaten_by"]
    limits = case.choosing().criteria
    broken = seen["broken"][0] if seen["broken"] else ("answer_s", 0.0, 0.0)
    off = seen["off_cell"]
    return {
        **seen,
        "first_title": titles[seen["first"]],
        "second_title": titles[seen["second"]],
        "favourite_title": titles[seen["favourite"]],
        "pick_title": titles[seen["pick"]],
        "twins": " and ".join(twins[:2]),
        "twins_r": twins[2],
        "double_count": len({name for pair in seen["doubles"] for name in pair[:2]}),
        "beaten_title": titles.get(worse, ""),
        "beaten_by_title": titles.get(by, ""),
        "beaten_count": len([o for o in seen["beaten"] if o != "do_nothing"]),
        "toward_title": titles.get(seen["toward"], ""),
        "said": seen["said_chance"],
        "lead": seen["first_total"] - seen["second_total"],
        "broken_title": limits[broken[0]].title,
        "broken_value": broken[1],
        "broken_most": broken[2],
        "broken_unit": limits[broken[0]].unit,
        "off_title": f"{off[1]} of {off[0]}",
        "claimed": seen["claimed_ms"] or 0.0,
        "ran": seen["ran_ms"] or 0.0,
        "tips": len(tips),
        "deciding": ", ".join(tips) or "no single weight",
    }


STUDY = Exercise(
    id="9.3",
    answer="study",
    points=9,
    stars=3,
    shape=Written(STUDY_START, read_study),
    judge=lambda study, given: judge_study(study, given.given["seed"]),
    public=(Case("the evidence", {"seed": 1}),),
    hidden=lambda rng: (Case("another run", {"seed": rng.randrange(2, 10**6)}),),
    criteria=(
        Criterion("choice", lambda s: ramp(s["real"], 0, 2) * s["do_nothing"], gate=True),
        Criterion(
            "brief",
            lambda s: 0.0 if s["broken"] else ramp(s["regret"], 0.6, LEAST_REGRET),
            gate=True,
        ),
        Criterion("fixed", lambda s: 1.0 if s["late_edits"] == 0 else 0.0),
        Criterion("independent", lambda s: 0.0 if s["doubles"] else 1.0),
        Criterion("evidence", lambda s: s["sound"]),
        Criterion("honest", lambda s: 1.0 if _honest(s) else 0.0),
        Criterion("sure", lambda s: ramp(_sure_off(s), 0.6, OFF_BY)),
        Criterion("tipping", lambda s: ramp(s["tip_off"], 30, TIP_WITHIN)),
        Criterion("claim", lambda s: ramp(s["claim_off"], 1.0, CLAIM_WITHIN)),
    ),
    misconceptions=(
        Misconception("9.3f", _when(lambda s: not s["do_nothing"])),
        Misconception("9.3a", _when(lambda s: s["real"] < 2)),
        Misconception("9.3b", _when(lambda s: s["late_edits"] > 0)),
        Misconception("9.3c", _when(lambda s: bool(s["doubles"]))),
        Misconception("9.3d", _when(lambda s: s["loose"] > 0)),
        Misconception(
            "9.3e",
            _when(
                lambda s: s["result"] != TIE and s["result"] == s["first"] and s["chance"] < SURE
            ),
        ),
    ),
    words=WORDS["9.3"],
    facts=_study_facts,
)


# ---- 9.4 Decision record with teeth --------------------------------------------------------------

RECORD_START = """
---
id: ADR-0007
status: proposed
date: 2026-05-18
---
# ...

## Context and Problem Statement
...

## Considered Options
- ...

## Decision Outcome
Chosen option: "...", because ...

### Consequences
- Good, because ...

### Confirmation
...
"""


def _read_record(answer: Any) -> Record:
    if not isinstance(answer, str):
        raise BadShape("Write the record as a text between the triple quotes.")
    return read_record(answer)


def _judge_record(record: Any, given: Case) -> Seen:
    return decision_record.judge_record(
        record, given.given["models"], given.given["monthly"], given.given["seed"]
    )


def _fresh_growth(rng: Random) -> tuple[Case, ...]:
    models = decision_record.fresh_models(rng)
    given = {"models": models, "monthly": rng.uniform(0.02, 0.04), "seed": rng.randrange(2, 10**6)}
    return (Case("other models, another growth", given),)


def _record_facts(record: Any, ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    return {
        **seen,
        "title": record.title,
        "months": seen["fires"] if seen["fires"] is not None else "never",
        "when": "never fires"
        if seen["fires"] is None
        else "is true today already"
        if seen["fires_now"]
        else f"fires in month {seen['fires']}",
        "said": seen["confirmation"] or "nothing",
        "growth": ran[0].case.given["monthly"],
    }


def _rule_score(seen: Seen) -> float:
    """Share caught × share left alone: neither "refuse all" nor "accept all" earns anything."""
    return (seen["caught"] / seen["violating"]) * (1 - seen["flagged"] / seen["compliant"])


RECORD = Exercise(
    id="9.4",
    answer="record",
    points=6,
    stars=3,
    shape=Written(RECORD_START, _read_record),
    judge=_judge_record,
    public=(
        Case(
            "eight models",
            {"models": decision_record.public_models(), "monthly": 0.03, "seed": 1},
        ),
    ),
    hidden=_fresh_growth,
    criteria=(
        Criterion("rule", _rule_score, gate=True),
        Criterion("options", lambda s: ramp(s["rejected"], 0, 2)),
        Criterion("price", lambda s: ramp(s["bad"], 0, 1)),
        Criterion("one", lambda s: 1.0 if s["chosen"] == 1 else 0.0),
        Criterion("replaces", lambda s: 1.0 if s["supersedes_old"] and not s["edits_old"] else 0.0),
        Criterion("revisit", _yes("in_time")),
    ),
    misconceptions=(
        Misconception("9.4f", _when(lambda s: s["edits_old"])),
        Misconception("9.4e", _when(lambda s: s["chosen"] > 1)),
        Misconception("9.4a", _when(lambda s: s["rejected"] == 0)),
        Misconception("9.4b", _when(lambda s: s["bad"] == 0)),
        Misconception("9.4c", _when(lambda s: s["rules"] == 0)),
        Misconception("9.4d", _when(lambda s: s["flagged"] > 0)),
    ),
    words=WORDS["9.4"],
    facts=_record_facts,
)


# ---- 9.5 Pay when? -------------------------------------------------------------------------------

WITHIN = 1.15  # of the cheapest plan
DEBTS = case.debt_register().debts


def _replay_debt(plan: Mapping[str, Any], given: Case) -> Seen:
    return debt_plan.replay_plan(plan, given.given["debts"])


def _other_debts(rng: Random) -> tuple[Case, ...]:
    debts = debt_plan.scaled(
        rng.uniform(0.9, 1.1), rng.uniform(0.95, 1.05), rng.uniform(0.95, 1.05)
    )
    return (Case("other sizes", {"debts": debts}),)


def _debt_facts(plan: Mapping[str, Any], ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    grown = seen["bills"]["roost_pricing"].interest
    months = plan["roost_pricing"]["months"]
    flat = DEBTS["roost_pricing"].interest * (24 if months is None else months)
    never = seen["never_bills"]
    return {
        **seen,
        "over": seen["total"] - seen["best"],
        "over_share": seen["total"] / seen["best"] - 1,
        "pricing_never": never["roost_pricing"].total,
        "keys_incidents": never["booking_keys"].incidents,
        "keys_work": never["booking_keys"].interest,
        "keys_principal": DEBTS["booking_keys"].principal,
        "retired_title": DEBTS[seen["retired"][0]].title if seen["retired"] else "",
        "grown": grown,
        "flat": flat,
        "waited": months if months is not None else 24,
        "growth": DEBTS["roost_pricing"].growth,
    }


def _pays_late(plan: Mapping[str, Any], ran: Sequence[Ran]) -> bool:
    months = plan["roost_pricing"]["months"]
    return months is not None and months > 5


DEBT = Exercise(
    id="9.5",
    answer="debt_plan",
    points=6,
    stars=2,
    shape=Table(
        {name: debt.sentence for name, debt in DEBTS.items()},
        Fields(
            (
                Number(
                    "months",
                    "months you wait before paying, 0 = now; None = never",
                    0,
                    23,
                    "months",
                    whole=True,
                    none="never",
                ),
                Choice("scope", "all of it, or the core only", debt_plan.SCOPES),
            )
        ),
        noun="debt",
    ),
    judge=_replay_debt,
    public=(Case("the register", {"debts": debt_plan.linnet_debts()}),),
    hidden=_other_debts,
    criteria=(
        Criterion("cost", lambda s: ramp(s["total"], s["never"], WITHIN * s["best"]), gate=True),
        Criterion("room", lambda s: ramp(s["busiest"], 2 * s["limit"], s["limit"]), gate=True),
    ),
    misconceptions=(
        Misconception("9.5a", _when(lambda s: not s["paid"])),
        Misconception("9.5d", _when(lambda s: s["busiest"] > s["limit"])),
        Misconception("9.5b", _when(lambda s: bool(s["retired"]))),
        Misconception(
            "9.5e",
            lambda plan, ran: plan["booking_keys"]["months"] is None and bool(ran[0].seen["paid"]),
        ),
        Misconception("9.5c", _pays_late),
    ),
    words=WORDS["9.5"],
    practice={
        "one module": Case("one module", {"debts": debt_plan.scaled(0.5, 1.5, 1.0)}),
    },
    facts=_debt_facts,
)


# ---- 9.6 Say it to Farid -------------------------------------------------------------------------


def _read_note(text: str, given: Case) -> Seen:
    return tradeoff_note.read_note(text, labelled(text, tradeoff_note.LABELS))


NOTE = Exercise(
    id="9.6",
    answer="note",
    points=3,
    stars=2,
    shape=Text("\n\n".join(f"{label}:" for label in tradeoff_note.LABELS), 30, 160),
    judge=_read_note,
    public=(Case("as written"),),
    hidden=lambda rng: (Case("as written"),),
    criteria=(
        Criterion("instead", _yes("instead")),
        Criterion("gain", _yes("gain")),
        Criterion("price", _yes("price")),
        Criterion("sign", _yes("sign")),
        Criterion("plain", lambda s: ramp(s["jargon"], 3, 0)),
    ),
    misconceptions=(
        Misconception("9.6a", _when(lambda s: not s["price"])),
        Misconception("9.6b", _when(lambda s: s["jargon"] > 0)),
    ),
    words=WORDS["9.6"],
    manual=True,
    facts=lambda text, ran: ran[0].seen,
)

EXERCISES = (PRICES, SEPARATE, STUDY, RECORD, DEBT, NOTE)
