"""The numbers and lists M01's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping

from tpo import case
from tpo.engines import outcomes
from tpo.engines.gaps import largest
from tpo.engines.work_week import CHANGED, DAYS, RELAY_DAYS
from tpo.judges import decision_map, gap_plan, quick_win, week_tags
from tpo.labs import lab, m01


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    company = case.company()
    month = company["parcels_per_day"] * 30
    failed = month * company["door_share"] * (1 - company["first_attempt_success_share"])
    calls = month / 100 * company["contacts_per_100_parcels"]
    mine = lab.data(m01.WEEK, lab.asked(m01.WEEK))
    window = lab.data(m01.ARRIVAL, lab.asked(m01.ARRIVAL))
    table = case.competencies()
    return {
        "parcels": f"{company['parcels_per_day']:,.0f}",
        "couriers": f"{company['couriers']:,.0f}",
        "success": f"{100 * company['first_attempt_success_share']:.1f}",
        "failed": f"{failed:,.0f}",
        "failed_eur": f"€{failed * company['failed_attempt_eur'] / 1000:.0f} k",
        "failed_each": f"€{company['failed_attempt_eur']:.2f}",
        "contacts": f"{company['contacts_per_100_parcels']:g}",
        "calls": f"{calls:,.0f}",
        "calls_eur": f"€{calls * company['contact_eur'] / 1000:.0f} k",
        "call_each": f"€{company['contact_eur']:.2f}",
        "margin": f"€{month * company['margin_per_parcel_eur'] / 1e6:.2f} M",
        "leaks": f"€{(failed * company['failed_attempt_eur'] + calls * company['contact_eur']) / 1e6:.2f} M",
        "after_change": f"{100 * company['contacts_after_eta_change_share']:.0f}",
        "window.contacts": f"{window['contacts']:.1f}",
        "window.saved": f"€{window['saved'] / 1000:.0f} k",
        "decisions": str(len(decision_map.DECISIONS)),
        "each": f"{DAYS:g}",
        "last": f"{mine['last']:.1f}",
        "late": str(len(mine["stalled"])),
        "relay": f"{RELAY_DAYS:g}",
        "changed": str(sum(CHANGED)),
        "passed": str(len(CHANGED)),
        "moving": str(len(m01.DUTIES) - len(m01.never_move())),
        "stalls": str(decision_map.MOST_STALLS),
        "rework": f"{decision_map.MOST_REWORK_EUR:,}",
        "decisions.table": "\n".join(decisions()),
        "duties.table": "\n".join(
            f"| `{d.id}` | {d.title} | {d.shows} |" for d in case.duties().values()
        ),
        "agree": f"{week_tags.AGREE:.0%}".replace("%", " %"),
        "nadia.top": top("nadia"),
        "leo.top": top("leo"),
        "competencies.table": "\n".join(
            f"| {c.id} | {c.name} | {c.half} | {gap_plan.PERSONS['nadia'][n]} "
            f"| {gap_plan.PERSONS['leo'][n]} | {c.target} | {c.shows} that passes {c.proof} |"
            for n, c in enumerate(table.values())
        ),
        "hours": f"{gap_plan.MOST_HOURS:g}",
        "weeks": str(gap_plan.MOST_WEEKS),
        "niches.table": "\n".join(
            f"| `{n.id}` | {n.name} | {n.about} | {n.week} |" for n in case.niches().values()
        ),
        "cards.nadia": "\n".join(cards("nadia")),
        "cards.leo": "\n".join(cards("leo")),
        "wins.table": "\n".join(
            f"| `{w.id}` | {w.title} | {w.days} | {w.live} | `{w.service}` |"
            for w in case.quick_wins().values()
        ),
        "most_days": str(quick_win.MOST_DAYS),
        "within": str(quick_win.WITHIN),
        "noise": f"{outcomes.NOISE['contacts']:g}",
    }


def top(who: str) -> str:
    """The five largest gaps of a person, as names."""
    levels = gap_plan.read_levels(who)
    wide = [id for id in case.competencies() if id in largest(levels) and levels[id] == 1]
    names = [case.competencies()[id].short for id in wide]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def decisions() -> list[str]:
    """The sixteen decisions as Markdown table rows, the ones needed first at the top."""
    rows = sorted(decision_map.DECISIONS, key=lambda d: d.needed_by)
    return [f"| {d.needed_by} | `{d.id}` | {d.title} |" for d in rows]


def cards(who: str) -> list[str]:
    """A person's evidence cards as Markdown table rows."""
    return [
        f"| {card.id} | {card.kind} | {card.text} |"
        for card in case.evidence_cards().values()
        if card.who == who
    ]
