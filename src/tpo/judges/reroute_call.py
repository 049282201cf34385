"""A reroute call made from a learner's contract, put through fourteen scenarios.

The contract is a small table. ``RerouteService`` is the service it describes: it answers with
the learner's statuses, remembers keys as the contract says, checks whom the contract checks.
Each scenario plays a situation from Linnet's day and says whether a promise was kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

CUT_OFF_MIN = 120  # rule R1: until exactly 120 minutes before the promised window
FEE_EUR = 0.90
PATIENCE_S = 2.0
NEXT_DAY_H = 26.0
VERBS = ("do", "set", "change", "reroute", "update", "make", "create", "post", "get", "move")
CASES = (
    "done",
    "too_late",
    "nest_full",
    "not_yours",
    "restricted",
    "unknown",
    "other_body",
    "too_many",
)
WHO = ("anyone", "logged_in", "recipient", "recipient_or_delegate")


@dataclass(frozen=True)
class Day:
    """The numbers of one day: who lives where, how slow routing is, how late a request comes."""

    routing_s: float = 40.0
    late_min: int = 119
    notify_down: bool = True
    previews: int = 3
    recipient: str = "marisol"
    delegate: str = "omar"
    neighbour: str = "nadja"


@dataclass
class RerouteService:
    """What the contract describes, as a service with state."""

    contract: Mapping[str, Any]
    day: Day
    holds: int = 0
    changes: int = 0
    charged_eur: float = 0.0
    nests_free: int = 5
    calls_today: int = 0
    remembered: dict[str, tuple[str, float, int]] = field(default_factory=dict)
    version: int = 1

    def call(
        self,
        who: str = "",
        target: str = "nest-7",
        key: str | None = "k1",
        minutes_before: int = 300,
        parcel: str = "LP-1",
        at_h: float = 0.0,
        version: int | None = None,
        limit_reached: bool = False,
    ) -> tuple[int, float, str]:
        """(status, seconds until the answer, reason code or "")."""
        c = self.contract
        who = who or self.day.recipient
        if limit_reached:
            return self._no("too_many")
        if parcel != "LP-1":
            return self._no("unknown")
        if not self._may(who):
            return self._no("not_yours")
        if c["key"] == "required" and key is None:
            return 400, 0.05, self._reason("no-key")
        used = key if c["key"] != "none" else None
        if used is not None and used in self.remembered:
            before, when, status = self.remembered[used]
            if at_h - when <= c["key_kept_h"]:
                if before == target:
                    return status, 0.05, ""
                if c["same_key_other_body"] == "refuse":
                    return self._no("other_body")
                if c["same_key_other_body"] == "first_answer":
                    return status, 0.05, ""
        if minutes_before < c["until_min"]:
            return self._no("too_late")
        if target == "neighbour-restricted":
            return self._no("restricted")
        if target.startswith("nest") and self.nests_free == 0:
            return self._no("nest_full")
        if c["checks_version"] and version is not None and version != self.version:
            return 412, 0.05, self._reason("changed-meanwhile")
        self._do(target)
        status = c["status_done"]
        if used is not None:
            self.remembered[used] = (target, at_h, status)
        waits = c["when"] == "wait_for_routing"
        return status, (self.day.routing_s if waits else 0.2), ""

    def _do(self, target: str) -> None:
        self.changes += 1
        self.version += 1
        self.holds += 1
        if self.changes > 1:
            self.charged_eur += FEE_EUR  # rule R4: the first change is free

    def _may(self, who: str) -> bool:
        rule = self.contract["who_may"]
        if rule in ("anyone", "logged_in"):
            return True
        return who == self.day.recipient or (
            rule == "recipient_or_delegate" and who == self.day.delegate
        )

    def _no(self, case: str) -> tuple[int, float, str]:
        style = self.contract["errors"]
        if style == "error_in_200":
            return 200, 0.05, "text"
        return self.contract[f"status_{case}"], 0.05, self._reason(case)

    def _reason(self, word: str) -> str:
        return word if self.contract["errors"] == "reason_code" else "text"


Seen = Mapping[str, Any]


def _refused(answer: tuple[int, float, str]) -> bool:
    status, _, reason = answer
    return 400 <= status < 500 and reason not in ("", "text")


def _duplicate(c: Seen, day: Day) -> bool:
    s = RerouteService(c, day)
    s.call(key="a", version=1)
    s.call(key="a", version=1)
    return s.changes == 1


def _lost_response(c: Seen, day: Day) -> bool:
    s = RerouteService(c, day)
    key = "a" if c["key"] == "required" else None  # what nobody demands, a tired phone leaves out
    s.call(key=key)
    s.call(key=key)  # the first answer never came
    return s.changes == 1 and s.charged_eur == 0


def _two_devices(c: Seen, day: Day) -> bool:
    s = RerouteService(c, day)
    s.call(key="phone", target="nest-7", version=1)
    status, _, _ = s.call(key="tablet", target="door", version=1)
    return s.changes == 1 and 400 <= status < 500


def _exactly_120(c: Seen, day: Day) -> bool:
    on_the_line = RerouteService(c, day).call(minutes_before=CUT_OFF_MIN)
    after = RerouteService(c, day).call(minutes_before=day.late_min)
    return 200 <= on_the_line[0] < 300 and _refused(after)


def _nest_full(c: Seen, day: Day) -> bool:
    return _refused(RerouteService(c, day, nests_free=0).call())


def _wrong_person(c: Seen, day: Day) -> bool:
    s = RerouteService(c, day)
    s.call(who=day.neighbour)
    return s.changes == 0  # what the answer looks like is judged elsewhere


def _delegate(c: Seen, day: Day) -> bool:
    return 200 <= RerouteService(c, day).call(who=day.delegate)[0] < 300


def _restricted(c: Seen, day: Day) -> bool:
    return _refused(RerouteService(c, day).call(target="neighbour-restricted"))


def _routing_slow(c: Seen, day: Day) -> bool:
    return RerouteService(c, day).call()[1] <= PATIENCE_S and c["status_done"] == 202


def _notify_down(c: Seen, day: Day) -> bool:
    return not day.notify_down or bool(c["notify_fails"] == "keep_the_change")


def _other_body(c: Seen, day: Day) -> bool:
    s = RerouteService(c, day)
    s.call(key="a", target="nest-7")
    return _refused(s.call(key="a", target="door")) and s.changes == 1


def _unknown(c: Seen, day: Day) -> bool:
    return _refused(RerouteService(c, day).call(parcel="LP-999"))


def _rate_limit(c: Seen, day: Day) -> bool:
    answer = RerouteService(c, day).call(limit_reached=True)
    return answer[0] == 429 and bool(c["retry_after"])


def _replay_next_day(c: Seen, day: Day) -> bool:
    s = RerouteService(c, day)
    s.call(key="a")
    s.call(key="a", at_h=NEXT_DAY_H)
    return s.changes == 1


SCENARIOS: Mapping[str, Callable[[Seen, Day], bool]] = {
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


def judge(contract: Mapping[str, Any], day: Day) -> dict[str, Any]:
    """Every scenario's outcome, and what the contract would cost."""
    held = {name: bool(play(contract, day)) for name, play in SCENARIOS.items()}
    reads = contract["method"] == "get"
    lost = RerouteService(contract, day)
    key = "a" if contract["key"] == "required" else None
    lost.call(key=key)
    lost.call(key=key)
    business = [contract[f"status_{case}"] for case in ("too_late", "nest_full", "restricted")]
    return {
        "held": held,
        "passed": sum(held.values()) if not reads else min(sum(held.values()), 6),
        "failed": tuple(name for name, ok in held.items() if not ok),
        "once": sum(held[n] for n in ONCE) / len(ONCE) if not reads else 0.0,
        "secure": all(held[n] for n in SECURITY),
        "safe": not reads,
        "named": names_a_thing(contract["path"]),
        "previewed": day.previews if reads else 0,
        "wait_s": day.routing_s if contract["when"] == "wait_for_routing" else 0.2,
        "hidden_errors": contract["errors"] == "error_in_200"
        or any(contract[f"status_{case}"] < 400 for case in CASES[1:]),
        "pages": sum(status >= 500 for status in business),
        "holds": lost.holds,
        "charged_eur": lost.charged_eur,
    }
