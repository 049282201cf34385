"""The service that a reroute contract describes, with state; it answers HTTP-like requests.

Method, address, headers, fields and statuses come from the contract's OpenAPI description, how it
behaves from its promises. Who calls is known from the login only. The clock, the full Nest and the
spent limit belong to the scenario, which sets them on the service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tpo.engines.contract import Contract, Spec
from tpo.judges.message import Answer, problem
from tpo.judges.reroute_contract import KEY, VERSION, as_openapi, from_openapi, reason, status_of

FEE_EUR = 0.90
PARCEL = "LP-000042"
QUICK_S, CHECKED_S = 0.05, 0.2


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


@dataclass(frozen=True)
class Built:
    """A contract ready to be served: its form, and its description that can judge messages."""

    form: Mapping[str, Any]
    contract: Contract

    @property
    def traps(self) -> tuple[str, ...]:
        """What tools read in different ways; grows while the description is being used."""
        return tuple(f"{note.where}: {note.sentence}" for note in self.contract.spec.notes)

    @property
    def path(self) -> str:
        """The address of the call."""
        return next(o.path for o in self.contract.spec.operations if "x-promise" in o.detail)

    def at(self, parcel: str) -> str:
        """The address of the call for one parcel."""
        path = self.path
        while "{" in path:
            before, _, rest = path.partition("{")
            path = before + parcel + rest.partition("}")[2]
        return path


def build(answer: Mapping[str, Any]) -> Built:
    """A learner's answer, as a form or as a description, ready to be served."""
    spec = answer.get("spec")
    form = {name: value for name, value in answer.items() if name != "spec"}
    if isinstance(spec, Spec):
        return Built(form, Contract(spec))
    return Built(form, _described(as_openapi(form)))


@lru_cache(maxsize=64)
def _described(text: str) -> Contract:
    return Contract(from_openapi(text)["spec"])


class RerouteService:
    """One service of one contract; ``handle`` answers a request."""

    def __init__(self, built: Built, day: Day) -> None:
        self.built, self.form, self.day = built, built.form, day
        self.minutes_before = 300  # until the promised window
        self.hours = 0.0  # on the service's clock
        self.nests_free = 5
        self.limit_reached = False
        self.notify_down = False
        self.changes = 0
        self.charged_eur = 0.0
        self.made: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.deliver: Callable[[dict[str, Any]], object] = self.events.append  # the webhook
        self._kept: dict[str, tuple[Any, float, Answer]] = {}

    @property
    def version(self) -> int:
        """Goes up with each change of the parcel; sent as its ETag."""
        return 1 + self.changes

    def handle(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any,
        query: Mapping[str, str],
        now_s: float = 0.0,
    ) -> Answer:
        """Answer one request."""
        contract = self.built.contract
        found = contract.find(method, path)
        if found is None:
            return problem(404, "unknown-address", "There is no such address.")
        operation, in_path = found
        low = {name.lower(): value for name, value in headers.items()}
        who = low.get("authorization", "").removeprefix("Bearer ").removesuffix("-login")
        if not who and self.form["who_may"] != "anyone":
            return self._say(401, "no-login")
        if "x-promise" not in operation.detail:
            return self._look(path, low) if self._may(who) else self._no("not_yours")
        if self.limit_reached:
            return self._no("too_many")
        if wrong := contract.request(method, path, query, low, body):
            no_key = any(KEY.lower() in sentence for sentence in wrong)
            return self._say(400, "no-key" if no_key else "malformed", wrong[0])
        wish = dict(query if operation.method == "GET" else body or {})
        return self._wish(who, in_path, low, wish)

    def _wish(
        self, who: str, in_path: Mapping[str, str], low: Mapping[str, str], wish: dict[str, Any]
    ) -> Answer:
        form = self.form
        if in_path and PARCEL not in in_path.values():
            return self._no("unknown")
        if not self._may(str(wish.get("recipient_id") or who)):
            return self._no("not_yours")
        key = low.get(KEY.lower()) if form["key"] != "none" else None
        kept = self._kept.get(key) if key else None
        if kept and self.hours - kept[1] <= form["key_kept_h"]:
            if kept[0] == wish or form["same_key_other_body"] == "first_answer":
                return kept[2]
            if form["same_key_other_body"] == "refuse":
                return self._no("other_body")
        if self.minutes_before < form["until_min"]:
            return self._no("too_late")
        if wish.get("target") == "neighbour":  # today's parcel may not go to one
            return self._no("restricted")
        if wish.get("target") == "nest" and self.nests_free == 0:
            return self._no("nest_full")
        if form["checks_version"] and low.get(VERSION.lower(), self._mark()) != self._mark():
            return self._say(412, "changed-meanwhile")
        answer = self._do(wish)
        if key:
            self._kept[key] = (wish, self.hours, answer)
        return answer

    def _do(self, wish: Mapping[str, Any]) -> Answer:
        self.changes += 1
        price = 0.0 if self.changes == 1 else FEE_EUR  # rule R4: the first change is free
        self.charged_eur += price
        name = f"R-{self.changes}"
        waits = self.form["when"] == "wait_for_routing"
        self.made[name] = {
            "id": name,
            "parcel_id": PARCEL,
            "target": wish.get("target"),
            "nest_id": wish.get("nest_id"),
            "status": "PLANNED" if waits else "ACCEPTED",
            "price_eur": price,
        }
        if self.notify_down and self.form["notify_fails"] == "undo_the_change":
            del self.made[name]
            self.changes -= 1
            return problem(503, "try-later", "The shop could not be told.")
        self.deliver({"event": "parcel.rerouted", "parcel_id": PARCEL, "reroute_id": name})
        where = self._where(name)
        after = self.day.routing_s if waits else CHECKED_S
        return Answer(
            status_of(self.form, "done"), dict(self.made[name]), {"Location": where}, after
        )

    def _where(self, name: str) -> str:
        path = self.built.at(PARCEL)
        return path if self.form["method"] == "put" else f"{path.rstrip('/')}/{name}"

    def _look(self, path: str, low: Mapping[str, str]) -> Answer:
        """What became of a reroute, with a mark that a cache can compare."""
        name = path.rpartition("/")[2]
        held = self.made.get(name) or (
            self.made.get(f"R-{self.changes}") if path == self.built.at(PARCEL) else None
        )
        if held is None:
            return self._no("unknown")
        mark = f'"{held["id"]}-{held["status"]}"'
        if low.get("if-none-match") == mark:
            return Answer(304, None, {"ETag": mark})
        return Answer(200, dict(held), {"ETag": mark})

    def plan(self) -> None:
        """Routing's batch has run: what was accepted is now planned."""
        for held in self.made.values():
            held["status"] = "PLANNED"

    def _mark(self) -> str:
        return f'"{self.version}"'

    def _may(self, who: str) -> bool:
        rule = self.form["who_may"]
        if rule in ("anyone", "logged_in"):
            return True
        named = rule == "recipient_or_delegate" and who == self.day.delegate
        return who == self.day.recipient or named

    def _no(self, case: str) -> Answer:
        with_time = case == "too_many" and self.form["retry_after"]
        headers = {"Retry-After": "30"} if with_time else {}
        return self._say(status_of(self.form, case), reason(case), headers=headers)

    def _say(
        self,
        status: int,
        word: str,
        title: str = "This is not possible.",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        style = self.form["errors"]
        said = problem(200 if style == "error_in_200" else status, word, title, headers)
        body = {"title": said.body["title"]}
        if style != "text":
            body = {"reason": word, **body}
        kind = {} if style == "error_in_200" else {"content-type": said.headers["content-type"]}
        return Answer(said.status, body, {**kind, **(headers or {})}, QUICK_S)
