"""The numbers and tables M09's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping

from tpo import case
from tpo.engines.patterns import BARS
from tpo.judges.debt_plan import linnet_debts, most_a_quarter
from tpo.judges.decision_record import growth
from tpo.judges.pattern_prices import compare
from tpo.judges.perch_options import DESIGNS, World, explored, measured
from tpo.judges.trade_study import evidence
from tpo.labs import lab as labs
from tpo.labs import m09
from tpo.labs.units import duration

MEASURES = {
    "p95_s": "`p95_s`: seconds within which 95 of 100 changes are answered",
    "mean_s": "`mean_s`: average seconds of an answer",
    "failed_per_1000": "`failed_per_1000`: changes that fail",
    "seen_after_s": "`seen_after_s`: seconds until 95 of 100 changes are in the route plan",
    "days_until_live": "`days_until_live`: working days until a further wish is live",
}


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    clock = labs.data(m09.DEBT_CLOCK, labs.asked(m09.DEBT_CLOCK))
    year = labs.data(m09.DEBT_CLOCK, {**labs.asked(m09.DEBT_CLOCK), "month": 12})
    tip = labs.data(m09.TIPPING_WEIGHT, labs.asked(m09.TIPPING_WEIGHT))
    argued = tip["tips"][m09.ARGUED]
    cache = compare("cache_aside", "old", "tracking_peak")
    few = compare("microservices", "bill", "fifty_a_second")
    many = compare("microservices", "bill", "forty_people")
    months, breaks = growth(0.03)
    worlds = {
        "peak": World("peak_day"),
        "slow": World(stimulus="routing_slow"),
        "away": World(stimulus="message_company_away"),
        "tuesday": World(),
    }
    runs = {
        f"run.{where}.{design}.{name}": f"{found:,.3g}"
        for where, world in worlds.items()
        for design in DESIGNS
        for name, found in measured(design, world).items()
    }
    quick = measured("events", World(turned="beat", turn=0.5))  # news every second
    at_home = {
        f"card.{p.name}": _card(compare(p.name, "old", p.home))
        for p in case.patterns().values()
        if p.kind == "pattern"
    }
    return {
        **runs,
        "run.quick.events": f"{quick['seen_after_s']:.1f}",
        **at_home,
        "card.six": _card(few),
        "front": "\n".join(_front()),
        "front.all": str(len(explored().designs)),
        "front.beaten": str(len(explored().designs) - len(explored().front)),
        "front.best": f"{100 * max(d.success for d in explored().designs):.0f} %",
        "patterns": "\n".join(_patterns()),
        "offered": "\n".join(_offered()),
        "situations": "\n".join(_situations()),
        "options": "\n".join(_options()),
        "measures": "\n".join(f"- {text}" for text in MEASURES.values()),
        "evidence": "\n".join(_evidence()),
        "evidence.head": _evidence_head(),
        "not_evidence": " ".join(
            f"{r.name}: “{r.sentence}”" for r in case.choosing().rumours.values()
        ),
        "brief": "\n".join(_brief()),
        "debts": "\n".join(_debts()),
        "debt.limit": f"{most_a_quarter():g}",
        "week.eur": f"€{case.debt_register().facts['person_week_eur']:,.0f}",
        "records": "\n".join(_records()),
        "cache.before": duration(cache["before"]["wait"]),
        "cache.after": duration(cache["after"]["wait"]),
        "cache.old": f"{cache['after']['old']:.1f}",
        "days.mono": f"{few['before']['change']:.1f}",
        "days.micro": f"{few['after']['change']:.1f}",
        "days.mono40": f"{many['before']['change']:.1f}",
        "days.micro40": f"{many['after']['change']:.1f}",
        "micro.bill": f"€{few['before']['bill']:,.0f} → €{few['after']['bill']:,.0f}",
        "tip.effort": f"{100 * tip['tips']['effort_weeks'].weight:.0f}",
        "tip.now": f"{m09.WEIGHTS['effort_weeks']}",
        "tip.to": case.choosing().options[tip["tips"]["effort_weeks"].to].title,
        "tip.argued": case.choosing().criteria[m09.ARGUED].title,
        "tip.argued_at": f"{100 * argued.weight:.0f}" if argued else "more than 100",
        "debt.even": str(clock["even"]),
        "debt.year": f"{year['plan'].total:.0f}",
        "debt.never": f"{clock['never']:.0f}",
        "debt.principal": f"{m09.PRICING.principal:g}",
        "debt.interest": f"{m09.PRICING.interest:g}",
        "debt.growth": f"{100 * m09.PRICING.growth:.0f} %",
        "keys.month": f"{m09.KEYS.incident_chance * m09.KEYS.incident:.1f}",
        "keys.interest": f"{m09.KEYS.interest:g}",
        "keys.chance": f"{100 * m09.KEYS.incident_chance:.0f} %",
        "keys.bill": f"{m09.KEYS.incident:.0f}",
        "growth.breaks": str(breaks),
        "growth.rate": f"{months[breaks]['bookings_per_s']:.0f}",
        "growth.today": f"{months[0]['bookings_per_s']:.0f}",
        "contract": f"{case.providers()['GeoSure'].facts['contract_rps']:.0f}",
    }


def _card(row: Mapping) -> str:
    """What got better and what got worse, for the back of a card."""
    better = ", ".join(m09.BAR_NAMES[b].lower() for b in row["better"]) or "nothing"
    worse = ", ".join(m09.BAR_NAMES[b].lower() for b in row["dearer"]) or "nothing"
    return f"better: {better} · worse: {worse}"


def _front() -> list[str]:
    return [
        f"| {d.settings[0]:g} s | {5 * d.settings[1]} | {d.p99:.1f} s | {100 * d.success:.0f} % |"
        for d in explored().front
    ]


def _patterns() -> list[str]:
    return [
        f"| **{p.title}** `{p.name}` | {p.sentence} | {p.buys} | {p.costs} | {p.none_wins} | {p.weeks:g} |"
        for p in case.patterns().values()
        if p.kind == "pattern"
    ]


def _offered() -> list[str]:
    return [
        f"| **{p.title}** `{p.name}` | {p.sentence} | {p.weeks:g} |"
        for p in case.patterns().values()
        if p.kind != "pattern"
    ]


def _situations() -> list[str]:
    rows = []
    for s in case.situations().values():
        if s.graded:
            today = compare("none", "old", s.name)["before"]
            bars = " · ".join(_bar(b, today[b]) for b in BARS)
            limits = " · ".join(_bar(b, most, "≤ ") for b, most in s.limits.items())
            rows.append(f"| `{s.name}`<br>**{s.title}** | {s.text} | {bars} | {limits} |")
    return rows


def _bar(bar: str, number: float, most: str = "") -> str:
    shown = {
        "wait": duration(number),
        "failed": f"{number:,.0f}",
        "old": f"{number:,.0f}",
        "bill": f"€{number:,.0f}",
        "change": f"{number:.1f} days",
        "weeks": f"{number:g}",
    }[bar]
    return f"{bar} {most}{shown}"


def _options() -> list[str]:
    return [f"| `{o.name}` | {o.title} | {o.sentence} |" for o in case.choosing().options.values()]


def _evidence_head() -> str:
    options = " | ".join(f"`{name}`" for name in case.choosing().options)
    return f"| Criterion | From | 0 … 10 points | {options} |"


def _evidence() -> list[str]:
    rows = []
    for c in case.choosing().criteria.values():
        cells = " | ".join(_points(o, c.name) for o in case.choosing().options)
        rows.append(
            f"| `{c.name}`<br>{c.sentence} | {c.evidence} | {c.worst:g} … {c.best:g} {c.unit} | {cells} |"
        )
    return rows


def _points(option: str, criterion: str) -> str:
    """Points with their range, which is left out where there is none."""
    found = evidence()[option][criterion]
    if found.high - found.low < 0.05:
        return f"{found.value:.1f}"
    return f"{found.value:.1f} ({found.low:.1f}–{found.high:.1f})"


def _brief() -> list[str]:
    data = case.choosing()
    return [
        f"| `{w.criterion}`<br>{data.criteria[w.criterion].title} | {w.weight:g} | "
        + (f"{w.most:g} {data.criteria[w.criterion].unit} |" if w.most is not None else "– |")
        for w in data.brief.values()
    ]


def _debts() -> list[str]:
    rows = []
    for d in case.debt_register().debts.values():
        life = f"{d.life_months} months" if d.life_months else "stays"
        debt = linnet_debts()[d.name]
        rows.append(
            f"| `{d.name}` | **{d.title}.** {d.sentence} | {d.principal:g} | {d.interest:g}, growing {100 * d.growth:g} % | "
            f"{100 * d.incident_chance:g} % × {debt.incident:.0f} | {life} | {100 * d.core_cost:.0f}\u00a0% cures {100 * d.core_cure:.0f}\u00a0% |"
        )
    return rows


def _records() -> list[str]:
    return [
        f"- [{d.number:04d} {d.title}](../../datasets/adr/{d.file})" for d in case.adrs().values()
    ]
