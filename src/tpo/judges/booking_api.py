"""The Booking API 1.4, as a plain function on state: no network, no clock of its own.

``BookingApi.handle`` answers one request. Toggles make it lose the answer after the work is
done, answer slowly, limit the rate, or lose its provider. The same object serves a lab, a check,
and the real server on a loopback port; ``datasets/openapi/booking-1.4.yaml`` describes it. Every
request leaves one line in ``log``; access keys never do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tpo.judges.message import Answer, problem

PRICE_EUR = 4.85
PATIENCE_S = 2.0  # how long partner programs wait for an answer
KEYS = {  # invented access keys: who they belong to and what they may do
    "kettle-key": ("M-KETTLE", ("book", "read")),
    "fern-key": ("M-FERN", ("book", "read")),
    "report-key": ("M-KETTLE", ("read",)),
}
MOST_PAGE = 100
SERVICES = ("signature", "doorstep")
LONGEST_NOTE = 140


@dataclass(frozen=True)
class Line:
    """One line of the log: what was asked, what was answered, what it did."""

    method: str
    path: str
    status: int
    seen: bool
    note: str


@dataclass(frozen=True)
class Toggles:
    """What goes wrong. ``lose``: how many answers get lost after the work is done."""

    lose: int = 0
    slow_s: float = 0.05
    per_second: int | None = None
    provider_down: bool = False
    remember_keys: bool = True


class BookingApi:
    """State of the service: parcels, keys already seen, charges, the log."""

    def __init__(self, toggles: Toggles = Toggles()) -> None:
        self.toggles = toggles
        self.parcels: dict[str, dict[str, Any]] = {}
        self.charged_eur = 0.0
        self.log: list[Line] = []
        self._answers: dict[tuple[str, str], tuple[str, Answer]] = {}
        self._to_lose = toggles.lose
        self._recent: list[float] = []

    def set(self, **toggles: Any) -> None:
        """Change what goes wrong from now on, such as ``set(lose=1)``."""
        self.toggles = replace(self.toggles, **toggles)
        self._to_lose = self.toggles.lose

    def handle(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        now_s: float = 0.0,
    ) -> Answer:
        """Answer one request; ``now_s`` is the time at which it arrives."""
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        answer, note = self._answer(method.upper(), path, lower, body, query or {}, now_s)
        if answer.status < 300 and method.upper() == "POST" and self._to_lose > 0:
            self._to_lose -= 1
            answer = Answer(answer.status, answer.body, answer.headers, answer.after_s, True)
            note += "; the answer got lost"
        self.log.append(Line(method.upper(), hide(path), answer.status, not answer.lost, note))
        return answer

    def _answer(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any,
        query: Mapping[str, str],
        now_s: float,
    ) -> tuple[Answer, str]:
        key = headers.get("authorization", "").removeprefix("Bearer ").strip()
        if key not in KEYS:
            return problem(401, "unknown-key", "Send a valid access key."), "who are you?"
        merchant, scopes = KEYS[key]
        if self._too_many(now_s):
            answer = problem(429, "too-many-requests", "Wait one second.", {"Retry-After": "1"})
            return answer, "over the limit"
        if path == "/parcels" and method == "POST":
            if "book" not in scopes:
                return problem(403, "scope", "This key may read, not book."), "not allowed"
            return self._book(merchant, headers.get("idempotency-key", ""), body)
        if path == "/parcels" and method == "GET":
            return self._list(merchant, query)
        found = self.parcels.get(path.removeprefix("/parcels/"))
        if method == "GET" and path.startswith("/parcels/"):
            if found is None or found["merchant"] != merchant:  # the same for both: no hint
                return problem(404, "unknown-parcel", "There is no such parcel."), "not found"
            return self._read(found, headers.get("if-none-match", ""))
        return problem(404, "unknown-address", "There is no such address."), "not found"

    def _too_many(self, now_s: float) -> bool:
        limit = self.toggles.per_second
        if limit is None:
            return False
        self._recent = [t for t in self._recent if t > now_s - 1]
        if len(self._recent) >= limit:
            return True
        self._recent.append(now_s)
        return False

    def _book(self, merchant: str, key: str, body: Any) -> tuple[Answer, str]:
        wrong = _unfit(body)
        if wrong:
            return problem(422, "invalid-parcel", wrong), "refused"
        same = json.dumps(body, sort_keys=True)
        known = self._answers.get((merchant, key)) if key and self.toggles.remember_keys else None
        if known:
            if known[0] != same:
                say = "This key belongs to another booking."
                return problem(422, "key-used-before", say), "same key, other booking: refused"
            return known[1], "seen before: the first answer again"
        if self.toggles.provider_down:
            say = "The address check is down."
            return problem(503, "try-later", say, {"Retry-After": "30"}), "provider down"
        name = f"LP-{len(self.parcels) + 1:06d}"
        said = {"note": "", "service": "signature", **body}
        self.parcels[name] = {"id": name, "merchant": merchant, "status": "BOOKED", **said}
        self.charged_eur += PRICE_EUR
        answer = self._ready(201, _view(self.parcels[name]), {"Location": f"/parcels/{name}"})
        if key:
            self._answers[merchant, key] = (same, answer)
        return answer, f"label {name} printed"

    def _read(self, parcel: Mapping[str, Any], known: str) -> tuple[Answer, str]:
        shown = _view(parcel)
        mark = f'"{hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:12]}"'
        if known == mark:
            return self._ready(304, None, {"ETag": mark}), "not changed since"
        return self._ready(200, shown, {"ETag": mark}), "read"

    def _list(self, merchant: str, query: Mapping[str, str]) -> tuple[Answer, str]:
        limit = query.get("limit", "20")
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= MOST_PAGE:
            return problem(422, "limit", f"limit is a number from 1 to {MOST_PAGE}."), "refused"
        mine = sorted(n for n, p in self.parcels.items() if p["merchant"] == merchant)
        after = query.get("cursor", "")
        rest = [n for n in mine if n > after]
        page = rest[: int(limit)]
        more = page[-1] if len(rest) > len(page) else None
        items = [_view(self.parcels[n]) for n in page]
        return self._ready(200, {"items": items, "next": more}), f"{len(page)} parcels"

    def _ready(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
        return Answer(status, body, dict(headers or {}), self.toggles.slow_s)


@dataclass(frozen=True)
class Story:
    """What one booking became after some presses of the button."""

    labels: int
    charged_eur: float
    answers: tuple[int | None, ...]
    log: tuple[Line, ...]


def press_again(lost: int, presses: int, key: bool) -> Story:
    """Book once, with ``presses`` tries in total; the first ``lost`` answers get lost."""
    api = BookingApi(Toggles(lose=lost))
    headers = {"Authorization": "Bearer kettle-key"}
    if key:
        headers["Idempotency-Key"] = "order-4711"
    answers = [
        api.handle("POST", "/parcels", headers, {"weight_kg": 2, "to": "Midmoor 7"})
        for _ in range(presses)
    ]
    seen = tuple(None if a.lost else a.status for a in answers)
    return Story(len(api.parcels), round(api.charged_eur, 2), seen, tuple(api.log))


def hide(text: str) -> str:
    """A text without access keys, fit for a log."""
    for key in KEYS:
        text = text.replace(key, "•••")
    return text


def _unfit(body: Any) -> str:
    if not isinstance(body, Mapping):
        return "A booking is a table with weight_kg and to."
    weight, to = body.get("weight_kg"), body.get("to")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 40:
        return "weight_kg is a number above 0 and at most 40."
    if not isinstance(to, str) or not to.strip():
        return "to is the address, as text."
    if body.get("service", "signature") not in SERVICES:
        return f"service is one of {', '.join(SERVICES)}."
    if not isinstance(body.get("note", ""), str) or len(body.get("note", "")) > LONGEST_NOTE:
        return f"note is a text of at most {LONGEST_NOTE} characters."
    unknown = sorted(str(k) for k in body if k not in ("weight_kg", "to", "service", "note"))
    return f"{unknown[0]} is not a field of a booking." if unknown else ""


def _view(parcel: Mapping[str, Any]) -> dict[str, Any]:
    """A parcel as 1.4 sends it; the order of the fields is what readers by position trust."""
    names = ("id", "status", "note", "weight_kg", "price", "to", "service")
    held = {**parcel, "price": PRICE_EUR}
    return {name: held[name] for name in names}
