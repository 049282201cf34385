"""WeekSim: sixteen decisions land on Monday morning; play who decides what, and what waits.

Everybody works through their own decisions, the one needed first at the front. A decision takes
``DAYS`` of the person accountable, and ``ASK_DAYS`` more for each person asked, who loses as
much. What goes wrong:

- nobody is accountable: it is never decided, and improvised at the end (``ORPHAN_DAYS`` of rework);
- two are: both wait for each other for ``DOUBLE_DAYS``, then the first one decides;
- scope is decided by somebody else and you pass it on: every question takes two extra hops
  (``RELAY_DAYS``), costs you the time of a decision, and three of five answers change;
- somebody decides who can't in this setting: it is rejected and done again;
- nobody who had to be heard was asked, or nobody was told: rework.

Figures that the curriculum leaves open (all but 0.4 days, two days and three of five) are the
course's choice and stand here once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tpo.case import Decision, company

Setting = Literal["scrum", "stage_gate"]
YOU = "you"
USERS = ("callum", "mateo", "marisol")  # routes to recipients: care, research, a recipient

DAYS = 0.4  # of work for one decision (curriculum, W01a)
ASK_DAYS = 0.05  # for each person asked, on both sides
DOUBLE_DAYS = 2.0  # two people wait for each other (curriculum, 1.1b)
RELAY_DAYS = 1.0  # two extra hops of half a day
CHANGED = (
    True,
    False,
    True,
    False,
    True,
)  # three of five relayed answers change (curriculum, 1.1c)
ORPHAN_DAYS, REJECTED_DAYS, CHANGED_DAYS, UNHEARD_DAYS, UNTOLD_DAYS = 4.0, 3.0, 2.0, 2.0, 1.0
BLIND_SHARE = 0.03  # more contacts for each change users notice and nobody asked about


@dataclass(frozen=True)
class Assignment:
    """Who decides, who is asked before, who is told after."""

    accountable: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one decision. Days are working days from Monday morning."""

    id: str
    by: str | None
    done: float | None
    rework_days: float
    faults: tuple[str, ...]  # orphan, double, relayed, changed, rejected, unheard, blind, untold

    def late(self, needed_by: float) -> bool:
        """Whether it stalled: not decided when it was needed."""
        return self.done is None or self.done > needed_by + 1e-9


@dataclass(frozen=True)
class Week:
    """A played week."""

    outcomes: tuple[Outcome, ...]
    stalled: tuple[str, ...]
    rework_eur: float
    last_done: float  # when the last decision that is ever taken was taken, in days
    contacts: float  # share by which contacts rise
    busy: Mapping[str, float]  # days of each person's time

    def having(self, fault: str) -> list[str]:
        """The decisions with this fault."""
        return [o.id for o in self.outcomes if fault in o.faults]


def play(
    decisions: Sequence[Decision],
    assigned: Mapping[str, Assignment],
    setting: Setting = "scrum",
    pace: Mapping[str, float] | None = None,
) -> Week:
    """Play one week. ``pace`` multiplies the work of single decisions (1 where it is silent)."""
    pace = pace or {}
    start: dict[str, float] = {}
    for decision in decisions:
        for person in _others(assigned[decision.id]):
            start[person] = start.get(person, 0.0) + ASK_DAYS
    clock, made = dict(start), []
    relayed = 0
    for decision in sorted(decisions, key=lambda d: d.needed_by):
        plan = assigned[decision.id]
        if not plan.accountable:
            made.append(Outcome(decision.id, None, None, ORPHAN_DAYS, ("orphan",)))
            continue
        faults: list[str] = []
        by = plan.accountable[0]
        work = DAYS * pace.get(decision.id, 1.0) + ASK_DAYS * len(_others(plan))
        wait = 0.0
        rework = 0.0
        can = getattr(decision, setting)
        if len(plan.accountable) > 1:
            faults.append("double")
            wait += DOUBLE_DAYS
        elif by not in can and decision.kind == "scope":
            faults.append("relayed")
            wait += RELAY_DAYS
            work += DAYS
            clock[YOU] = clock.get(YOU, 0.0) + DAYS
            if CHANGED[relayed % len(CHANGED)]:
                faults.append("changed")
                rework += CHANGED_DAYS
            relayed += 1
        elif by not in can:
            faults.append("rejected")
            rework += REJECTED_DAYS
        heard = {*plan.accountable, *plan.consulted}
        if not heard & set(decision.hear):
            faults.append("unheard")
            rework += UNHEARD_DAYS
        if decision.users and not heard & set(USERS):
            faults.append("blind")
            rework += UNHEARD_DAYS
        if set(decision.tell) - heard - set(plan.informed):
            faults.append("untold")
            rework += UNTOLD_DAYS
        clock[by] = clock.get(by, 0.0) + work
        made.append(Outcome(decision.id, by, clock[by] + wait, rework, tuple(faults)))
    order = {decision.id: n for n, decision in enumerate(decisions)}
    made.sort(key=lambda o: order[o.id])
    needed = {d.id: d.needed_by for d in decisions}
    return Week(
        tuple(made),
        tuple(o.id for o in made if o.late(needed[o.id])),
        sum(o.rework_days for o in made) * company()["person_day_eur"],
        max((o.done for o in made if o.done is not None), default=0.0),
        BLIND_SHARE * sum("blind" in o.faults for o in made),
        clock,
    )


def sensible(decision: Decision, setting: Setting = "scrum") -> Assignment:
    """The first person who can decide, asking one who must be heard, telling who must know."""
    by = getattr(decision, setting)[0]
    ask = [p for p in decision.hear if p != by][:1] if by not in decision.hear else []
    if decision.users and not {by, *ask} & set(USERS):
        ask.append(USERS[0])
    return Assignment((by,), tuple(ask), decision.tell)


def _others(plan: Assignment) -> list[str]:
    return [p for p in dict.fromkeys(plan.consulted) if p not in plan.accountable]
