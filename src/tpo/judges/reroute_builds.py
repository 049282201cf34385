"""Does a contract accept the agreed service, and one that only adds, and refuse the faulty ones?

The agreed service behaves as the contract's promises say and sends the fields agreed with Hana. Its
messages are recorded once. The additive service adds a field to every answer. Each faulty service
changes one thing that a partner would stumble over; the contract refuses it when some message no
longer fits the description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tpo.judges.message import Answer, header
from tpo.judges.reroute_contract import KEY
from tpo.judges.reroute_service import Built, Day, RerouteService
from tpo.judges.reroute_wire import in_process


@dataclass(frozen=True)
class Message:
    """One request and its answer."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    answer: Answer


def recorded(built: Built, day: Day) -> tuple[Message, ...]:
    """What the agreed service and its callers said to each other, one wish of each kind."""
    found: list[Message] = []

    def play(world: Mapping[str, Any], target: str = "nest", **more: Any) -> None:
        service = RerouteService(built, day)
        for name, value in world.items():
            setattr(service, name, value)
        inner = in_process(service)

        def send(method: str, path: str, headers: Any, body: Any, query: Any) -> Answer:
            answer = inner.send(method, path, headers, body, query)
            found.append(Message(method, path, headers, query, body, answer))
            return answer

        said = replace(inner, send=send).wish(target, **more)
        where = header(said.headers, "Location")
        if where and built.contract.find("GET", where):
            replace(inner, send=send).look(where)

    play({})
    play({}, "door")
    play({}, "nest", note="key at the desk")
    play({"minutes_before": 0})
    play({"nests_free": 0})
    play({}, who=day.neighbour)
    play({}, "neighbour")
    play({}, parcel="LP-999999")
    play({"limit_reached": True})
    return tuple(found)


Change = Callable[[Answer], Answer]


def _in_body(change: Callable[[dict[str, Any]], Mapping[str, Any]], need: str) -> Change:
    """A change of the bodies that have the field ``need``."""

    def apply(answer: Answer) -> Answer:
        if not isinstance(answer.body, Mapping) or need not in answer.body:
            return answer
        return replace(answer, body={**change(dict(answer.body))})

    return apply


def _without(name: str) -> Change:
    return _in_body(lambda b: {k: v for k, v in b.items() if k != name}, name)


def _with(name: str, value: Callable[[Any], Any]) -> Change:
    return _in_body(lambda b: {**b, name: value(b[name])}, name)


def _no_header(name: str) -> Change:
    def apply(answer: Answer) -> Answer:
        kept = {n: v for n, v in answer.headers.items() if n.lower() != name.lower()}
        return replace(answer, headers=kept)

    return apply


def _page(answer: Answer) -> Answer:
    if answer.status < 400:
        return answer
    return replace(answer, body="<h1>Error</h1>", headers={"content-type": "text/html"})


def _other_status(answer: Answer) -> Answer:
    return replace(answer, status=418) if answer.status >= 400 else answer


ADDS: Change = _in_body(lambda b: {**b, "planned_at": "2026-07-24T04:30:00Z"}, "price_eur")

# what a partner would say about it → the change that makes a faulty service of the agreed one
FAULTY: Mapping[str, Change] = {
    "the price comes as text": _with("price_eur", str),
    "the price is below zero": _with("price_eur", lambda _: -1.0),
    "the id is a number": _with("id", lambda _: 7),
    "the status is a word nobody agreed on": _with("status", lambda _: "PERHAPS"),
    "the target is a word nobody agreed on": _with("target", lambda _: "moon"),
    "the id is missing": _without("id"),
    "the status is missing": _without("status"),
    "the price is missing": _without("price_eur"),
    "a no has no reason": _without("reason"),
    "a no has a reason nobody agreed on": _with("reason", lambda _: "because"),
    "a no is a page for people": _page,
    "a no has a status that is not listed": _other_status,
    "the limit's no doesn't say when": _no_header("Retry-After"),
    "a yes doesn't say where to look": _no_header("Location"),
}


def _bad_requests(good: Message, form: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Requests that every caller would want refused."""
    by = "query" if good.method == "GET" else "body"
    wish = dict(good.query if by == "query" else good.body)

    def with_wish(changed: dict[str, Any]) -> Message:
        return replace(good, query=changed) if by == "query" else replace(good, body=changed)

    yield "a wish without a target", with_wish({k: v for k, v in wish.items() if k != "target"})
    yield "a wish for the moon", with_wish({**wish, "target": "moon"})
    if by == "body":
        yield "a call without a wish", replace(good, body=None)
        yield "a Nest that is a number", with_wish({**wish, "nest_id": 7})
    if form["key"] == "required":
        kept = {n: v for n, v in good.headers.items() if n != KEY}
        yield "a wish without a key", replace(good, headers=kept)


def _answers_fit(built: Built, messages: tuple[Message, ...], change: Change, open_: bool) -> str:
    """The first reason why a changed service's answers don't fit; "" when they do."""
    for m in messages:
        said = change(m.answer)
        wrong = built.contract.response(
            m.method, m.path, said.status, said.headers, said.body, tolerant=open_
        )
        if wrong:
            return f"{said.status} to {m.method}: {wrong[0]}"
    return ""


def judge_builds(built: Built, day: Day) -> dict[str, Any]:
    """Who is accepted and who refused, as one share and one example of each mistake."""
    messages = recorded(built, day)
    wishes = [m for m in messages if "x-promise" in _detail(built, m)]
    unfit = _answers_fit(built, messages, lambda a: a, True)
    closed = "" if unfit else _answers_fit(built, messages, ADDS, False)
    refused = next(
        (
            f"a {m.method} for {(m.body or m.query).get('target', 'a wish')}: {wrong[0]}"
            for m in wishes
            if (wrong := built.contract.request(m.method, m.path, m.query, m.headers, m.body))
        ),
        "",
    )
    missed, count = [], 0
    for name, change in FAULTY.items():
        if all(change(m.answer) == m.answer for m in messages):
            continue  # nothing of the kind is promised here, so nothing is at fault
        count += 1
        if not unfit and not _answers_fit(built, messages, change, True):
            missed.append(f"a service in which {name}")
    good = next((m for m in wishes if m.answer.status < 300), None)
    for name, bad in _bad_requests(good, built.form) if good else ():
        count += 1
        if not built.contract.request(bad.method, bad.path, bad.query, bad.headers, bad.body):
            missed.append(name)
    accepted = (not unfit) * (not refused) * (1.0 if not closed else 0.5)
    return {
        "described": accepted * (1 - len(missed) / count) if count and good else 0.0,
        "faulty": count,
        "caught": count - len(missed),
        "missed": tuple(missed),
        "unfit": unfit or refused or closed,
    }


def _detail(built: Built, m: Message) -> Mapping[str, Any]:
    found = built.contract.find(m.method, m.path)
    return found[0].detail if found else {}
