"""M08 "Seeing it run": six exercises. Their words are in m08.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tpo import case
from tpo.engines.slo.budget import PEAK_TIMES
from tpo.engines.slo.indicators import BIG_BATCH_MS, GOODS, PLACES, VALIDS
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import Choice, Fields, Number, Parts, Picks, Rows, Table, Text
from tpo.exercises.words import module_words
from tpo.judges import (
    alert_replay,
    budget_quarter,
    delivery_panel,
    incident_review,
    indicator_quarter,
    review_page,
)

WORDS = module_words("m08")
INC = case.incident("INC-0417")
Answer = Any

# ---- 8.1 Indicators and targets ------------------------------------------------------------------

FELT, OWN_TRAFFIC, SEEN_SLOW, CALM_SLOW = 0.6, 0.95, 0.95, 0.05
INDICATORS = {
    "booking_success": "can a partner book at all?",
    "booking_speed": "is the answer there before people leave?",
}


def _measure(answer: Answer, given: Case) -> Mapping[str, Any]:
    return indicator_quarter.assess(answer, **given.given)


def _measure_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    calm, slow = seen["success_share"], seen["speed_share"]
    return {
        **seen,
        "explained": max(0.0, seen["felt"]) ** 2,
        "success_calm": 100 * min(calm[:2]),
        "success_bad": 100 * calm[2],
        "speed_calm": 100 * min(slow[:2]),
        "speed_bad": 100 * slow[2],
        "own_share": 1 - seen["of_customers"],
        "mistakes_k": seen["mistakes"] / 1000,
        "failures_k": seen["failures"] / 1000,
        "batch_ms": BIG_BATCH_MS,
        "reality": INC.minutes("slow", "first_page"),
    }


def _any(name: str, value: str) -> Any:
    return lambda a, ran: any(row[name] == value for row in a.values())


MEASURE = Exercise(
    id="8.1",
    answer="indicators",
    points=8,
    stars=2,
    shape=Table(
        INDICATORS,
        Fields(
            (
                Choice("good", "what counts as good", GOODS),
                Choice("valid", "out of which events", VALIDS),
                Choice("measured_at", "where it is counted", PLACES),
                Number(
                    "limit",
                    "ms for a time, % for CPU, None for errors",
                    0,
                    60_000,
                    none="not used",
                ),
                Number("target", "percent of the valid events in 30 days", 50, 100, "percent"),
            )
        ),
        noun="indicator",
    ),
    judge=_measure,
    public=(Case("autumn", {"seed": 81}),),
    hidden=lambda rng: (
        Case(
            "fresh ninety days",
            {"seed": rng.randrange(10**6), "incident_share": rng.uniform(0.13, 0.2)},
        ),
    ),
    criteria=(
        Criterion("felt", lambda seen: ramp(seen["felt"], 0.0, FELT), gate=True),
        Criterion("kept", lambda seen: seen["calm_met"] / 4, gate=True),
        Criterion("missed", lambda seen: seen["incident_missed"] / 2, gate=True),
        Criterion("sees", lambda seen: ramp(seen["unseen"], 0.5, 0.0)),
        Criterion("customers", lambda seen: ramp(seen["of_customers"], 0.4, OWN_TRAFFIC)),
        Criterion("faults", lambda seen: 1.0 - seen["counts_mistakes"] / 2),
        Criterion(
            "patience",
            lambda seen: (
                float(seen["timed"] and seen["different"])
                * ramp(seen["patience"], 0.0, SEEN_SLOW)
                * ramp(seen["calm_called_slow"], 1.0, CALM_SLOW)
            ),
        ),
    ),
    misconceptions=(
        Misconception("8.1a", _any("good", "cpu_in_limit")),
        Misconception("8.1b", _any("good", "mean_time_in_limit")),
        Misconception("8.1c", lambda a, ran: ran[0].seen["unseen"] > 0),
        Misconception("8.1e", lambda a, ran: ran[0].seen["counts_mistakes"] > 0),
        Misconception("8.1f", lambda a, ran: ran[0].seen["of_customers"] < OWN_TRAFFIC),
        Misconception("8.1d", lambda a, ran: ran[0].seen["months_met"] == 0),
    ),
    words=WORDS["8.1"],
    practice={"spring": Case("spring", {"seed": 5, "incident_share": 0.17})},
    facts=_measure_facts,
)

# ---- 8.2 Alerts ----------------------------------------------------------------------------------


def _alert(answer: Answer, given: Case) -> Mapping[str, Any]:
    return alert_replay.replay(answer, given.given["booking"], given.given["tracking"])


def _months(rng: Random, name: str = "fresh months") -> tuple[Case, ...]:
    booking, tracking = alert_replay.fresh_months(rng)
    return (Case(name, {"booking": booking, "tracking": tracking}),)


def _alert_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    never = seen["found_min"] >= 30 * 1440
    burn = max(seen["week_rule"], default=0)
    return {
        **seen,
        "told": "not found" if never else f"found after {seen['found_min']:,.0f} min",
        "leak_told": "not found"
        if seen["leak_h"] >= 720
        else f"found after {seen['leak_h']:.0f} h",
        "week_told": "not found"
        if seen["week_h"] >= 720
        else f"found after {seen['week_h']:.1f} h",
        "quiet_h": seen["quiet_min"] / 60,
        "week_burn": burn,
        "week_spends": burn / (7 * 24),
        "month_spends": burn / (30 * 24),
        "same_rate": 14.4 * 7 / 30,
        "reality": INC.minutes("slow", "first_page"),
        "minute_eur": INC.cost()["total"] / INC.minutes("slow", "recovered"),
    }


def _after(hours: float) -> str:
    """ "found after 35 min", "found after 11 h" or "not found"."""
    if hours >= 720:
        return "not found"
    return f"found after {60 * hours:.0f} min" if hours < 2 else f"found after {hours:.0f} h"


def _found(seen: Mapping[str, Any]) -> float:
    return ramp(seen["found_min"], 120, alert_replay.FOUND_MIN)


ALERTS = Exercise(
    id="8.2",
    answer="alerts",
    points=9,
    stars=3,
    shape=Rows(
        Fields(
            (
                Choice("promise", "what it watches", ("booking", "tracking", "cpu")),
                Number("window_min", 'minutes; "6 h" and "3 d" work too', 1, 43_200, "min"),
                Number(
                    "short_window_min",
                    "both windows must burn; None = no second one",
                    1,
                    43_200,
                    "min",
                    none="no short window",
                ),
                Number("burn", "times too fast; for cpu, percent", 0, 1_000),
                Choice("severity", "wake somebody, or write it down", ("page", "ticket")),
            ),
            noun="column",
        ),
        low=1,
        high=8,
        given=4,
        noun="rule",
    ),
    judge=_alert,
    public=(
        Case(
            "November",
            {"booking": alert_replay.NOVEMBER, "tracking": alert_replay.TRACKING_NOVEMBER},
        ),
    ),
    hidden=_months,
    criteria=(
        Criterion("found", _found, gate=True),
        Criterion(
            "needless",
            lambda seen: ramp(seen["needless"], 8, alert_replay.MOST_FALSE),
            gate=True,
        ),
        Criterion("leak", lambda seen: ramp(seen["leak_h"], 96, alert_replay.LEAK_H)),
        Criterion("week", lambda seen: ramp(seen["week_h"], 12, alert_replay.WEEK_H)),
        Criterion("quiet", lambda seen: ramp(seen["quiet_min"], 90, alert_replay.QUIET_MIN)),
        Criterion("sleep", lambda seen: ramp(seen["leak_pages"], 3, 0)),
    ),
    misconceptions=(
        Misconception("8.2e", lambda a, ran: ran[0].seen["cpu_pages"] > 0),
        Misconception("8.2c", lambda a, ran: _windows(a, "booking", "page") >= 14 * 1440),
        Misconception("8.2a", lambda a, ran: ran[0].seen["needless"] >= 8),
        Misconception(
            "8.2f",
            lambda a, ran: (
                ran[0].seen["week_h"] > alert_replay.WEEK_H
                and max(ran[0].seen["week_rule"], default=0) > 5
            ),
        ),
        Misconception("8.2d", lambda a, ran: ran[0].seen["leak_pages"] > 0),
        Misconception("8.2b", lambda a, ran: ran[0].seen["quiet_min"] > alert_replay.QUIET_MIN),
    ),
    words=WORDS["8.2"],
    practice={"another month": _months(Random(8), "another month")[0]},
    facts=_alert_facts,
)


def _windows(rows: Sequence[Mapping[str, Any]], promise: str, severity: str) -> float:
    """The shortest long window of such rules: 0 if there is none."""
    return min(
        (r["window_min"] for r in rows if r["promise"] == promise and r["severity"] == severity),
        default=0,
    )


# ---- 8.3 What now? -------------------------------------------------------------------------------

GAIN_EUR, WITHOUT_WEEKS, IN_TIME = 40_000, 0.35, 0.6


def _quarter(answer: Answer, given: Case) -> Mapping[str, Any]:
    return budget_quarter.replay(answer, given.given["seed"])


def _quarter_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {
        **seen,
        **{f"{name}_k": seen[f"{name}_eur"] / 1000 for name in (
            "always", "never", "gain", "hold_costs", "risky_loss", "risky_gain", "damage")},
        "eur_k": seen["eur"] / 1000,
        "below": 100 * answer["mend_below"],
        "peak_times": PEAK_TIMES,
    }  # fmt: skip


BUDGET = Exercise(
    id="8.3",
    answer="policy",
    points=7,
    stars=2,
    shape=Fields(
        (
            Number(
                "mend_below",
                "work on reliability when less than this share of the budget is left",
                0,
                1,
                "share",
            ),
            Choice("small_miss", "20 minutes cost 3 %", ("carry_on", "hold_two_weeks")),
            Choice(
                "spent_by_provider",
                "all spent; GeoSure was slow, our retries made it an outage",
                ("reliability_first", "not_ours", "lower_the_target"),
            ),
            Choice(
                "before_launch",
                "two peak weeks, then the launch of Second Perch",
                ("ship_the_risky_one", "spend_evenly", "save_for_launch"),
            ),
        ),
        noun="decision",
    ),
    judge=_quarter,
    public=(Case("a quarter", {"seed": 83}),),
    hidden=lambda rng: (Case("fresh quarters", {"seed": rng.randrange(1_000, 10**6)}),),
    criteria=(
        Criterion("earns", lambda seen: ramp(seen["gain_eur"], -60_000, GAIN_EUR), gate=True),
        Criterion("keeps", lambda seen: ramp(seen["without"], 3.0, WITHOUT_WEEKS)),
        Criterion("launch", lambda seen: ramp(seen["in_time"], 0.0, IN_TIME)),
        Criterion("agreed", lambda seen: float(seen["agreed"])),
    ),
    misconceptions=(
        Misconception("8.3c", lambda a, ran: a["spent_by_provider"] == "lower_the_target"),
        Misconception("8.3a", lambda a, ran: a["small_miss"] == "hold_two_weeks"),
        Misconception("8.3e", lambda a, ran: a["before_launch"] == "ship_the_risky_one"),
        Misconception("8.3b", lambda a, ran: a["spent_by_provider"] == "not_ours"),
        Misconception("8.3d", lambda a, ran: a["before_launch"] == "spend_evenly"),
    ),
    words=WORDS["8.3"],
    practice={"last year": Case("last year", {"seed": 7})},
    facts=_quarter_facts,
)

# ---- 8.4 Review the incident ---------------------------------------------------------------------

PARTS_MIN = {
    "notice_min": "minutes until the first page",
    "understand_min": "minutes from the first page until someone suspects the retries",
    "mend_min": "minutes from there until bookings succeed again",
}
GOOD_INC, GOOD_SIBLING, NOTICE_MIN = 0.7, 0.5, 10


def _rerun(answer: Answer, given: Case) -> Mapping[str, Any]:
    return incident_review.review(
        answer["timeline"], answer["factors"], answer["actions"], **given.given
    )


def _rerun_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    true = incident_review.true_minutes()
    return {
        **seen,
        "blame_count": len(seen["blames"]),
        "blame": incident_review.FACTORS[seen["blames"][0]] if seen["blames"] else "none",
        "room": INC.facts["provider_slow_capacity_rps"],
        "demand": INC.facts["demand_rps"],
        "notice_true": true["notice_min"],
        "tries": INC.tries_product(),
        "saved": seen["minutes_before"] - seen["minutes"],
    }


def _says(action: str) -> Any:
    return lambda a, ran: action in [row["action"] for row in a["actions"]]


def _only(a: Answer, *names: str) -> bool:
    return all(row["action"] in names for row in a["actions"])


REVIEW = Exercise(
    id="8.4",
    answer="review",
    points=6,
    stars=3,
    shape=Parts(
        {
            "timeline": Fields(
                tuple(
                    Number(name, about, 0, 1_440, "minutes") for name, about in PARTS_MIN.items()
                ),
                noun="part",
            ),
            "factors": Picks(
                "factors",
                "at least four contributing factors, from the list above",
                tuple(incident_review.FACTORS),
                len(incident_review.FACTORS),
            ),
            "actions": Rows(
                Fields(
                    (
                        Choice("action", "what changes", tuple(incident_review.ACTIONS)),
                        Choice("owner", "who sees to it", incident_review.OWNERS),
                        Number("weeks", "done after", 0, 104, "weeks"),
                    ),
                    noun="column",
                ),
                low=1,
                high=20,
                given=3,
                noun="action",
            ),
        }
    ),
    judge=_rerun,
    public=(Case("that Friday", {}),),
    hidden=lambda rng: (
        Case(
            "a fresh Friday",
            {
                "capacity_per_s": rng.uniform(6.9, 7.3),
                "sibling_per_s": rng.uniform(6.8, 7.1),
                "seed": rng.randrange(10**6),
            },
        ),
    ),
    criteria=(
        Criterion("again", lambda seen: ramp(seen["success"], 0.05, GOOD_INC), gate=True),
        Criterion("sibling", lambda seen: ramp(seen["sibling"], 0.05, GOOD_SIBLING)),
        Criterion("labels", lambda seen: ramp(seen["labels"], 30, 0)),
        Criterion("notice", lambda seen: ramp(seen["notice"], 49, NOTICE_MIN)),
        Criterion("owned", lambda seen: seen["owned"] * ramp(seen["actions"], 14, 5)),
        Criterion("timeline", lambda seen: ramp(seen["timeline_off"], 60, 2)),
        Criterion(
            "factors",
            lambda seen: (
                ramp(seen["factors"], 0, incident_review.LEAST_FACTORS)
                * ramp(len(seen["blames"]), 2, 0)
            ),
        ),
    ),
    misconceptions=(
        Misconception("8.4d", lambda a, ran: ran[0].seen["actions"] > 5),
        Misconception(
            "8.4a", lambda a, ran: _says("be_more_careful")(a, ran) and not _good(ran, "success")
        ),
        Misconception(
            "8.4b", lambda a, ran: _says("more_servers")(a, ran) and not _good(ran, "success")
        ),
        Misconception(
            "8.4c",
            lambda a, ran: (
                "geosure_to_blame" in a["factors"]
                or (_says("geosure_penalty")(a, ran) and not _good(ran, "success"))
            ),
        ),
        Misconception(
            "8.4e",
            lambda a, ran: _good(ran, "success") and ran[0].seen["sibling"] < GOOD_SIBLING,
        ),
        Misconception("8.4f", lambda a, ran: ran[0].seen["notice"] > NOTICE_MIN),
    ),
    words=WORDS["8.4"],
    practice={"a quieter Friday": Case("a quieter Friday", {"capacity_per_s": 7.2, "seed": 4})},
    facts=_rerun_facts,
)


def _good(ran: Sequence[Ran], name: str) -> bool:
    return bool(ran[0].seen[name] >= GOOD_INC)


# ---- 8.5 Delivery health -------------------------------------------------------------------------


def _panel(answer: Answer, given: Case) -> Mapping[str, Any]:
    return delivery_panel.assess(answer, **given.given)


def _panel_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {**seen, "next_step_words": delivery_panel.STEPS[answer["next_step"]]}


DELIVERY = Exercise(
    id="8.5",
    answer="panel",
    points=7,
    stars=2,
    shape=Fields(
        (
            Choice("shown_for", "one figure for what", ("all_services_together", "each_service")),
            Choice("lead_time_from", "the clock starts when it was", ("asked", "committed")),
            Choice("middle", "many lead times become one by", ("mean", "median")),
            Choice("failures", "a failed deployment is", ("any_trouble", "caused_by_change")),
            Choice("constraint", "what holds everything back", delivery_panel.SERVICES),
            Choice("next_step", "what to try first", tuple(delivery_panel.STEPS)),
        )
    ),
    judge=_panel,
    public=(Case("half a year", {"seed": 85}),),
    hidden=lambda rng: (
        Case(
            "a fresh half-year",
            {"seed": rng.randrange(10**6), "slow_days": rng.uniform(8.0, 11.0)},
        ),
    ),
    criteria=(
        Criterion("true", lambda seen: ramp(seen["off"], 6.0, 1.05), gate=True),
        Criterion("constraint", lambda seen: float(seen["found"])),
        Criterion("step", lambda seen: ramp(seen["shortened"], 0.0, 0.5)),
    ),
    misconceptions=(
        Misconception("8.5a", lambda a, ran: a["shown_for"] == "all_services_together"),
        Misconception("8.5b", lambda a, ran: a["lead_time_from"] == "asked"),
        Misconception("8.5d", lambda a, ran: a["middle"] == "mean"),
        Misconception("8.5c", lambda a, ran: a["failures"] == "any_trouble"),
        Misconception("8.5e", lambda a, ran: a["next_step"] == "everyone_daily"),
    ),
    words=WORDS["8.5"],
    practice={"the half-year before": Case("the half-year before", {"seed": 6})},
    facts=_panel_facts,
)

# ---- 8.6 The review's first page -----------------------------------------------------------------


def _yes(key: str) -> Any:
    return lambda seen: 1.0 if seen[key] else 0.0


PAGE = Exercise(
    id="8.6",
    answer="page",
    points=3,
    stars=2,
    shape=Text("\n\n".join(f"{label}:" for label in review_page.LABELS), 40, 260),
    judge=lambda text, given: review_page.read_page(text, INC.cost()),
    public=(Case("structure"),),
    hidden=lambda rng: (Case("structure"),),
    criteria=tuple(
        Criterion(name, _yes(name))
        for name in ("customers", "blameless", "owned", "noticed", "sourced")
    ),
    misconceptions=(),
    words=WORDS["8.6"],
    manual=True,
    facts=lambda text, ran: ran[0].seen,
)

EXERCISES = (MEASURE, ALERTS, BUDGET, REVIEW, DELIVERY, PAGE)
