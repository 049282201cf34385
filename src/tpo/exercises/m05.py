"""M05 "APIs are promises": five exercises. Their words are in m05.yaml."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import (
    BadShape,
    Choice,
    Fields,
    Flag,
    Line,
    NotStarted,
    Number,
    OrWritten,
    Picks,
    Table,
    Text,
)
from tpo.exercises.words import module_words
from tpo.judges import api_page, listing, partners, reroute_call, reroute_contract, sunset

WORDS = module_words("m05")
Answer = Mapping[str, Any]

# ---- 5.1 Predict, then protect -------------------------------------------------------------------

MOST_DAYS = 65
FREE_MISSES = 3  # wrong predictions that cost nothing


def _verdicts(answer: Answer, given: Case) -> Mapping[str, Any]:
    return partners.judge(answer, given.given["parcels"])


def _mornings(rng: Random) -> tuple[Case, ...]:
    drawn = partners.Parcels(
        heavy_kg=round(rng.uniform(30.5, 39.5), 1),
        price=round(rng.uniform(3, 9), 2),
        status=rng.choice(partners.STATUSES),
        orders=rng.randint(2, 6),
    )
    return (Case("another morning", {"parcels": drawn}),)


def _verdict_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen, parcels = ran[0].seen, ran[0].case.given["parcels"]
    harmed = seen["harmed_by"]
    change = next(iter(harmed), "")
    trouble = next(iter(harmed[change].items()), ("", "")) if change else ("", "")
    return {
        **seen,
        "right": float(len(partners.CHANGES) - seen["wrong"]),
        "changes": float(len(partners.CHANGES)),
        "example": partners.TITLES.get(change, "none"),
        "client": trouble[0].replace("_", " "),
        "trouble": trouble[1],
        "heavy": parcels.heavy_kg,
        "cap": float(MOST_DAYS),
        "partners": float(len(sunset.partners())),
    }


def _thought_safe(*changes: str) -> Any:
    return lambda answer, ran: any(answer[c]["who"] == ("nobody",) for c in changes)


VERDICTS = Exercise(
    id="5.1",
    answer="verdicts",
    points=9,
    stars=2,
    shape=Table(
        partners.TITLES,
        Fields(
            (
                Picks(
                    "who",
                    'which clients break if you just ship it, or "nobody"',
                    ("nobody", *partners.CLIENTS),
                    len(partners.CLIENTS),
                ),
                Choice("way", "how you would make the change instead", partners.WAYS),
            )
        ),
        noun="change",
    ),
    judge=_verdicts,
    public=(Case("a morning", {"parcels": partners.Parcels()}),),
    hidden=_mornings,
    criteria=(
        Criterion("apart", lambda seen: ramp(seen["apart"], 0, 0.6), gate=True),
        Criterion("predicted", lambda seen: ramp(seen["wrong"], 12, FREE_MISSES)),
        Criterion("protected", lambda seen: ramp(seen["harmed"], 10, 0)),
        Criterion("affordable", lambda seen: ramp(seen["days"], 3 * MOST_DAYS, MOST_DAYS)),
    ),
    misconceptions=(
        Misconception("5.1a", _thought_safe("new_status", "required_question", "field_between")),
        Misconception("5.1b", _thought_safe("note_removed")),
        Misconception("5.1c", _thought_safe("weight_tightened")),
        Misconception("5.1d", _thought_safe("price_renamed")),
        Misconception("5.1e", _thought_safe("default_service")),
        Misconception("5.1f", _thought_safe("unknown_409")),
    ),
    words=WORDS["5.1"],
    facts=_verdict_facts,
)


# ---- 5.2 Design the reroute call -----------------------------------------------------------------

ENOUGH = 12  # of fourteen scenarios
DESCRIBED = 0.95  # of the faulty services refused, with every right one accepted
STATUS_ABOUT = {
    "done": "the change is made, or accepted to be made",
    "too_late": "the request comes too late",
    "nest_full": "the Nest has no free compartment",
    "not_yours": "this person may not change this parcel",
    "restricted": "this parcel may not go to a neighbour",
    "unknown": "there is no such parcel",
    "other_body": "a known key comes with another wish",
    "too_many": "the caller is over its limit",
}


def _status(case: str) -> Number:
    return Number(f"status_{case}", f"status when {STATUS_ABOUT[case]}", 200, 599, "", whole=True)


def _call(answer: Answer, given: Case) -> Mapping[str, Any]:
    return reroute_call.judge(answer, given.given["day"])


def _days(rng: Random) -> tuple[Case, ...]:
    names = rng.sample(("ana", "ben", "cleo", "dan", "eve", "fay"), 3)
    drawn = reroute_call.Day(
        routing_s=round(rng.uniform(15, 90), 0),
        late_min=rng.randint(60, 119),
        previews=rng.randint(2, 6),
        recipient=names[0],
        delegate=names[1],
        neighbour=names[2],
    )
    return (Case("another day", {"day": drawn}),)


def _call_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    client, trouble = next(iter(seen["broken"].items()), ("none", "nothing goes wrong"))
    return {
        **{
            k: v
            for k, v in seen.items()
            if k not in ("held", "failed", "broken", "traps", "missed")
        },
        "scenarios": float(len(reroute_call.SCENARIOS)),
        "enough": float(ENOUGH),
        "path": answer["path"] if len(answer["path"]) < 30 else answer["path"][:28] + "…",
        "method": answer["method"].upper(),
        "patience": reroute_call.PATIENCE_S,
        "first_failed": (seen["failed"] or ("none",))[0].replace("_", " "),
        "fee": reroute_call.FEE_EUR,
        "blamed": float(seen["pages"]),
        "programs": float(len(reroute_call.PROGRAMS)),
        "client": client.replace("_", " "),
        "trouble": trouble,
        "unseen": seen["missed"][0] if seen["missed"] else "none",
        "unfit": seen["unfit"] or "every right service is accepted",
        "trap": seen["traps"][0] if seen["traps"] else "none",
        "traps": float(len(seen["traps"])),
    }


def as_openapi(answer: Any) -> str:
    """An answer to 5.2 as OpenAPI 3.1, or one sentence why it can't be written yet."""
    try:
        said: Any = CALL.shape.read(answer)
    except NotStarted:
        return "Fill in the table first, then run this cell again."
    except BadShape as problem:
        return textwrap.fill(str(problem), 96)
    said.pop("spec", None)
    return reroute_contract.as_openapi(said)


CALL = Exercise(
    id="5.2",
    answer="reroute",
    points=12,
    stars=3,
    shape=OrWritten(
        Fields(
            (
                Choice("method", "how it is called", ("get", "post", "put", "patch")),
                Line("path", 'the address, with {parcel_id} in it, such as "/things/{thing_id}"'),
                Picks(
                    "must_send",
                    'what a caller must say: a list of "target", "nest_id", "note", "recipient_id"',
                    reroute_call.BODY_FIELDS,
                    len(reroute_call.BODY_FIELDS),
                    least=0,
                ),
                Picks(
                    "may_send",
                    "what it may say besides; [] = nothing",
                    reroute_call.BODY_FIELDS,
                    len(reroute_call.BODY_FIELDS),
                    least=0,
                ),
                Choice(
                    "key", "a key that marks repeats of one wish", ("none", "optional", "required")
                ),
                Choice(
                    "same_key_other_body",
                    "a known key comes with another wish",
                    ("first_answer", "do_it", "refuse"),
                ),
                Number("key_kept_h", "hours a key is remembered", 0, 720, "h"),
                Flag("checks_version", "refuse a change made on an old view of the parcel?"),
                Choice("when", "when the answer comes", ("wait_for_routing", "accept_now")),
                Choice("who_may", "who may change a parcel", reroute_call.WHO),
                Number("until_min", "minutes before the window that still allow a change", 0, 1440),
                Choice(
                    "notify_fails",
                    "the message to the shop can't be sent",
                    ("undo_the_change", "keep_the_change"),
                ),
                Choice("errors", "what a no looks like", ("text", "reason_code", "error_in_200")),
                *(_status(case) for case in reroute_call.CASES),
                Flag("retry_after", "say when to come back, with the limit's no?"),
            ),
        ),
        reroute_contract.from_openapi,
    ),
    judge=_call,
    public=(Case("a day", {"day": reroute_call.Day()}),),
    hidden=_days,
    criteria=(
        Criterion(
            "safe", lambda seen: 0.0 if not seen["safe"] else 1.0 if seen["named"] else 0.6, True
        ),
        Criterion("secure", lambda seen: float(seen["secure"]), gate=True),
        Criterion("once", lambda seen: ramp(seen["once"], 0, 1), gate=True),
        Criterion("scenarios", lambda seen: ramp(seen["passed"], 4, ENOUGH)),
        Criterion("in_time", lambda seen: ramp(seen["wait_s"], 40, reroute_call.PATIENCE_S)),
        Criterion(
            "honest", lambda seen: 0.0 if seen["hidden_errors"] else ramp(seen["pages"], 3, 0)
        ),
        Criterion("partners", lambda seen: ramp(seen["working"], 0, len(reroute_call.PROGRAMS))),
        Criterion("described", lambda seen: ramp(seen["described"], 0, DESCRIBED)),
        Criterion("one_reading", lambda seen: ramp(len(seen["traps"]), 4, 0)),
    ),
    misconceptions=(
        Misconception("5.2a", lambda a, ran: not ran[0].seen["safe"] or not ran[0].seen["named"]),
        Misconception("5.2d", lambda a, ran: not ran[0].seen["secure"]),
        Misconception("5.2b", lambda a, ran: a["key"] != "required"),
        Misconception("5.2g", lambda a, ran: a["same_key_other_body"] != "refuse"),
        Misconception("5.2c", lambda a, ran: ran[0].seen["hidden_errors"]),
        Misconception("5.2f", lambda a, ran: ran[0].seen["pages"] > 0),
        Misconception("5.2e", lambda a, ran: a["when"] == "wait_for_routing"),
    ),
    words=WORDS["5.2"],
    facts=_call_facts,
)


# ---- 5.3 Lists and limits ------------------------------------------------------------------------

LONGEST_HOLD_S = 0.02
MOST_CALLS = 100
COUNT_SHARE = 0.3


def _rules(answer: Answer, given: Case) -> Mapping[str, Any]:
    return listing.judge(answer, given.given["world"])


def _worlds(rng: Random) -> tuple[Case, ...]:
    drawn = listing.World(
        parcels=rng.randint(1_500, 2_400),
        moves=rng.uniform(3, 9),
        keen_per_s=rng.randint(70, 150),
        seed=rng.randrange(10**6),
    )
    return (Case("another night", {"world": drawn}),)


def _rules_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = ran[0].seen
    return {**seen, "big": float(listing.BIG_LIST), "hold_ms": seen["hold_s"] * 1000}


def _named(seen: Mapping[str, Any]) -> float:
    return 1.0 if seen["told"] else 0.0 if seen["blames_us"] or seen["status"] < 400 else 0.5


LISTS = Exercise(
    id="5.3",
    answer="lists",
    points=6,
    stars=2,
    shape=Fields(
        (
            Choice(
                "paging", "by counting rows, or by a mark where the last page ended", listing.PAGING
            ),
            Number("page_size", "parcels on a page", 1, 500_000, "parcels", whole=True),
            Number(
                "max_page",
                "the most a caller may ask for; None = no limit",
                1,
                500_000,
                "parcels",
                whole=True,
                none="no limit",
            ),
            Choice(
                "total",
                "on every page: the exact count, a rough one, or only “there is more”",
                listing.TOTALS,
            ),
            Number("limit_status", "status for a caller who is too fast", 200, 599, "", whole=True),
            Flag("retry_after", "say when to come back?"),
        )
    ),
    judge=_rules,
    public=(Case("a night", {"world": listing.World()}),),
    hidden=_worlds,
    criteria=(
        Criterion("complete", lambda seen: ramp(seen["missing"] + seen["twice"], 90, 0), gate=True),
        Criterion("few_calls", lambda seen: ramp(seen["calls"], 2_000, MOST_CALLS), gate=True),
        Criterion("bounded", lambda seen: ramp(seen["hold_s"], 9, LONGEST_HOLD_S)),
        Criterion("calm", lambda seen: ramp(seen["storm"], 6, 1)),
        Criterion("named", _named),
        Criterion("cheap", lambda seen: ramp(seen["count_share"], 0.71, COUNT_SHARE)),
    ),
    misconceptions=(
        Misconception("5.3a", lambda a, ran: a["paging"] == "offset"),
        Misconception("5.3b", lambda a, ran: ran[0].seen["hold_s"] > LONGEST_HOLD_S),
        Misconception("5.3d", lambda a, ran: ran[0].seen["blames_us"]),
        Misconception("5.3c", lambda a, ran: not a["retry_after"]),
        Misconception("5.3e", lambda a, ran: a["total"] == "exact"),
    ),
    words=WORDS["5.3"],
    facts=_rules_facts,
)


# ---- 5.4 Sunset plan -----------------------------------------------------------------------------

MANY = 15  # broken partners after which a plan earns nothing


def _sunset(answer: Answer, given: Case) -> Mapping[str, Any]:
    return sunset.judge(answer, given.given["partners"])


def _others(rng: Random) -> tuple[Case, ...]:
    return (Case("other partners", {"partners": sunset.drawn(rng)}),)


def _sunset_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen, who = ran[0].seen, ran[0].case.given["partners"]
    watch = answer["usage_watch_weeks"]
    return {
        **seen,
        "deaf": float(sum(not p.reads_mail for p in who)),
        "monthly": float(sum(p.monthly for p in who)),
        "watched": f"{watch} week" + ("s" if watch != 1 else ""),
        "carry": sunset.CARRY_PEOPLE,
        "limit": float(sunset.DUAL_LIMIT),
        "brownout": answer["brownout_week"] or 0,
        "weeks": float(sunset.WEEKS),
    }


def _week(name: str, about: str) -> Number:
    return Number(
        name, about + "; None = never", 1, sunset.WEEKS, "weeks", whole=True, none="never"
    )


def _soon(a: Answer, ran: Sequence[Ran]) -> bool:
    return a["announce_week"] is None or a["off_week"] - a["announce_week"] < 4


SUNSET = Exercise(
    id="5.4",
    answer="sunset",
    points=7,
    stars=3,
    shape=Fields(
        (
            _week("replacement_week", "week in which version 2 can be used"),
            _week("announce_week", "week of the mail to all partners"),
            _week("headers_week", "from this week each answer of version 1 says it will end"),
            Choice(
                "outreach",
                "whom you speak to: all by mail, or also everyone still calling",
                sunset.OUTREACH,
            ),
            Number("usage_watch_weeks", "weeks you watch who calls", 0, 12, "weeks", whole=True),
            _week("brownout_week", "week in which version 1 is off for minutes, on purpose"),
            Choice(
                "consent",
                "what decides that it goes off: the date, or no calls left",
                sunset.CONSENT,
            ),
            _week("off_week", "week in which version 1 goes off"),
        )
    ),
    judge=_sunset,
    public=(Case("42 partners", {"partners": sunset.partners()}),),
    hidden=_others,
    criteria=(
        Criterion("ends", lambda seen: float(seen["ends"]), gate=True),
        Criterion("nobody", lambda seen: ramp(seen["broken"], MANY, 0), gate=True),
        Criterion("short", lambda seen: ramp(seen["dual"], 52, sunset.DUAL_LIMIT)),
        Criterion("freeze", lambda seen: ramp(seen["frozen"], 2, 0)),
        Criterion("ready", lambda seen: ramp(seen["too_early"], 12, 0)),
    ),
    misconceptions=(
        Misconception("5.4c", lambda a, ran: a["off_week"] is None),
        Misconception(
            "5.4f", lambda a, ran: a["replacement_week"] is None or ran[0].seen["too_early"] > 0
        ),
        Misconception(
            "5.4e",
            lambda a, ran: a["brownout_week"] is not None and sunset.frozen(a["brownout_week"]),
        ),
        Misconception("5.4b", _soon),
        Misconception("5.4a", lambda a, ran: a["outreach"] == "mail"),
        Misconception("5.4d", lambda a, ran: a["usage_watch_weeks"] < sunset.MONTHLY_WEEKS),
    ),
    words=WORDS["5.4"],
    facts=_sunset_facts,
)


# ---- 5.5 API product page for Hana ---------------------------------------------------------------


def _page(text: str, given: Case) -> Mapping[str, Any]:
    return api_page.read_page(text)


PAGE_START = "\n".join(f"{label}: ..." for label in api_page.LABELS)
PAGE = Exercise(
    id="5.5",
    answer="page",
    points=6,
    stars=2,
    shape=Text(PAGE_START, 60, 400),
    judge=_page,
    public=(Case("your page"),),
    hidden=lambda rng: (Case("your page"),),
    criteria=(
        Criterion("plain", lambda seen: ramp(seen["internal"], 1, 0)),
        Criterion("outcome", lambda seen: float(seen["outcome"])),
        Criterion("example", lambda seen: float(seen["example"])),
        Criterion("failures", lambda seen: ramp(seen["failures"], 0, 3)),
        Criterion("limits", lambda seen: ramp(seen["limits"], 0, 1)),
        Criterion("policy", lambda seen: float(seen["policy"])),
        Criterion("contact", lambda seen: float(seen["contact"])),
    ),
    misconceptions=(
        Misconception("5.5a", lambda a, ran: ran[0].seen["internal"] > 0),
        Misconception("5.5e", lambda a, ran: not ran[0].seen["outcome"]),
        Misconception("5.5b", lambda a, ran: ran[0].seen["failures"] < 3),
        Misconception("5.5c", lambda a, ran: ran[0].seen["limits"] < 1),
        Misconception("5.5d", lambda a, ran: not ran[0].seen["policy"]),
    ),
    words=WORDS["5.5"],
    manual=True,
    facts=lambda text, ran: dict(ran[0].seen),
    page=api_page.as_html,
)

EXERCISES = (VERDICTS, CALL, LISTS, SUNSET, PAGE)
