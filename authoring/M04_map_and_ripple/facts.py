"""The numbers and tables M04's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping

from tpo import case
from tpo.engines.system_graph import blast_radius, hours_down
from tpo.exercises.m04 import FEW, LARGEST, MODULES
from tpo.judges import repairs
from tpo.judges.linnet_map import booking_chain, linnet_map
from tpo.labs import lab as labs
from tpo.labs import m04

SIGNS = {"sync": "asks", "external": "asks, outside", "event": "tells", "db": "reads the tables of"}


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    company = case.company()
    walk = labs.data(m04.ZOOM_MAP, labs.asked(m04.ZOOM_MAP))
    alone = {
        "today": (),
        "soft": ("soft_address_check",),
        "label": ("soft_label",),
        "nest": ("soft_nest",),
        "spare": ("second_provider",),
        "better": ("better_booking",),
        "three": ("soft_address_check", "soft_label", "soft_nest"),
    }
    shares = [share for _, share in booking_chain()]
    cuts = {cut: labs.data(m04.CUT_LINES, {"cut": cut, "replayed": 40})["mean"] for cut in m04.CUTS}
    return {
        "services": str(len(case.services())),
        "service.table": "\n".join(_services()),
        "journeys": "\n".join(_journeys()),
        "traces": "\n".join(_traces()),
        "walk.parts": str(len(walk["touched"])),
        "walk.outside": str(len(walk["outside"])),
        "lists": "\n".join(_lists()),
        "partners": f"{company['api_partners']:.0f}",
        "offline": f"{company['offline_h']:.0f}",
        "freeze": f"{company['route_freeze_min']:.0f}",
        "second.eur": f"€{company['second_change_eur']:.2f}",
        "chain.table": "\n".join(_chain()),
        "chain.average": _percent(sum(shares) / len(shares)),
        **{f"chain.{name}": _percent(repairs.mend(chosen)) for name, chosen in alone.items()},
        "chain.hours": f"{hours_down(repairs.mend(())):.1f}",
        "chain.soft_hours": f"{hours_down(repairs.mend(alone['soft'])):.1f}",
        "repair.table": "\n".join(_repairs()),
        "target": f"{company['booking_target_percent']:g} %",
        "budget": f"{company['repair_budget_person_weeks']:g}",
        "capabilities": str(len(case.capabilities())),
        "changes": str(len(case.change_requests())),
        "change.table": "\n".join(_changes()),
        "few": f"{FEW:g}",
        "largest": f"{100 * LARGEST:.0f} %",
        "modules": f"{MODULES[0]} to {MODULES[1]}",
        **{f"cut.{cut}": f"{mean:.1f}" for cut, mean in cuts.items()},
        "blast.roost": ", ".join(blast_radius(linnet_map(), "roost")),
    }


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _services() -> list[str]:
    rows = [f"| {s.name} | {s.owner} | {s.sentence} |" for s in case.services().values()]
    rows += [f"| {p.name} | *another company* | {p.sentence} |" for p in case.providers().values()]
    return rows


def _journeys() -> list[str]:
    lines = []
    for journey in case.journeys().values():
        steps = " ".join(f"({n}) {step.step}" for n, step in enumerate(journey.steps, 1))
        lines.append(f"- **{journey.number}. {journey.title}.** {steps}")
    return lines


def _traces() -> list[str]:
    """The most telling calm trace of three journeys, as a list of who turned to whom."""
    lines = []
    for name in ("book", "deliver", "invoice"):
        journey = case.journeys()[name]
        hops = {(h.source, h.target, h.kind) for h in journey.hops}
        trace, arrows = max(
            (
                (trace, arrows)
                for trace, arrows in case.trace_hops().items()
                if {(h.source, h.target, h.kind) for h in arrows} <= hops
            ),
            key=lambda row: len(row[1]),
        )
        lines.append(f"- trace `{trace}` ({journey.title})")
        lines += [f"    - {h.source} *{SIGNS[h.kind]}* {h.target}" for h in arrows]
    return lines


def _lists() -> list[str]:
    feature = case.features()["second_perch"]
    return [
        f"- `{name}`: "
        + ", ".join(f"`{item}`" for item in sorted(feature.named(name), key=str.casefold))
        for name in ("components", "contracts", "teams", "data")
    ]


def _chain() -> list[str]:
    return [
        f"| {name} | {100 * share:g} % | {hours_down(share):.1f} h |"
        for name, share in booking_chain()
    ]


def _repairs() -> list[str]:
    return [
        f'| `"{r.name}"` | {r.sentence} | {r.person_weeks:g} | '
        + (f"€{r.eur_month:,.0f} |" if r.eur_month else "– |")
        for r in case.repairs().values()
    ]


def _changes() -> list[str]:
    return [
        f"| {c.id} | {c.title} | {', '.join(c.capabilities)} |"
        for c in case.change_requests().values()
    ]
