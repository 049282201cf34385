"""The labs of M09 "Choosing": pattern prices, the tipping weight, the debt clock."""

from __future__ import annotations

from typing import Any

from tpo import case
from tpo.engines.debt import Debt, bill, break_even
from tpo.engines.patterns import BARS, NONE, PATTERNS
from tpo.engines.trade_study import confidence, leaders, tipping, tornado, totals
from tpo.judges.debt_plan import linnet_debts
from tpo.judges.pattern_prices import compare
from tpo.judges.trade_study import full_study
from tpo.labs import svg
from tpo.labs.lab import Lab, Number, Prediction, Range, State, Toggle
from tpo.labs.units import amount, duration, percent

# ---- W09a Pattern prices ---------------------------------------------------------------------

CHOICES = (NONE, *PATTERNS)
SITUATIONS = tuple(case.situations())
BAR_NAMES = {
    "wait": "Waiting",
    "failed": "Failures",
    "old": "Old answers",
    "bill": "Bill",
    "change": "Time to change",
}
ASKED_PATTERN, ASKED_SITUATION = "cache_aside", "tracking_peak"


def _title(pattern: str) -> str:
    return "No pattern" if pattern == NONE else case.patterns()[pattern].title


def _run_prices(state: State, draft: bool) -> dict[str, Any]:
    pattern, situation = CHOICES[state["pattern"]], SITUATIONS[state["situation"]]
    return {**compare(pattern, "wait", situation), "weeks": _weeks(pattern)}


def _weeks(pattern: str) -> float:
    return 0.0 if pattern == NONE else case.patterns()[pattern].weeks


def _value(bar: str, value: float) -> str:
    if bar == "wait":
        return duration(value)
    if bar in ("failed", "old"):
        return f"{value:,.0f}" if value >= 10 or value == 0 else f"{value:.1f}"
    return f"€{value:,.0f}" if bar == "bill" else f"{value:.1f}\u00a0days"


def _of(bar: str) -> str:
    return {
        "wait": "95 of 100 wait at most",
        "failed": "of 1,000 requests fail",
        "old": "of 1,000 looks are old",
        "bill": "a month for machines",
        "change": "until a change is live",
    }[bar]


def _verdict(data: dict[str, Any], bar: str) -> str:
    if bar in data["dearer"]:
        return "worse"
    return "better" if bar in data["better"] else "same"


def _draw_prices(data: dict[str, Any]) -> str:
    limits = case.situations()[data["situation"]].limits
    known = case.patterns().get(data["pattern"])
    rows = [
        svg.words(2, 20, f"{_title(data['pattern'])}: five bars, less is better", True),
        svg.strip(392, 7, 24, svg.GREY),
        svg.words(422, 20, "today"),
        svg.strip(484, 7, 24, svg.BLUE),
        svg.words(514, 20, "with it"),
        svg.words(2, 42, known.sentence if known else "Everything stays as it is today."),
    ]
    for n, bar in enumerate(BARS):
        y = 66 + 64 * n
        before, after = data["before"][bar], data["after"][bar]
        most = max(before, after, limits.get(bar, 0.0), 1e-9)
        scale = 210 / most
        limit = limits[bar] * scale if bar in limits else None
        says = _verdict(data, bar)
        sign = {"worse": "▲ worse", "better": "▼ better", "same": "= same"}[says]
        color = svg.ORANGE if says == "worse" else svg.BLUE
        rows += [
            svg.words(2, y + 14, BAR_NAMES[bar], True),
            svg.words(2, y + 32, _of(bar)),
            svg.strip(178, y, before * scale, svg.GREY),
            svg.strip(178, y + 20, after * scale, color),
            svg.tick(178 + limit, y - 4, y + 42) if limit is not None else "",
            svg.words(_beside(before * scale, limit, 80), y + 13, _value(bar, before)),
            svg.words(
                _beside(after * scale, limit, 150),
                y + 33,
                f"{_value(bar, after)}  {sign}",
                says != "same",
            ),
        ]
    foot = 66 + 64 * len(BARS) + 8
    rows.append(svg.words(2, foot, "A thin line is the limit of the situation."))
    return svg.picture(foot + 14, *rows)


def _beside(end: float, limit: float | None, width: float) -> float:
    """Where words begin beside a bar; behind the limit's line if that would cross them."""
    crossed = limit is not None and end < limit < end + 8 + width
    return 186 + (limit if crossed and limit is not None else end)


def _say_prices(data: dict[str, Any]) -> str:
    situation = case.situations()[data["situation"]]
    moved = [
        f"{BAR_NAMES[bar].lower()} {_verdict(data, bar)} ({_value(bar, data['before'][bar])}"
        f" → {_value(bar, data['after'][bar])})"
        for bar in BARS
        if _verdict(data, bar) != "same"
    ]
    kept = "all limits are kept" if data["met"] else f"over the limit: {_listed(data['broken'])}"
    effect = "; ".join(moved) if moved else "no bar moves"
    return (
        f"{situation.title}. {situation.text} {_title(data['pattern'])}: {effect}. It takes"
        f" {amount(data['weeks'], 'person-week')} to build; {kept}."
    )


def _listed(bars: list[str]) -> str:
    return ", ".join(BAR_NAMES.get(bar, "person-weeks").lower() for bar in bars)


def _explain_prices(data: dict[str, Any]) -> str:
    free = compare(NONE, "wait", "fifty_a_second")
    return (
        "The store is spared because some answers come from a copy, and a copy doesn't know what"
        " has changed. One bar always pays. At fifty requests a second “no pattern” keeps every"
        f" limit ({duration(free['before']['wait'])}), so it is a candidate too."
    )


PATTERN_PRICES = Lab(
    id="W09a",
    title="Pattern prices",
    intro="Put one of fourteen patterns into one of fifteen situations. Each move is a run of the"
    " simulator and a replay of forty past changes.",
    controls=(
        Range(
            "situation",
            "Situation",
            tuple(range(len(SITUATIONS))),
            SITUATIONS.index(ASKED_SITUATION),
            lambda n: case.situations()[SITUATIONS[n]].title,
        ),
        Range("pattern", "Pattern", tuple(range(len(CHOICES))), 0, lambda n: _title(CHOICES[n])),
    ),
    prediction=Prediction(
        question="Tracking at the peak, with cache-aside: answers are kept for a minute beside the"
        " one who asks. Waiting gets better. Which bar gets worse?",
        answer=("Failures", "Old answers", "Bill", "Time to change"),
        asked={
            "pattern": CHOICES.index(ASKED_PATTERN),
            "situation": SITUATIONS.index(ASKED_SITUATION),
        },
        truth=lambda data: BAR_NAMES[data["dearer"][0]],
        says=lambda data: (
            f"{BAR_NAMES[data['dearer'][0]].lower()} get worse,"
            f" {data['after']['old']:.1f} of 1,000 looks"
        ),
        explain=_explain_prices,
    ),
    run=_run_prices,
    figure=_draw_prices,
    sentence=_say_prices,
    so_what="Jun proposes a pattern. Which bar do you ask him about, in Farid's words?",
)


# ---- W09b The tipping weight -----------------------------------------------------------------

WEIGHTS = {
    "answer_s": 20,
    "failed": 20,
    "seen_s": 5,
    "change_days": 15,
    "effort_weeks": 30,
    "recipients": 10,
}
OPTIONS = ("do_nothing", "roost", "calls", "events")
ARGUED = "seen_s"  # what the meeting argued about


def _name(criterion: str) -> str:
    return case.choosing().criteria[criterion].title


def _option(name: str) -> str:
    return case.choosing().options[name].title


def _run_weights(state: State, draft: bool) -> dict[str, Any]:
    weights = {name: float(state[name]) for name in WEIGHTS}
    if not any(weights.values()):
        return {"nothing": True, "weights": weights}
    study = full_study(weights, OPTIONS)
    found = totals(study)
    return {
        "nothing": False,
        "weights": weights,
        "shares": study.shares,
        "totals": found,
        "leader": leaders(study)[0],
        "chances": confidence(study, draws=400 if draft else 2_000),
        "tornado": tornado(study),
        "tips": {name: tipping(study, name) for name in weights},
    }


def _draw_weights(data: dict[str, Any]) -> str:
    if data["nothing"]:
        return svg.picture(60, svg.words(2, 30, "All weights are 0: nothing counts.", True))
    rows = [svg.words(2, 20, "Points of 10, and how often each leads in 2,000 futures", True)]
    ranked = sorted(data["totals"], key=lambda name: -data["totals"][name])
    for n, name in enumerate(ranked):
        y = 36 + 28 * n
        width = data["totals"][name] * 24
        chance = data["chances"][name]
        rows += [
            svg.words(2, y + 13, f"{n + 1}. {_option(name)}", n == 0),
            svg.strip(190, y, width, svg.BLUE if n == 0 else svg.GREY),
            svg.words(
                198 + width, y + 13, f"{data['totals'][name]:.2f} · leads in {percent(chance)}"
            ),
        ]
    top = 36 + 28 * len(ranked) + 34
    rows.append(svg.words(2, top, "The lead, with each weight from nothing to double", True))
    ends = [end for _, low, high in data["tornado"] for end in (low, high)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    scale = 280 / max(high - low, 1e-9)
    zero = 240 - low * scale
    for n, (name, without, double) in enumerate(data["tornado"]):
        y = top + 16 + 28 * n
        left, right = sorted((without, double))
        turns = left < 0
        rows += [
            svg.words(2, y + 13, f"{_name(name)} ({percent(data['shares'][name])})"),
            svg.strip(
                240 + (left - low) * scale,
                y,
                (right - left) * scale,
                svg.ORANGE if turns else svg.GREY,
            ),
        ]
        if turns:
            rows.append(svg.words(max(240 + (right - low) * scale, zero) + 8, y + 13, "turns"))
    end = top + 16 + 28 * len(data["tornado"])
    rows += [
        svg.tick(zero, top + 8, end),
        svg.words(zero, end + 18, "left of this line another one leads", anchor="middle"),
    ]
    return svg.picture(end + 32, *rows)


def _say_weights(data: dict[str, Any]) -> str:
    if data["nothing"]:
        return "All weights are 0, so nothing counts. Give at least one criterion a weight."
    ranked = sorted(data["totals"], key=lambda name: -data["totals"][name])
    first, second = ranked[:2]
    turning = [_name(name) for name, low, high in data["tornado"] if min(low, high) < 0]
    turns = f"The lead turns on {_and(turning)}" if turning else "Nothing turns the lead"
    return (
        f"{_option(first)} leads with {data['totals'][first]:.2f} points before {_option(second)}"
        f" with {data['totals'][second]:.2f}, and in {percent(data['chances'][first])} of 2,000 futures."
        f" {turns} when one weight is dropped or doubled."
    )


def _and(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" and {quoted[-1]}"


def _tip(data: dict[str, Any]) -> float:
    return 100 * data["tips"]["effort_weeks"].weight


def _explain_weights(data: dict[str, Any]) -> str:
    tip = data["tips"][ARGUED]
    argued = (
        f"would need {100 * tip.weight:.0f} of 100 to change anything"
        if tip
        else "changes nothing at any weight"
    )
    to = data["tips"]["effort_weeks"].to
    return (
        f"There “{_option(to)}” overtakes. “{_name(ARGUED)}”, which the meeting argued about for an"
        f" hour, {argued}. Look for the widest bars first."
    )


TIPPING_WEIGHT = Lab(
    id="W09b",
    title="The tipping weight",
    intro="Four ways to build Second Perch, six criteria. Scores come from runs and estimates; the"
    " weights are yours. They are made to add up to 100.",
    controls=tuple(
        Range(name, _name(name), tuple(range(0, 65, 5)), weight, lambda n: f"weight {n}")
        for name, weight in WEIGHTS.items()
    ),
    prediction=Prediction(
        question="Effort weighs 30 of 100 and “A service that tells” leads. From which weight of"
        " effort on does another option lead? (The other weights shrink together.)",
        answer=Number("of 100", low=1, high=99, near=5),
        asked={},
        truth=_tip,
        says=lambda data: f"{_tip(data):.0f} of 100",
        explain=_explain_weights,
    ),
    run=_run_weights,
    figure=_draw_weights,
    sentence=_say_weights,
    so_what="Tomasz says that you only chose the weights that suited you. What do you show him?",
)


# ---- W09c The debt clock ---------------------------------------------------------------------

PRICING = linnet_debts()["roost_pricing"]
KEYS = linnet_debts()["booking_keys"]
NEVER = 25
LONGEST = 36
RISK = round(KEYS.incident_chance, 4)


def _debt(state: State) -> Debt:
    return Debt(
        PRICING.principal,
        PRICING.interest,
        state["growth"] / 100,
        RISK if state["risk"] else 0.0,
        KEYS.incident if state["risk"] else 0.0,
        state["life"],
    )


def _run_debt(state: State, draft: bool) -> dict[str, Any]:
    debt = _debt(state)
    months = None if state["month"] == NEVER else state["month"]
    life = state["life"]
    lines: dict[str, list[tuple[float, float]]] = {"now": [], "never": [], "plan": []}
    for until in range(life + 1):
        never = bill(debt, None, horizon=until).total
        lines["now"].append((until, bill(debt, 0, horizon=until).total))
        lines["never"].append((until, never))
        if months is None or until <= months:
            lines["plan"].append((until, never))  # until the payment only interest
        if months is not None and until >= months:
            lines["plan"].append((until, bill(debt, months, horizon=until).total))
    return {
        **state,
        "months": months,
        "lines": lines,
        "now": bill(debt, 0, horizon=life).total,
        "never": bill(debt, None, horizon=life).total,
        "plan": bill(debt, months, horizon=life),
        "even": break_even(debt),
    }


def _draw_debt(data: dict[str, Any]) -> str:
    high = max(12.0, data["never"], data["plan"].total) * 1.1
    plot = svg.Plot(top=48, height=240, x=(0, LONGEST), y=(0, high))
    life = data["life"]
    return svg.picture(
        350,
        svg.frame(
            plot,
            "Person-weeks spent so far, on work, interest and incidents",
            range(0, LONGEST + 1, 6),
            svg.ticks(high),
            x_title="months from now",
        ),
        svg.band(plot, life, LONGEST, "retired" if life < 30 else ""),
        svg.line(plot, data["lines"]["now"], svg.BLUE),
        svg.line(plot, data["lines"]["never"], svg.RED, "6 4"),
        svg.line(plot, data["lines"]["plan"], svg.ORANGE, "2 3", 3.6),
        svg.key(74, 66, svg.BLUE, "pay now"),
        svg.key(74, 86, svg.RED, "never pay", "6 4"),
        svg.key(74, 106, svg.ORANGE, f"your plan: {data['plan'].total:.0f}", "2 3"),
    )


def _say_debt(data: dict[str, Any]) -> str:
    plan = data["plan"]
    when = "is never paid" if data["months"] is None else f"is paid in month {data['months']}"
    risk = f", {plan.incidents:.0f} of them expected incidents" if data["risk"] else ""
    return (
        f"The debt {when} and its module lives {amount(data['life'], 'month')}:"
        f" {amount(round(plan.total), 'person-week')} in all{risk}. Paying now costs"
        f" {data['now']:.0f}, never paying {data['never']:.0f}."
    )


def _explain_debt(data: dict[str, Any]) -> str:
    debt = _debt(data)
    late = bill(debt, 12, horizon=24).total
    never = bill(debt, None, horizon=24).total
    return (
        f"Six months of interest cost more than the {PRICING.principal:g} person-weeks. Waiting for"
        f" month 12 costs {late:.0f}, never paying in 24 months {never:.0f}. A module that retires"
        " before month 6 is better left alone."
        if data["even"] == 6
        else f"After {data['even']} months the interest has cost more than paying now."
    )


DEBT_CLOCK = Lab(
    id="W09c",
    title="The debt clock",
    intro=f"Prices in Roost: paying takes {PRICING.principal:g} person-weeks (the principal). Until"
    f" then each month costs {PRICING.interest:g} more (the interest), and that grows.",
    controls=(
        Range(
            "month",
            "Paid in",
            tuple(range(NEVER + 1)),
            0,
            lambda n: "never" if n == NEVER else f"month {n}",
        ),
        Range(
            "life",
            "The module lives",
            tuple(range(1, LONGEST + 1)),
            3,
            lambda n: amount(n, "month"),
        ),
        Range("growth", "Interest grows by", tuple(range(13)), 6, lambda n: f"{n}\u00a0% a month"),
        Toggle(
            "risk",
            f"Count incidents like Address Friday ({percent(RISK)} a month, {KEYS.incident:.0f} person-weeks each)",
        ),
    ),
    prediction=Prediction(
        question=f"Principal {PRICING.principal:g} person-weeks, interest {PRICING.interest:g} a month"
        " growing by 6 %. How many months must the module still live before paying now is the"
        " cheaper choice?",
        answer=Number("months", low=1, high=100, near=0.5),
        asked={"life": 24},
        truth=lambda data: data["even"],
        says=lambda data: amount(data["even"], "month"),
        explain=_explain_debt,
    ),
    run=_run_debt,
    figure=_draw_debt,
    sentence=_say_debt,
    so_what="Amara wants six weeks for a module that retires in spring. What do you ask her?",
)


LABS = (PATTERN_PRICES, TIPPING_WEIGHT, DEBT_CLOCK)
