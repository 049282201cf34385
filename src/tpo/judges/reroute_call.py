"""A reroute call made from a learner's contract: fourteen scenarios and six partner programs.

The contract is a small form or an OpenAPI description. The service it describes is built, each
scenario plays a situation from Linnet's day on it, six partner programs use it, and the description
is held against right and faulty services. Everything goes through the same requests and answers, in
process or over real HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tpo.judges.booking_api import PATIENCE_S
from tpo.judges.message import Answer, header
from tpo.judges.reroute_builds import judge_builds
from tpo.judges.reroute_contract import BODY_FIELDS, CASES, reason
from tpo.judges.reroute_partners import PROGRAMS, run_programs
from tpo.judges.reroute_service import FEE_EUR, Built, Day, RerouteService, build
from tpo.judges.reroute_wire import Open, Wire, in_process

__all__ = [
    "BODY_FIELDS",
    "CASES",
    "FEE_EUR",
    "PATIENCE_S",
    "PROGRAMS",
    "SCENARIOS",
    "WHO",
    "Day",
    "judge",
    "play",
]

CUT_OFF_MIN = 120  # rule R1: until exactly 120 minutes before the promised window
NEXT_DAY_H = 26.0
VERBS = ("do", "set", "change", "reroute", "update", "make", "create", "post", "get", "move")
WHO = ("anyone", "logged_in", "recipient", "recipient_or_delegate")


def _done(answer: Answer) -> bool:
    return 200 <= answer.status < 300 and "id" in _said(answer)


def _refused(answer: Answer, case: str) -> bool:
    """Is it a no, and for this reason?"""
    return 400 <= answer.status < 500 and _said(answer).get("reason") == reason(case)


def _said(answer: Answer) -> Mapping[str, Any]:
    return answer.body if isinstance(answer.body, Mapping) else {}


def _own_key(wire: Wire) -> str | None:
    """What nobody demands, a tired phone leaves out."""
    return "a" if wire.service.form["key"] == "required" else None


def _duplicate(wire: Wire) -> bool:
    wire.wish(version=1)
    wire.wish(version=1)
    return wire.service.changes == 1


def _lost_response(wire: Wire) -> bool:
    wire.wish(key=_own_key(wire))
    wire.wish(key=_own_key(wire))  # the first answer never came
    return wire.service.changes == 1 and wire.service.charged_eur == 0


def _two_devices(wire: Wire) -> bool:
    wire.wish(key="phone", version=1)
    said = wire.wish("door", key="tablet", version=1)
    understood = _said(said).get("reason") != "malformed"
    return wire.service.changes == 1 and 400 <= said.status < 500 and understood


def _exactly_120(wire: Wire) -> bool:
    wire.service.minutes_before = CUT_OFF_MIN
    on_the_line = wire.wish()
    wire.service.minutes_before = wire.day.late_min
    return _done(on_the_line) and _refused(wire.wish("door", key="b"), "too_late")


def _nest_full(wire: Wire) -> bool:
    wire.service.nests_free = 0
    return _refused(wire.wish(), "nest_full")


def _wrong_person(wire: Wire) -> bool:
    wire.wish(who=wire.day.neighbour, recipient_id=wire.day.recipient)
    return wire.service.changes == 0  # what the answer looks like is judged elsewhere


def _delegate(wire: Wire) -> bool:
    return _done(wire.wish(who=wire.day.delegate))


def _restricted(wire: Wire) -> bool:
    return _refused(wire.wish("neighbour"), "restricted")


def _routing_slow(wire: Wire) -> bool:
    said = wire.wish()
    return said.after_s <= PATIENCE_S and said.status == 202 and bool(_where(said))


def _where(answer: Answer) -> str:
    return header(answer.headers, "Location")


def _notify_down(wire: Wire) -> bool:
    wire.service.notify_down = wire.day.notify_down
    return _done(wire.wish()) and wire.service.changes == 1


def _other_body(wire: Wire) -> bool:
    wire.wish(key="a")
    return _refused(wire.wish("door", key="a"), "other_body") and wire.service.changes == 1


def _unknown(wire: Wire) -> bool:
    return _refused(wire.wish(parcel="LP-999999"), "unknown")


def _rate_limit(wire: Wire) -> bool:
    wire.service.limit_reached = True
    said = wire.wish()
    return said.status == 429 and bool(header(said.headers, "Retry-After"))


def _replay_next_day(wire: Wire) -> bool:
    wire.wish(key="a")
    wire.service.hours = NEXT_DAY_H
    wire.wish(key="a")
    return wire.service.changes == 1


SCENARIOS: Mapping[str, Callable[[Wire], bool]] = {
    "duplicate": _duplicate,
    "lost_response": _lost_response,
    "two_devices": _two_devices,
    "exactly_120": _exactly_120,
    "nest_full": _nest_full,
    "wrong_person": _wrong_person,
    "delegate": _delegate,
    "restricted": _restricted,
    "routing_slow": _routing_slow,
    "notify_down": _notify_down,
    "other_body": _other_body,
    "unknown_parcel": _unknown,
    "rate_limit": _rate_limit,
    "replay_next_day": _replay_next_day,
}
ONCE = ("duplicate", "lost_response", "other_body")
SECURITY = ("wrong_person",)


def names_a_thing(path: str) -> bool:
    """Does every part of the address name a thing, with the parcel in it?"""
    words = [w for part in path.split("/") for w in re.findall(r"[A-Za-z][a-z]*", part)]
    parts = [p for p in path.split("/") if p and not p.startswith("{")]
    verb = any(
        re.match(rf"(?:{'|'.join(VERBS)})(?:[A-Z_-]|$)", part) and not part.endswith("s")
        for part in parts
    )
    return bool(words) and "{" in path and not verb


def play(built: Built, day: Day, way: Open = in_process) -> dict[str, bool]:
    """{scenario: did it go as it should?}, each on a fresh service."""
    return {name: run(way(RerouteService(built, day))) for name, run in SCENARIOS.items()}


def _previewed(built: Built, day: Day) -> int:
    """Changes made by mail programs that open a link to draw its preview."""
    wire = in_process(RerouteService(built, day))
    if wire.service.form["method"] != "get":
        return 0
    for _ in range(day.previews):  # a link carries no key
        wire.wish(key=None)
    return wire.service.changes


def judge(answer: Mapping[str, Any], day: Day) -> dict[str, Any]:
    """Every scenario's outcome, who of the partners can work, and what the contract would cost."""
    built = build(answer)
    form = built.form
    held = play(built, day)
    broken = run_programs(built, day)
    reads = form["method"] == "get"
    lost = in_process(RerouteService(built, day))
    lost.wish(key=_own_key(lost))
    lost.wish(key=_own_key(lost))
    business = [form[f"status_{case}"] for case in ("too_late", "nest_full", "restricted")]
    described = judge_builds(built, day)
    return {
        "held": held,
        "passed": sum(held.values()) if not reads else min(sum(held.values()), 6),
        "failed": tuple(name for name, ok in held.items() if not ok),
        "once": sum(held[n] for n in ONCE) / len(ONCE) if not reads else 0.0,
        "secure": all(held[n] for n in SECURITY),
        "safe": not reads,
        "named": names_a_thing(form["path"]),
        "previewed": _previewed(built, day),
        "wait_s": day.routing_s if form["when"] == "wait_for_routing" else 0.2,
        "hidden_errors": form["errors"] == "error_in_200"
        or any(form[f"status_{case}"] < 400 for case in CASES[1:]),
        "pages": sum(status >= 500 for status in business),
        "holds": lost.service.changes,
        "charged_eur": lost.service.charged_eur,
        "working": len(PROGRAMS) - len(broken),
        "broken": broken,
        "traps": built.traps,
        **described,
    }
