"""M04 "The map and the ripple": five exercises. Their words are in m04.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from tpo import case
from tpo.engines.system_graph import SystemMap, UnreadableMap, read_map
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import (
    BadShape,
    Choice,
    Fields,
    Groups,
    Picks,
    Table,
    Text,
    Written,
)
from tpo.exercises.words import module_words
from tpo.judges import cut_lines, journey_map, one_page, repairs, ripple_list

WORDS = module_words("m04")
Seen = Mapping[str, Any]


def _when(condition: Callable[[Seen], bool]) -> Callable[[Any, Sequence[Ran]], bool]:
    return lambda answer, ran: condition(ran[0].seen)


# ---- 4.1 Draw the map ----------------------------------------------------------------------------

PHANTOMS = 2  # arrows that nothing shows, and nobody minds
WALKED = 40  # traces in one replay

MAP_START = """
flowchart LR
    shop(["Hana's shop"])
    shop -->|"send an order"| merchant-gateway
    merchant-gateway -->|"..."| booking
"""


def _read_map(answer: Any) -> SystemMap:
    try:
        return read_map(answer)
    except UnreadableMap as problem:
        raise BadShape(str(problem)) from None


def _public_traces() -> tuple[str, ...]:
    """The first traces that, one after the other, show a new arrow; then the first of the rest."""
    shown: set[Any] = set()
    telling: list[str] = []
    rest: list[str] = []
    for trace, arrows in case.trace_hops().items():
        (telling if set(arrows) - shown else rest).append(trace)
        shown |= set(arrows)
    return tuple([*telling, *rest][:WALKED])


def _fresh_traces(rng: Random) -> tuple[Case, ...]:
    return (Case("fresh traces", {"traces": tuple(rng.sample(list(case.trace_hops()), WALKED))}),)


def _replay_map(drawn: SystemMap, given: Case) -> Seen:
    return journey_map.replay_map(drawn, given.given["traces"])


def _map_facts(drawn: SystemMap, ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    return {**seen, "missing": seen["hops_all"] - seen["hops"]}


MAP = Exercise(
    id="4.1",
    answer="system_map",
    points=10,
    stars=2,
    shape=Written(MAP_START, _read_map),
    judge=_replay_map,
    public=(Case("40 traces", {"traces": _public_traces()}),),
    hidden=_fresh_traces,
    criteria=(
        Criterion("replay", lambda s: ramp(s["hops"] / s["hops_all"], 0.2, 1), gate=True),
        Criterion("rumours", lambda s: ramp(s["phantoms"], 30, PHANTOMS), gate=True),
        Criterion("journeys", lambda s: s["journeys"] / s["journeys_all"]),
        Criterion("traces", lambda s: s["traces"] / s["traces_all"]),
        Criterion("outside", lambda s: s["external"] / 2),
        Criterion("purposes", lambda s: s["plain"]),
    ),
    misconceptions=(
        Misconception("4.1a", _when(lambda s: s["teams"] >= 2)),
        Misconception("4.1e", _when(lambda s: s["turned"] > 0)),
        Misconception("4.1f", _when(lambda s: s["phantoms"] > PHANTOMS)),
        Misconception("4.1b", _when(lambda s: s["external_drawn"] < 2)),
        Misconception("4.1d", _when(lambda s: s["shared_missing"] > 0)),
        Misconception("4.1c", _when(lambda s: s["unlabelled"] >= 2)),
    ),
    words=WORDS["4.1"],
    facts=_map_facts,
)


# ---- 4.2 Ripple list -----------------------------------------------------------------------------

ENOUGH = 0.85  # F1, a balance of finding and leaving out
LEFT_OUT = 0.6  # of what the feature doesn't touch
FEATURES = tuple(case.features())


def _options(list_name: str) -> tuple[str, ...]:
    return tuple(sorted(case.features()[FEATURES[0]].named(list_name), key=str.casefold))


def _list(list_name: str, about: str) -> Picks:
    options = _options(list_name)
    return Picks(list_name, about, options, len(options))


def _compare(answer: Mapping[str, Any], given: Case) -> Seen:
    feature = given.given["feature"]
    return ripple_list.compare(answer[feature], feature)


def _ripple_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Seen:
    seen, company = ran[0].seen, case.company()
    return {
        **seen,
        "needed": seen["touched"] - seen["found"],
        "lost": seen["forgotten"][0] if seen["forgotten"] else "nothing",
        "partners": company["api_partners"],
        "change_eur": company["second_change_eur"],
        "offline": company["offline_h"],
    }


def _forgets(*names: str) -> Callable[[Any, Sequence[Ran]], bool]:
    return _when(lambda s: any(name in s["forgotten"] for name in names))


RIPPLE = Exercise(
    id="4.2",
    answer="ripple",
    points=8,
    stars=3,
    shape=Table(
        {name: feature.sentence for name, feature in case.features().items()},
        Fields(
            (
                _list("components", "services and outside companies that change or must be told"),
                _list("contracts", "promises between two sides that change"),
                _list("teams", "people who have work or must be asked"),
                _list("data", "facts that are new, move, or change their meaning"),
            ),
            noun="list",
        ),
        noun="feature",
    ),
    judge=_compare,
    public=(Case("Second Perch", {"feature": "second_perch"}),),
    hidden=lambda rng: tuple(Case(name, {"feature": name}) for name in FEATURES),
    criteria=(
        Criterion("found", lambda s: ramp(s["recall"], 0.2, 0.75), gate=True),
        Criterion("left_out", lambda s: ramp(s["left_out"], 0, LEFT_OUT), gate=True),
        Criterion("balance", lambda s: ramp(s["f1"], 0, ENOUGH)),
        Criterion("keys", lambda s: s["keys_found"] / s["keys"]),
    ),
    misconceptions=(
        Misconception("4.2b", _when(lambda s: s["left_out"] < 0.5)),
        Misconception("4.2a", _when(lambda s: s["boxes_found"] <= s["boxes"] / 2)),
        Misconception("4.2c", _forgets("tally")),
        Misconception("4.2d", _forgets("merchant-gateway", "merchant_webhook")),
        Misconception("4.2e", _forgets("courier-app")),
        Misconception("4.2f", _forgets("aviary", "retention_date", "neighbour_name")),
    ),
    words=WORDS["4.2"],
    facts=_ripple_facts,
)


# ---- 4.3 Reach 99.7 % ----------------------------------------------------------------------------

TARGET = round(case.company()["booking_target_percent"] / 100, 12)
BUDGET = case.company()["repair_budget_person_weeks"]
TODAY = repairs.mend(())
LISTENERS = ("trill", *(call.to for call in case.services()["trill"].calls))
CLOSE_H = 0.05  # hours a month; closer than any rounding of the percentages


def _judge_repairs(answer: Mapping[str, Any], given: Case) -> Seen:
    return repairs.judge_repairs(
        answer["hard_parts"], answer["combine"], answer["repairs"], given.given["month"]
    )


def _months(rng: Random) -> tuple[Case, ...]:
    """A month in which every part was up another share of the time."""
    month = {name: round(rng.uniform(0.99, 0.9995), 5) for name in repairs.PARTS}
    return (Case("fresh month", {"month": month}),)


def _repair_facts(answer: Mapping[str, Any], ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    return {
        **seen,
        **{f"{name}_pct": 100 * seen[name] for name in ("said", "today", "after", "before")},
        "target_pct": 100 * TARGET,
        "short_pct": 100 * (TARGET - seen["after"]),
        "budget": BUDGET,
        "soft_pct": 100 * repairs.mend(("soft_address_check",)),
        "soft_weeks": case.repairs()["soft_address_check"].person_weeks,
        "listener": seen["not_hard"][0] if seen["not_hard"] else "nothing",
        "forgot": seen["forgotten"][0] if seen["forgotten"] else "nothing",
        "wrong_parts": len(seen["not_hard"]) + len(seen["forgotten"]),
    }


def _only(name: str) -> Callable[[Any, Sequence[Ran]], bool]:
    return lambda answer, ran: set(answer["repairs"]) == {name} and ran[0].seen["after"] < TARGET


def _picks(name: str) -> Callable[[Any, Sequence[Ran]], bool]:
    return lambda answer, ran: name in answer["repairs"] and ran[0].seen["after"] < TARGET


def _counts_listeners(answer: Mapping[str, Any], ran: Sequence[Ran]) -> bool:
    return any(part in LISTENERS for part in ran[0].seen["not_hard"])


REPAIR = Exercise(
    id="4.3",
    answer="plan",
    points=7,
    stars=2,
    shape=Fields(
        (
            Picks(
                "hard_parts",
                "parts that must answer before a booking is done",
                repairs.PARTS,
                len(repairs.PARTS),
            ),
            Choice("combine", "how their availabilities make one number", tuple(repairs.WAYS)),
            Picks("repairs", "what you would pay for", repairs.REPAIRS, len(repairs.REPAIRS)),
        )
    ),
    judge=_judge_repairs,
    public=(Case("catalogue", {"month": repairs.measured()}),),
    hidden=_months,
    criteria=(
        Criterion("target", lambda s: ramp(s["after"], TODAY, TARGET), gate=True),
        Criterion("budget", lambda s: ramp(s["person_weeks"], 2 * BUDGET, BUDGET), gate=True),
        Criterion("chain", lambda s: ramp(len(s["not_hard"]) + len(s["forgotten"]), s["chain"], 0)),
        Criterion("reckoning", lambda s: ramp(s["off_h"], 6, CLOSE_H)),
    ),
    misconceptions=(
        Misconception("4.3f", _counts_listeners),
        Misconception("4.3c", lambda answer, ran: answer["combine"] == "average"),
        Misconception("4.3a", _picks("better_booking")),
        Misconception("4.3b", _only("second_provider")),
        Misconception("4.3d", _only("soft_address_check")),
        Misconception("4.3e", _picks("extra_servers")),
    ),
    words=WORDS["4.3"],
    facts=_repair_facts,
)


# ---- 4.4 Draw the cut lines ----------------------------------------------------------------------

FEW = 1.5  # modules that a change touches, on average
LARGEST = 0.45  # of the capabilities in one module
MODULES = (3, 5)
ALIKE = 0.6  # as likely a grouping by this column as not
CHANGES = tuple(case.change_requests())


def _replay_cut(modules: Mapping[str, Any], given: Case) -> Seen:
    return cut_lines.replay_changes(modules, given.given["changes"])


def _next_year(rng: Random) -> tuple[Case, ...]:
    """Forty changes like those of the past: drawn from them, some twice, some not at all."""
    return (Case("next year", {"changes": tuple(rng.choices(CHANGES, k=len(CHANGES)))}),)


def _cut_facts(modules: Mapping[str, Any], ran: Sequence[Ran]) -> Seen:
    seen = ran[0].seen
    return {**seen, "few": FEW, "most": LARGEST, "least": MODULES[0], "highest": MODULES[1]}


def _fits(seen: Seen) -> float:
    low, high = MODULES
    return ramp(max(low - seen["modules"], seen["modules"] - high), 4, 0)


def _sorted_like(column: str) -> Callable[[Any, Sequence[Ran]], bool]:
    return _when(lambda s: s[f"like_{column}"] >= ALIKE and s["mean"] > FEW)


CUT = Exercise(
    id="4.4",
    answer="modules",
    points=7,
    stars=3,
    shape=Groups({c.name: c.sentence for c in case.capabilities().values()}, "module"),
    judge=_replay_cut,
    public=(Case("forty changes", {"changes": CHANGES}),),
    hidden=_next_year,
    criteria=(
        Criterion("few", lambda s: ramp(s["mean"], s["apart"], FEW), gate=True),
        Criterion("size", lambda s: ramp(s["largest"], 1, LARGEST), gate=True),
        Criterion("number", _fits),
    ),
    misconceptions=(
        Misconception("4.4c", _when(lambda s: s["modules"] == 1)),
        Misconception("4.4b", _when(lambda s: s["modules"] > 2 * MODULES[1])),
        Misconception("4.4a", _sorted_like("layer")),
        Misconception("4.4d", _sorted_like("team")),
        Misconception("4.4e", _sorted_like("noun")),
    ),
    words=WORDS["4.4"],
    facts=_cut_facts,
)


# ---- 4.5 One page --------------------------------------------------------------------------------


def _read_page(text: str, given: Case) -> Seen:
    return one_page.read_page(text)


def _page_facts(text: str, ran: Sequence[Ran]) -> Seen:
    return ran[0].seen


def _yes(name: str) -> Callable[[Seen], float]:
    return lambda seen: 1.0 if seen[name] else 0.0


PAGE = Exercise(
    id="4.5",
    answer="page",
    points=8,
    stars=2,
    shape=Text("\n\n".join(f"{label}:" for label in one_page.LABELS), 40, 350),
    judge=_read_page,
    public=(Case("as written"),),
    hidden=lambda rng: (Case("as written"),),
    criteria=(
        Criterion("person", _yes("person")),
        Criterion("marked", lambda s: 0.5 * ramp(s["marks"], 0, 3) + 0.5 * bool(s["stays"])),
        Criterion("rule", lambda s: 0.5 * bool(s["rule"]) + 0.5 * bool(s["turned"])),
        Criterion("risk", _yes("risk")),
        Criterion("legend", _yes("legend")),
        Criterion("plain", lambda s: ramp(s["jargon"], 3, 0)),
    ),
    misconceptions=(
        Misconception("4.5b", _when(lambda s: not s["person"])),
        Misconception("4.5a", _when(lambda s: s["jargon"] > 0)),
        Misconception("4.5c", _when(lambda s: s["marks"] == 0)),
        Misconception("4.5d", _when(lambda s: not s["rule"] or not s["risk"])),
        Misconception("4.5e", _when(lambda s: not s["legend"])),
    ),
    words=WORDS["4.5"],
    manual=True,
    facts=_page_facts,
)

EXERCISES = (MAP, RIPPLE, REPAIR, CUT, PAGE)
