"""M01 "The bridge": your role, your gaps, your first win. The words are in m01.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tpo import case
from tpo.engines.gaps import LEVELS
from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, Ran, ramp
from tpo.exercises.shape import Choice, Fields, Line, Number, Picks, Sheet, Text
from tpo.exercises.words import module_words
from tpo.judges import decision_map, gap_plan, niche_choice, quick_win, week_tags, win_card

WORDS = module_words("m01")
Answer = Mapping[str, Any]


def _seen(ran: Sequence[Ran]) -> Mapping[str, Any]:
    return ran[0].seen


def _cut(text: str, most: int) -> str:
    """A quotation that fits a first line, cut between two words."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


# ---- 1.1 Decision map ----------------------------------------------------------------------------

ALMOST_ALL = 13  # of sixteen decisions
RELAYED = 3  # so many passed on, and it's a habit
TITLES = {d.id: f"{d.title} (needed on day {d.needed_by})" for d in case.decisions().values()}


def _map(answer: Answer, given: Case) -> Mapping[str, Any]:
    return decision_map.play_map(answer["rows"], given.given["paces"])


def _fresh_weeks(rng: Random) -> tuple[Case, ...]:
    paces = tuple({d.id: rng.uniform(0.9, 1.05) for d in decision_map.DECISIONS} for _ in range(3))
    return (Case("three fresh weeks", {"paces": paces}),)


def _title(ids: Sequence[str]) -> str:
    return _cut(case.decisions()[ids[0]].title, 48) if ids else "none"


def _map_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = _seen(ran)
    odd = [*seen["misfits"], *seen["gate_misfits"]]
    late = seen["stalled"][0] if seen["stalled"] else ""
    by = next((", ".join(r["accountable"]) for r in answer["rows"] if r["decision"] == late), "")
    first_odd = case.decisions()[odd[0]] if odd else None
    return {
        **seen,
        "yours_count": len(seen["yours"]),
        "orphan_count": len(seen["orphans"]),
        "gate_count": len(seen["gate_misfits"]),
        "misfit_count": len(odd),
        "double": _title(seen["doubles"]),
        "orphan": _title(seen["orphans"] or seen["gate_orphans"]),
        "odd": _cut(first_odd.title, 36) if first_odd else "none",
        "odd_why": first_odd.because if first_odd else "",
        "odd_where": "Scrum" if seen["misfits"] else "stage-gate",
        "late": _title(seen["stalled"]),
        "late_by": by or "nobody",
        "relayed_count": len(seen["relayed"]),
        "changed_count": len(seen["changed"]),
        "technical_count": len(seen["your_technical"]),
        "technical": _title(seen["your_technical"]),
        "blind_count": len(seen["blind"]),
        "blind_one": _title(seen["blind"]),
        "unheard_one": _title(seen["unheard"]),
        "most_stalls": decision_map.MOST_STALLS,
        "limit": decision_map.MOST_REWORK_EUR,
        "settled": seen["decisions"] - len(seen["orphans"]),
    }


MONEY_AND_DATE = {"budget", "date"}

DECISIONS = Exercise(
    id="1.1",
    answer="decision_map",
    points=10,
    stars=1,
    shape=Sheet(
        columns=Fields(
            (
                Choice("decision", "what is decided", tuple(TITLES)),
                Picks(
                    "accountable",
                    "who decides and answers for it; - for nobody. Names: "
                    + ", ".join(decision_map.PEOPLE),
                    decision_map.PEOPLE,
                    4,
                    least=0,
                ),
                Picks(
                    "stage_gate",
                    "who decides where a gate board releases money and dates; "
                    "- = the same person as before",
                    decision_map.PEOPLE,
                    4,
                    start=(),
                    least=0,
                ),
                Picks(
                    "consulted",
                    "who is asked before; - for nobody",
                    decision_map.PEOPLE,
                    12,
                    start=(),
                    least=0,
                ),
                Picks(
                    "informed",
                    "who is told afterwards; - for nobody",
                    decision_map.PEOPLE,
                    12,
                    start=(),
                    least=0,
                ),
            ),
            noun="column",
        ),
        low=len(TITLES),
        high=len(TITLES),
        given=TITLES,
        above=True,
        whole=True,
        noun="decision",
        nouns="decisions",
    ),
    judge=_map,
    public=(Case("one week", {"paces": ({},)}),),
    hidden=_fresh_weeks,
    criteria=(
        Criterion(
            "owned",
            lambda s: 1 - (len(s["orphans"]) + len(s["gate_orphans"])) / (2 * s["decisions"]),
            gate=True,
        ),
        Criterion("single", lambda s: ramp(len(s["doubles"]), 8, 0), gate=True),
        Criterion("fits", lambda s: ramp(s["fits"], 0.5, 1), gate=True),
        Criterion("time", lambda s: ramp(s["stalls"], 8, decision_map.MOST_STALLS), gate=True),
        Criterion("rework", lambda s: ramp(s["rework_eur"], 20_000, decision_map.MOST_REWORK_EUR)),
        Criterion("users", lambda s: ramp(len(s["blind"]), s["visible"], 0)),
    ),
    misconceptions=(
        Misconception("1.1a", lambda a, r: len(_seen(r)["yours"]) >= ALMOST_ALL),
        Misconception("1.1b", lambda a, r: bool(_seen(r)["doubles"])),
        Misconception("1.1c", lambda a, r: len(_seen(r)["relayed"]) >= RELAYED),
        Misconception("1.1e", lambda a, r: bool(set(_seen(r)["orphans"]) & MONEY_AND_DATE)),
        Misconception("1.1d", lambda a, r: bool(_seen(r)["your_technical"])),
        Misconception("1.1f", lambda a, r: len(_seen(r)["blind"]) == _seen(r)["visible"]),
    ),
    words=WORDS["1.1"],
    facts=_map_facts,
)


# ---- 1.2 Map a week to duties --------------------------------------------------------------------

ENTRIES = {id: entry.text for who in ("nadia", "leo") for id, entry in case.week_log(who).items()}
THREE_EACH = 0.3  # of the entries with three tags or more: everything counts as everything


def _tags(answer: Answer, given: Case) -> Mapping[str, Any]:
    rows = [{**row, "entry": row["entry"].upper()} for row in answer["rows"]]
    return week_tags.read_week(answer["who"], rows, answer["least"], given.given["entries"])


def _tag_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = _seen(ran)
    log, titles = case.week_log(answer["who"]), case.duties()
    first = seen["first_off"]
    wrong = seen["wrong_least"][0] if seen["wrong_least"] else "goal"
    some = ", ".join(titles[tag].title for tag in seen["off_tags"].get(first, ()) if tag in titles)
    fix = _tagged_fix(seen)
    return {
        **seen,
        "name": answer["who"].capitalize(),
        "off_text": log[first].text if first else "",
        "off_id": first or "",
        "off_tags_said": some or "none",
        "fix": _cut(log[fix].text, 38) if fix else "",
        "fix_why": log[fix].because if fix else "",
        "none_share": seen["none"] / max(1, seen["tagged"]),
        "discarded": len(seen["hidden_duties"]),
        "discarded_one": log[seen["hidden_duties"][0]].text if seen["hidden_duties"] else "",
        "many_count": len(seen["many"]),
        "wrong_one": titles[wrong].title,
        "wrong_times": seen["counts"][wrong],
        "agree_goal": week_tags.AGREE,
    }


STATUS, FIXES = "N01", ("L01", "L03", "L07", "L13")


def _tagged_fix(seen: Answer) -> str | None:
    return next((i for i in FIXES if "quality" in seen["off_tags"].get(i, ())), None)


TAGS = (*week_tags.DUTIES, week_tags.NONE)

WEEK = Exercise(
    id="1.2",
    answer="week",
    points=8,
    stars=2,
    shape=Sheet(
        columns=Fields(
            (
                Choice("entry", "number of the entry", tuple(id.lower() for id in ENTRIES)),
                Picks(
                    "duties",
                    "one or two of " + ", ".join(TAGS) + "; the strongest first",
                    TAGS,
                    5,
                ),
            ),
            noun="column",
        ),
        head=Fields(
            (
                Choice("who", "whose week you tagged", ("nadia", "leo")),
                Picks(
                    "least", "the three duties that come least often", week_tags.DUTIES, 3, least=3
                ),
            ),
            noun="line",
        ),
        low=20,
        high=60,
        given=ENTRIES,
        noun="entry",
        nouns="entries",
    ),
    judge=_tags,
    public=(Case("twenty entries", {"entries": week_tags.OPEN}),),
    hidden=lambda rng: (Case("all entries", {"entries": 30}),),
    criteria=(
        Criterion("agrees", lambda s: ramp(s["share"], 0.4, week_tags.AGREE), gate=True),
        Criterion("few", lambda s: ramp(len(s["many"]) / max(1, s["tagged"]), 0.5, 0)),
        Criterion(
            "kept", lambda s: ramp(s["none"] / max(1, s["tagged"]), 0.8, week_tags.MOST_NONE)
        ),
        Criterion("least", lambda s: s["least_ok"] / week_tags.NAMED),
    ),
    misconceptions=(
        Misconception(
            "1.2d",
            lambda a, r: len(_seen(r)["many"]) >= THREE_EACH * _seen(r)["tagged"],
        ),
        Misconception(
            "1.2c",
            lambda a, r: _seen(r)["none"] > week_tags.MOST_NONE * _seen(r)["tagged"],
        ),
        Misconception("1.2b", lambda a, r: _tagged_fix(_seen(r)) is not None),
        Misconception("1.2a", lambda a, r: "prioritising" in _seen(r)["off_tags"].get(STATUS, ())),
        Misconception(
            "1.2e",
            lambda a, r: bool(_seen(r)["wrong_least"]) and _seen(r)["share"] >= week_tags.AGREE,
        ),
    ),
    words=WORDS["1.2"],
    facts=_tag_facts,
)


# ---- 1.3 Gap plan --------------------------------------------------------------------------------

COMPETENCIES = tuple(id.lower() for id in case.competencies())


def _plan(answer: Answer, given: Case) -> Mapping[str, Any]:
    goals = [{**goal, "competency": goal["competency"].upper()} for goal in answer["rows"]]
    return gap_plan.hold(answer["levels"], goals)


def _plan_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = _seen(ran)
    table = case.competencies()
    strong = seen["outside"][0] if seen["outside"] else answer["rows"][0]["competency"].upper()
    weak = seen["top"][0] if seen["top"] else strong
    vague = seen["vague"][0] if seen["vague"] else {"competency": weak, "evidence": ""}
    off = seen["wrong_from"][0] if seen["wrong_from"] else {"competency": weak, "from": 0, "to": 0}
    dated = seen["late"] or seen["endless"] or [strong]
    return {
        **seen,
        "strong": table[strong].name,
        "strong_id": strong,
        "strong_level": seen["levels"][strong],
        "weak": table[weak].name,
        "weak_id": weak,
        "weak_level": seen["levels"][weak],
        "top_names": ", ".join(f"{id} {table[id].name}" for id in seen["top"][:5]),
        "vague_one": _cut(vague["evidence"], 38),
        "vague_id": vague["competency"],
        "vague_module": int(table[vague["competency"]].module[1:]),
        "off_id": off["competency"],
        "off_level": seen["levels"][off["competency"]],
        "off_from": off["from"],
        "off_to": off["to"],
        "dated": table[dated[0]].name,
        "dated_id": dated[0],
        "side": "about people" if seen["half"] == "people" else "technical",
        "most": gap_plan.MOST_HOURS,
        "weeks": gap_plan.MOST_WEEKS,
        "outside_count": len(seen["outside"]),
    }


PLAN = Exercise(
    id="1.3",
    answer="plan",
    points=8,
    stars=2,
    shape=Sheet(
        columns=Fields(
            (
                Choice("competency", "K01 to K14", COMPETENCIES),
                Number("from", "the measured level", 1, len(LEVELS), whole=True),
                Number("to", "the level you want", 1, len(LEVELS), whole=True),
                Line(
                    "evidence",
                    "what you will show: an exercise, such as: contract that passes 5.2; or own: …",
                    60,
                ),
                Number("until", "last week; - = open", 1, 104, "weeks", whole=True, none="no end"),
                Number("hours", "hours a week", 0.25, 20, "hours"),
                Choice("practice", "how", gap_plan.PRACTICES),
            ),
            noun="column",
        ),
        head=Fields(
            (
                Line(
                    "levels",
                    "nadia, leo, or the line of digits from your own gap map",
                    60,
                    parse=gap_plan.read_levels,
                ),
            ),
            noun="line",
        ),
        low=1,
        high=8,
        given={},
        again=True,
        noun="goal",
        nouns="goals",
    ),
    judge=_plan,
    public=(Case("as measured"),),
    hidden=lambda rng: (Case("as measured"),),
    criteria=(
        Criterion("top", lambda s: s["in_top"], gate=True),
        Criterion("few", lambda s: ramp(s["goals"], 8, gap_plan.MOST_GOALS), gate=True),
        Criterion("measured", lambda s: s["from_ok"]),
        Criterion("evidence", lambda s: s["checkable"], gate=True),
        Criterion("load", lambda s: ramp(s["hours"], 12, gap_plan.MOST_HOURS)),
        Criterion("end", lambda s: 1 - (len(s["endless"]) + len(s["late"])) / s["goals"]),
        Criterion("practice", lambda s: 0.0 if s["input_only"] else 1.0),
        Criterion("halves", lambda s: 0.0 if s["one_half"] else 1.0),
    ),
    misconceptions=(
        Misconception("1.3c", lambda a, r: _seen(r)["goals"] > gap_plan.MOST_GOALS),
        Misconception("1.3a", lambda a, r: len(_seen(r)["outside"]) >= 0.5 * _seen(r)["goals"]),
        Misconception("1.3b", lambda a, r: bool(_seen(r)["vague"])),
        Misconception("1.3f", lambda a, r: bool(_seen(r)["endless"] or _seen(r)["late"])),
        Misconception("1.3d", lambda a, r: _seen(r)["input_only"]),
        Misconception("1.3e", lambda a, r: _seen(r)["one_half"]),
    ),
    words=WORDS["1.3"],
    facts=_plan_facts,
)


# ---- 1.4 Choose a niche, tentatively -------------------------------------------------------------

CARDS = tuple(id.lower() for id in case.evidence_cards())
MOST_ROWS = 16


def _niche(answer: Answer, given: Case) -> Mapping[str, Any]:
    rows = [
        {**row, "card": row["card"].upper() if row["card"] in CARDS else row["card"]}
        for row in answer["rows"]
    ]
    return niche_choice.choose(
        answer["who"], answer["winner"], answer["status"], rows, given.given["shift"]
    )


def _second_raters(rng: Random) -> tuple[Case, ...]:
    shifts = [tuple(rng.choice((-1, 0, 1)) for _ in range(MOST_ROWS)) for _ in range(3)]
    return tuple(Case("a second person's points", {"shift": shift}) for shift in shifts)


def _niche_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = _seen(ran)
    names = {id: niche.name for id, niche in case.niches().items()}
    cards = case.evidence_cards()
    moved = seen["moved"] or seen["winner"]
    bad = seen["unbacked"][0] if seen["unbacked"] else {"niche": seen["winner"], "card": ""}
    return {
        **seen,
        "limit": _cut(seen["limit"], 62),
        "winner_name": names[seen["winner"]],
        "best": names[seen["ranking"][0]],
        "order": ", ".join(names[n] for n in seen["ranking"]),
        "moved_name": names[moved],
        "was": seen["place_before"][moved],
        "is_now": seen["place_after"][moved],
        "wide": seen["for_all"][0] if seen["for_all"] else "",
        "market_text": cards[seen["market"][0]].text if seen["market"] else "",
        "flip": seen["flips"][0] if seen["flips"] else "none",
        "flip_count": len(seen["flips"]),
        "flip_to": names.get(seen["after_flip"], "nothing"),
        "bad_card": bad["card"],
        "bad_niche": names[bad["niche"]],
        "bad_count": len(seen["unbacked"]),
        "week": case.niches()[seen["winner"]].week,
    }


NICHE = Exercise(
    id="1.4",
    answer="niche",
    points=6,
    stars=2,
    shape=Sheet(
        columns=Fields(
            (
                Choice("niche", "which niche the points are for", niche_choice.NICHES),
                Choice(
                    "card",
                    "the card that earns them, such as N2, or none",
                    (*CARDS, niche_choice.NO_CARD),
                ),
                Number("points", "1 (a little) to 5 (a lot)", 1, 5, whole=True),
            ),
            noun="column",
        ),
        head=Fields(
            (
                Choice("who", "whose cards", ("nadia", "leo")),
                Choice("winner", "the niche you choose", niche_choice.NICHES),
                Choice(
                    "status",
                    "how firm it is",
                    (niche_choice.TENTATIVE, niche_choice.FINAL),
                ),
            ),
            noun="line",
        ),
        low=4,
        high=MOST_ROWS,
        given={},
        again=True,
    ),
    judge=_niche,
    public=(Case("as scored", {"shift": ()}),),
    hidden=_second_raters,
    criteria=(
        Criterion("backed", lambda s: s["backed"], gate=True),
        Criterion(
            "winner",
            lambda s: float(s["top_is_winner"] and s["winner_work"] > 0 and not s["for_all"]),
            gate=True,
        ),
        Criterion("four", lambda s: ramp(s["niches"], 1, len(niche_choice.NICHES))),
        Criterion("limit", lambda s: 0.0 if s["breaks_limit"] else 1.0),
        Criterion("honest", lambda s: float(s["honest"])),
    ),
    misconceptions=(
        Misconception("1.4a", lambda a, r: bool(_seen(r)["empty"])),
        Misconception("1.4b", lambda a, r: bool(_seen(r)["for_all"])),
        Misconception("1.4c", lambda a, r: bool(_seen(r)["market"]) or not _seen(r)["winner_work"]),
        Misconception("1.4d", lambda a, r: _seen(r)["breaks_limit"]),
        Misconception("1.4e", lambda a, r: not _seen(r)["honest"] and _seen(r)["backed"] == 1),
    ),
    words=WORDS["1.4"],
    facts=_niche_facts,
)


# ---- 1.5 First quick win -------------------------------------------------------------------------

PUBLIC_MONTHS = (3, 11, 12, 27, 41)


def _win(answer: Answer, given: Case) -> Mapping[str, Any]:
    return quick_win.try_win(answer, given.given["seeds"])


def _win_facts(answer: Answer, ran: Sequence[Ran]) -> Mapping[str, Any]:
    seen = _seen(ran)
    today = {m: quick_win.baseline(m) for m in quick_win.METRICS}
    return {
        **seen,
        "baseline": "nothing" if seen["baseline"] is None else f"{seen['baseline']:g}",
        "today_contacts": today["contacts_per_100"],
        "today_one": "unknown" if seen["today"] is None else f"{seen['today']:g}",
        "months": seen["days"] / 20,
        "said": _cut(answer["decision"], 44),
        "hours_week": abs(seen["month_eur"]) / 30,
    }


WIN = Exercise(
    id="1.5",
    answer="win",
    points=5,
    stars=2,
    shape=Fields(
        (
            Choice("win", "your candidate", quick_win.WINS),
            Line("outcome", "what gets better, for whom", 120),
            Choice("metric", "how you will see it", quick_win.METRICS),
            Number("baseline", "its value today; None = not known", 0, 1_000_000, none="not known"),
            Line("decision", "the technical decision: which service does what, and when", 160),
            Number("days", "person-days until users get it", 0.5, 400, "person-days"),
            Number("measure_day", "day of the reading, 1 to 28", 1, 28, whole=True),
        )
    ),
    judge=_win,
    public=(Case("five months", {"seeds": PUBLIC_MONTHS}),),
    hidden=lambda rng: (
        Case("five fresh months", {"seeds": tuple(rng.randrange(100, 10**6) for _ in range(5))}),
    ),
    criteria=(
        Criterion("small", lambda s: float(s["small"]), gate=True),
        Criterion("paid", lambda s: float(s["paid"]), gate=True),
        Criterion("effect", lambda s: ramp(s["shown"], 0, 0.6), gate=True),
        Criterion("decision", lambda s: float(s["decides"])),
        Criterion("baseline", lambda s: float(s["baseline_ok"])),
        Criterion("after", lambda s: float(s["after_live"])),
    ),
    misconceptions=(
        Misconception("1.5a", lambda a, r: a["win"] == "graphql"),
        Misconception("1.5b", lambda a, r: a["win"] == "split_roost"),
        Misconception("1.5c", lambda a, r: a["win"] == "dark_mode"),
        Misconception("1.5f", lambda a, r: _seen(r)["too_early"]),
        Misconception("1.5e", lambda a, r: _seen(r)["baseline"] is None and _seen(r)["paid"]),
        Misconception("1.5d", lambda a, r: not _seen(r)["decides"] and _seen(r)["shown"] >= 0.6),
    ),
    words=WORDS["1.5"],
    facts=_win_facts,
)


# ---- 1.6 The card, in words ----------------------------------------------------------------------

CARD = Exercise(
    id="1.6",
    answer="card",
    points=3,
    stars=1,
    shape=Text("\n".join(f"{label}:" for label in win_card.LABELS), 30, 160),
    judge=lambda text, given: win_card.read_card(text),
    public=(Case("as written"),),
    hidden=lambda rng: (Case("as written"),),
    criteria=tuple(
        Criterion(name, lambda seen, name=name: float(seen[name]))  # type: ignore[misc]
        for name in ("outcome", "decision", "risk", "step")
    ),
    misconceptions=(),
    words=WORDS["1.6"],
    manual=True,
    facts=lambda text, ran: _seen(ran),
)

EXERCISES = (DECISIONS, WEEK, PLAN, NICHE, WIN, CARD)
