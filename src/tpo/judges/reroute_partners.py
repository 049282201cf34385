"""Six partner programs that use a reroute service, each in its own way.

Every program does a small piece of work against the service that a contract describes and says in
one clause what went wrong ("" when nothing did). They are written against what was agreed: the
fields of an answer and their order, the reason codes, the statuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tpo.judges.booking_api import PATIENCE_S
from tpo.judges.message import Answer, header
from tpo.judges.reroute_contract import ANSWER, CASES, STATUSES, reason
from tpo.judges.reroute_service import Built, Day, RerouteService
from tpo.judges.reroute_wire import Open, Wire, in_process

REASONS = tuple(reason(case) for case in CASES[1:])
TRIES = 3  # what Hana's SDK does when no answer comes


def _done(answer: Answer) -> bool:
    return 200 <= answer.status < 300


def tolerant_reader(wire: Wire) -> str:
    """Reads the status and the fields it needs by name; ignores the rest."""
    wire.service.nests_free = 0
    if _done(wire.wish()):
        return "it told a shopper “done” although the Nest was full"
    wire.service.nests_free = 5
    said = wire.wish(key="b")
    if not _done(said) or not isinstance(said.body, Mapping) or "id" not in said.body:
        return "its ordinary wish was not fulfilled"
    return ""


def strict_enum(wire: Wire) -> str:
    """Knows the agreed reason codes and status words, and stops at any other."""
    said = wire.wish()
    if _done(said) and said.body.get("status") not in STATUSES:
        return "it stops at a status word it doesn't know"
    wire.service.minutes_before = 0
    late = wire.wish(target="door", key="b")
    word = late.body.get("reason") if isinstance(late.body, Mapping) else None
    return "" if word in REASONS else "it can't tell why a late wish was refused"


def generated_sdk(wire: Wire) -> str:
    """Made from the description; asks again, silently, when no answer comes in two seconds."""
    form, contract = wire.service.form, wire.service.built.contract
    key = "a" if form["key"] == "required" else None  # sends what the description demands
    for _ in range(TRIES):
        said = wire.wish(key=key)
        if said.after_s <= PATIENCE_S and not said.lost:
            break
    if wire.service.changes > 1:
        return f"its silent repeats made {wire.service.changes} changes of one wish"
    method, path = form["method"], wire.service.built.at("LP-000042")
    wrong = contract.response(method, path, said.status, said.headers, said.body)
    return f"an answer isn't what the description says ({wrong[0].rstrip('.')})" if wrong else ""


def csv_import(wire: Wire) -> str:
    """Files the values of each good answer by their place; knows no names."""
    rows = []
    for target, minutes in (("nest", 300), ("door", 0)):
        wire.service.minutes_before = minutes
        said = wire.wish(target=target, key=target)
        if _done(said) and isinstance(said.body, Mapping):
            rows.append([*said.body.values()])
    width = len(ANSWER["required"])
    if any(len(row) < width or row[4] not in STATUSES for row in rows):
        return "a refusal landed in its table as a row with shifted columns"
    return "" if rows else "its table stays empty"


def webhook_consumer(wire: Wire) -> str:
    """Is told about each change; a lost answer and a repeat are one change to it."""
    heard: list[Mapping[str, object]] = []
    deliver = wire.service.deliver

    def hear(event: dict[str, object]) -> None:
        heard.append(event)
        deliver(event)

    wire.service.deliver = hear
    key = "a" if wire.service.form["key"] == "required" else None
    wire.wish(key=key)
    wire.wish(key=key)
    told = [event for event in heard if event.get("parcel_id")]
    if not told:
        return "it was never told"
    return "" if len(told) == 1 else f"it was told {len(told)} times about one wish"


def cached_client(wire: Wire) -> str:
    """Keeps what it read until its mark changes; answers a GET it made before from its own copy."""
    first = wire.wish(target="nest", key="a")
    where = header(first.headers, "Location")
    if wire.service.form["method"] == "get":
        return "it never sends the same wish again: it has the answer of the first in its copy"
    if not where:
        return "no answer says where to look"
    copy = wire.look(where)
    if not _done(copy):
        return "it finds nothing where the answer told it to look"
    wire.service.plan()
    mark = header(copy.headers, "ETag")
    again = wire.look(where, mark)
    fresh = copy.body if again.status == 304 else again.body
    return "" if fresh["status"] == "PLANNED" else "it shows an old plan for ever"


PROGRAMS: Mapping[str, Callable[[Wire], str]] = {
    "tolerant_reader": tolerant_reader,
    "strict_enum": strict_enum,
    "generated_sdk": generated_sdk,
    "csv_import": csv_import,
    "webhook_consumer": webhook_consumer,
    "cached_client": cached_client,
}


def run_programs(built: Built, day: Day, way: Open = in_process) -> dict[str, str]:
    """{program: what went wrong}, only those for whom something did."""
    said = {name: run(way(RerouteService(built, day))) for name, run in PROGRAMS.items()}
    return {name: trouble for name, trouble in said.items() if trouble}
