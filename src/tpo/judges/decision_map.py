"""Play a decision map in WeekSim, once in a Scrum setting and once with stage gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case
from tpo.engines.work_week import USERS, YOU, Assignment, Week, play

DECISIONS = tuple(case.decisions().values())
PEOPLE = (YOU, "team", *(id for id in case.people() if id != YOU))
SETTINGS = ("scrum", "stage_gate")
MOST_STALLS = 2
MOST_REWORK_EUR = 4000
TECHNICAL = tuple(d.id for d in DECISIONS if d.kind == "technical")
SCOPE = tuple(d.id for d in DECISIONS if d.kind == "scope")


def play_map(
    rows: Sequence[Mapping[str, Any]], paces: Sequence[Mapping[str, float]]
) -> dict[str, Any]:
    """Play every pace in both settings; the worst week counts.

    A row has ``decision``, ``accountable``, ``stage_gate`` (empty: as in Scrum), ``consulted``
    and ``informed``.
    """
    maps = {setting: _assigned(rows, setting) for setting in SETTINGS}
    weeks = {s: [play(DECISIONS, maps[s], s, pace) for pace in paces] for s in SETTINGS}  # type: ignore[arg-type]
    worst = {s: max(weeks[s], key=lambda w: (len(w.stalled), w.last_done)) for s in SETTINGS}
    first: Week = worst["scrum"]
    both = [worst[s] for s in SETTINGS]
    misfits = {s: _misfits(worst[s]) for s in SETTINGS}
    yours = [d.id for d in DECISIONS if YOU in maps["scrum"][d.id].accountable]
    return {
        "decisions": len(DECISIONS),
        "orphans": first.having("orphan"),
        "gate_orphans": worst["stage_gate"].having("orphan"),
        "doubles": first.having("double") or worst["stage_gate"].having("double"),
        "stalls": max(len(w.stalled) for w in both),
        "stalled": max((w.stalled for w in both), key=len),
        "rework_eur": max(w.rework_eur for w in both),
        "last_done": first.last_done,
        "fits": 1 - sum(map(len, misfits.values())) / (2 * len(DECISIONS)),
        "misfits": misfits["scrum"],
        "gate_misfits": misfits["stage_gate"],
        "yours": yours,
        "your_technical": [id for id in yours if id in TECHNICAL],
        "relayed": [id for id in first.having("relayed") if YOU not in _accountable(maps, id)],
        "changed": first.having("changed"),
        "blind": first.having("blind"),
        "users_heard": sum(
            bool({*m.accountable, *m.consulted} & set(USERS)) for m in maps["scrum"].values()
        ),
        "visible": sum(d.users for d in DECISIONS),
        "contacts": first.contacts,
        "unheard": first.having("unheard"),
    }


def _assigned(rows: Sequence[Mapping[str, Any]], setting: str) -> dict[str, Assignment]:
    made = {}
    for row in rows:
        chosen = row["accountable"]
        if setting == "stage_gate" and row["stage_gate"]:
            chosen = row["stage_gate"]
        unique = tuple(dict.fromkeys(chosen))
        made[row["decision"]] = Assignment(unique, tuple(row["consulted"]), tuple(row["informed"]))
    return made


def _misfits(week: Week) -> list[str]:
    return [
        o.id for o in week.outcomes if {"orphan", "double", "relayed", "rejected"} & set(o.faults)
    ]


def _accountable(maps: Mapping[str, Mapping[str, Assignment]], id: str) -> tuple[str, ...]:
    return maps["scrum"][id].accountable
