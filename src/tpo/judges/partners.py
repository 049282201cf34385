"""Fourteen changes to the Booking API, each run on six programs of partners.

Every client is a small program that does a morning's work against the service: book parcels,
read one, ask for an unknown one, receive one event. ``run_change`` returns what went wrong for
each. The same clients run against each *alternative* way to make the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

CLIENTS = (
    "tolerant_reader",
    "strict_enum",
    "generated_sdk",
    "csv_import",
    "webhook_consumer",
    "cached_client",
)
WAYS = ("ship", "add_beside", "opt_in", "new_version")
DAYS = {"ship": 0, "add_beside": 2, "opt_in": 5, "new_version": 30}  # work for Linnet, in days
STATUSES = ("BOOKED", "LOADED", "DELIVERED")
COLUMNS = ("id", "status", "note", "weight_kg", "price")


@dataclass(frozen=True)
class Parcels:
    """A morning's parcels: what the partners book and read."""

    heavy_kg: float = 31.5
    price: float = 4.85
    status: str = "LOADED"
    orders: int = 3


@dataclass(frozen=True)
class Api:
    """How the service behaves in one version; the default is version 1.4."""

    columns: tuple[str, ...] = COLUMNS
    status: str = ""  # a value that 1.4 doesn't have
    price_as_text: bool = False
    most_kg: float = 40.0
    needs: tuple[str, ...] = ()
    default_service: str = "signature"
    unknown_status: int = 404
    etag: bool = True
    event_field: str = "parcel_id"
    event_also: str = ""

    def book(self, order: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and parcel."""
        if any(name not in order for name in self.needs) or order["weight_kg"] > self.most_kg:
            return 422, {}
        return 201, {**order, "service": order.get("service", self.default_service)}

    def read(self, parcels: Parcels) -> dict[str, Any]:
        """One parcel, its fields in the order in which they are sent."""
        held = {
            "id": "LP-000042",
            "status": self.status or parcels.status,
            "note": "back door",
            "weight_kg": 2.5,
            "price": str(parcels.price) if self.price_as_text else parcels.price,
            "price_eur": parcels.price,
            "price_text": str(parcels.price),
            "nest_hint": "Nest 7",
            "status_detail": "DELAYED_CUSTOMS",
        }
        return {name: held[name] for name in self.columns}

    def event(self) -> dict[str, Any]:
        """What the webhook sends."""
        names = [self.event_field, *([self.event_also] if self.event_also else [])]
        return {"event": "parcel.delivered", **dict.fromkeys(names, "LP-000042")}


V14 = Api()
TITLES = {
    "field_at_end": "a parcel gets a new field, nest_hint, at its end",
    "field_between": "the same field, put right after the id",
    "new_status": "a parcel's status may now also be DELAYED_CUSTOMS",
    "optional_question": "a booking may carry a new field, country",
    "required_question": "a booking must carry the new field country",
    "note_removed": "the field note (optional, often empty) leaves the answer",
    "weight_tightened": "a parcel may weigh 30 kg at most; until now 40 kg went through",
    "weight_relaxed": "a parcel may weigh 50 kg instead of 40",
    "price_renamed": "price is now called price_eur; type and place stay",
    "price_as_text": 'price becomes text: "4.85" instead of 4.85',
    "default_service": "who names no service now gets doorstep; until now it was signature",
    "unknown_409": "an unknown parcel is answered with 409 instead of 404",
    "etag_removed": "answers no longer carry an ETag (the mark of a changed copy)",
    "event_field_renamed": "events name the parcel id instead of parcel_id",
}

# change → {way of making it: what the service then does}. "new_version" leaves 1.4 as it is.
CHANGES: Mapping[str, Mapping[str, Api]] = {
    "field_at_end": {
        "ship": replace(V14, columns=(*COLUMNS, "nest_hint")),
    },
    "field_between": {
        "ship": replace(V14, columns=("id", "nest_hint", *COLUMNS[1:])),
        "add_beside": replace(V14, columns=(*COLUMNS, "nest_hint")),
    },
    "new_status": {
        "ship": replace(V14, status="DELAYED_CUSTOMS"),
        "add_beside": replace(V14, columns=(*COLUMNS, "status_detail")),
    },
    "optional_question": {
        "ship": V14,
    },
    "required_question": {
        "ship": replace(V14, needs=("country",)),
        "add_beside": V14,
    },
    "note_removed": {
        "ship": replace(V14, columns=("id", "status", "weight_kg", "price")),
    },
    "weight_tightened": {
        "ship": replace(V14, most_kg=30.0),
    },
    "weight_relaxed": {
        "ship": replace(V14, most_kg=50.0),
    },
    "price_renamed": {
        "ship": replace(V14, columns=(*COLUMNS[:-1], "price_eur")),
        "add_beside": replace(V14, columns=(*COLUMNS, "price_eur")),
    },
    "price_as_text": {
        "ship": replace(V14, price_as_text=True),
        "add_beside": replace(V14, columns=(*COLUMNS, "price_text")),
    },
    "default_service": {
        "ship": replace(V14, default_service="doorstep"),
    },
    "unknown_409": {
        "ship": replace(V14, unknown_status=409),
    },
    "etag_removed": {
        "ship": replace(V14, etag=False),
    },
    "event_field_renamed": {
        "ship": replace(V14, event_field="id"),
        "add_beside": replace(V14, event_also="id"),
    },
}


def behaviour(change: str, way: str) -> Api:
    """The service that partners meet. A way that doesn't exist for a change means shipping it."""
    if way in ("opt_in", "new_version"):
        return V14  # nobody meets the change who didn't ask for it
    ways = CHANGES[change]
    return ways.get(way, ways["ship"])


def _book(api: Api, parcels: Parcels, weights: tuple[float, ...], service: str = "") -> str:
    for weight in weights:
        order: dict[str, Any] = {"weight_kg": weight, "to": "Midmoor 7"}
        if service:
            order["service"] = service
        status, parcel = api.book(order)
        if status != 201:
            return f"a booking of {weight:g} kg is refused with {status}"
        if parcel["service"] != "signature":
            return "the parcel goes out without a signature"
    return ""


def tolerant_reader(api: Api, parcels: Parcels) -> str:
    """Reads the fields it needs by name; an unknown status means "on its way"."""
    said = api.read(parcels)
    if not isinstance(said.get("price"), int | float):
        return "it can't add up the price"
    return _book(api, parcels, (1.0,) * parcels.orders, "signature")


def strict_enum(api: Api, parcels: Parcels) -> str:
    """Knows the three status values of 1.4, and stops at any other."""
    said = api.read(parcels)
    if said["status"] not in STATUSES:
        return f"it crashes on the status {said['status']}"
    return _book(api, parcels, (2.0,) * parcels.orders)


def generated_sdk(api: Api, parcels: Parcels) -> str:
    """Made from the description: checks types, books heavy parcels, repeats a call after 409."""
    said = api.read(parcels)
    if not isinstance(said.get("price"), int | float):
        return "the field price is missing or has another type"
    calls = 1 + (2 if api.unknown_status == 409 else 0)
    if calls > 1:
        return f"one question for an unknown parcel becomes {calls} calls"
    return _book(api, parcels, (2.0, parcels.heavy_kg))


def csv_import(api: Api, parcels: Parcels) -> str:
    """Takes the first five values in the order they come; knows no names."""
    values = [*api.read(parcels).values(), None][: len(COLUMNS)]
    try:
        ok = isinstance(values[1], str) and values[1].isupper()
        float(values[3])
        float(values[4])
    except (TypeError, ValueError):
        ok = False
    return "" if ok else "its columns have shifted"


def webhook_consumer(api: Api, parcels: Parcels) -> str:
    """Receives events and looks up the parcel by ``parcel_id``."""
    return "" if api.event().get("parcel_id") else "it can't tell which parcel the event is about"


def cached_client(api: Api, parcels: Parcels) -> str:
    """Keeps its copy until the ETag changes."""
    return "" if api.etag else "it shows yesterday's status for ever"


PROGRAMS: Mapping[str, Callable[[Api, Parcels], str]] = {
    "tolerant_reader": tolerant_reader,
    "strict_enum": strict_enum,
    "generated_sdk": generated_sdk,
    "csv_import": csv_import,
    "webhook_consumer": webhook_consumer,
    "cached_client": cached_client,
}


@lru_cache(maxsize=512)
def run_change(change: str, way: str = "ship", parcels: Parcels = Parcels()) -> dict[str, str]:
    """{client: what went wrong}, only those for whom something did."""
    api = behaviour(change, way)
    said = {name: PROGRAMS[name](api, parcels) for name in CLIENTS}
    return {name: trouble for name, trouble in said.items() if trouble}


def judge(verdicts: Mapping[str, Mapping[str, Any]], parcels: Parcels) -> dict[str, Any]:
    """Hold predictions against runs.

    ``wrong`` counts changes whose clients were not named exactly; ``harmed`` counts clients that
    break with the chosen way of making the change; ``days`` is what the ways cost Linnet.
    """
    wrong: list[str] = []
    harmed: dict[str, dict[str, str]] = {}
    hit = alarm = 0
    truth = {name: run_change(name, "ship", parcels) for name in CHANGES}
    for name, verdict in verdicts.items():
        said = {client for client in verdict["who"] if client != "nobody"}
        if said != set(truth[name]):
            wrong.append(name)
        if said:
            hit += bool(truth[name])
            alarm += not truth[name]
        broken = run_change(name, verdict["way"], parcels)
        if broken:
            harmed[name] = broken
    breaking = sum(bool(t) for t in truth.values())
    return {
        "wrong": len(wrong),
        "which": tuple(wrong),
        "apart": hit / breaking - alarm / (len(truth) - breaking),
        "harmed": sum(len(h) for h in harmed.values()),
        "harmed_by": harmed,
        "days": sum(DAYS[v["way"]] for v in verdicts.values()),
        "breaking": breaking,
    }
