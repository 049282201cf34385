"""call_traces.jsonl: 2,000 spans that walk the five journeys, and a few storms of INC-0417.

Calm traces take exactly the hops of ``journeys.json``. Times come from ``catalogue.yaml``; a
service marked "whole" waits for what it calls. Storm traces follow the layers of the incident:
each layer waits 2 s and tries three times, and a call whose caller has gone runs on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sections.draws import Draws
from tpo import case

SPANS = 2_000
CALM_TRACES = {"book": 90, "deliver": 45, "plan": 20, "invoice": 20}
FILLER = "track"  # fills the rest, because its journey has one or two spans
OPTIONAL_PERCENT = {"track": 40, "book": 20, "deliver": 20}
HOURS = {"track": (6, 23), "book": (8, 21), "deliver": (9, 19), "plan": (2, 3), "invoice": (22, 23)}
HICCUP_PERCENT = 4
HICCUPS = {"book": "address-check", "deliver": "PingCo", "plan": "PingCo"}

# Own work in ms (p50, p99), without waiting, where the catalogue has no figure or counts the
# waiting too. GeoSure and PingCo are set so that address-check and notify come out as
# catalogued; address-check's p99 of 1,400 ms is the work of INC-0417.
OWN_MS = {
    "booking": (4, 15),
    "address-check": (3, 10),
    "notify": (5, 20),
    "courier-app": (15, 60),
    "tally": (250, 900),
    "routing": (30, 120),
    "aviary": (8, 40),
    "GeoSure": (87, 330),
    "PingCo": (195, 2_480),
}
NIGHT_PLAN_MS = (48_000, 140_000)  # one depot

# Storm traces: (minute, does every address check come too late, SDK try that gets through)
STORMS: tuple[tuple[str, bool, int | None], ...] = (
    ("18:04", True, None),
    ("19:12", False, None),
    ("20:21", False, None),
    ("20:29", False, None),
    ("20:33", False, 2),
    ("20:38", False, None),
)
LATE_PERCENT = 60
LATE_MS = (2_100, 7_900)
SLOW_MS = (900, 1_450)

WAITING_KINDS = ("sync", "db", "external")


@dataclass(eq=False)
class Span:
    """One call. ``waits_ms`` is how long its caller waits at most."""

    service: str
    kind: str
    parent: "Span | None"
    attempt: int = 1
    ms: int | None = None
    status: str = "ok"
    waits_ms: int | None = None


@dataclass
class Trace:
    """The spans of one walk through a journey, callers before the called."""

    journey: str
    start: datetime
    spans: list[Span]


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file: one JSON object a line."""
    draws = Draws("call_traces")
    journeys = case.journeys(root)
    incident = case.incident("INC-0417", root)
    traces = [storm(draws, incident, *row) for row in STORMS]
    for name, count in CALM_TRACES.items():
        traces += [calm(draws, journeys[name]) for _ in range(count)]
    left = SPANS - sum(len(trace.spans) for trace in traces)
    while left > 0:
        trace = calm(draws, journeys[FILLER], most=left)
        traces.append(trace)
        left -= len(trace.spans)
    set_times(draws, traces, case.services(root))
    return lines(sorted(traces, key=lambda trace: trace.start))


def calm(draws: Draws, journey: case.Journey, most: int = SPANS) -> Trace:
    """Walk one journey on a calm day of November 2025, with at most ``most`` spans."""
    day = draws.pick([day for day in range(1, 31) if day != 28])
    hour = draws.between(*HOURS[journey.name])
    start = datetime(2025, 11, day, hour, draws.below(60))
    trace = Trace(journey.name, start, [])
    latest: dict[str, Span] = {}
    for hop in journey.hops:
        if hop.optional and not (
            draws.chance(OPTIONAL_PERCENT[journey.name]) and len(trace.spans) < most
        ):
            continue
        parent = latest.get(hop.source)
        attempt = 1
        if HICCUPS.get(journey.name) == hop.target and draws.chance(HICCUP_PERCENT):
            trace.spans.append(Span(hop.target, hop.kind, parent, status="error"))
            attempt = 2
        latest[hop.target] = Span(hop.target, hop.kind, parent, attempt)
        trace.spans.append(latest[hop.target])
    return trace


def storm(
    draws: Draws, incident: case.Incident, minute: str, all_late: bool, rescue: int | None
) -> Trace:
    """Follow one booking through the bad phase, zombie work included."""
    day = incident.clock[0].at.date().isoformat()
    trace = Trace("book", datetime.fromisoformat(f"{day}T{minute}"), [])
    off = next(row.at for row in incident.clock if row.mark == "gateway_retries_off")
    sdk, gateway, booking = incident.layers
    for sdk_try in range(1, sdk.tries + 1):
        front = call(trace, sdk.calls, None, sdk_try, sdk.timeout_s)
        for gateway_try in range(1, gateway.tries + 1 if trace.start < off else 2):
            order = call(trace, gateway.calls, front, gateway_try, gateway.timeout_s)
            for booking_try in range(1, booking.tries + 1):
                check = call(trace, booking.calls, order, booking_try, booking.timeout_s)
                saved = sdk_try == rescue
                late = not saved and (all_late or booking_try == 1 or draws.chance(LATE_PERCENT))
                look_up = call(trace, incident.provider, check, 1, None, "external")
                look_up.ms = draws.between(*(LATE_MS if late else SLOW_MS))
                if not late:
                    # The caller may be long gone: this is where the second label comes from.
                    finish(trace, order)
                    break
            if saved:
                return trace
    return trace


def finish(trace: Trace, order: Span) -> None:
    """Do the rest of a booking whose address was found."""
    for service in ("label", "nest-reservations", "roost"):
        call(trace, service, order)
    log = call(trace, "trill", order, kind="event")
    for service in ("tracking", "aviary"):
        call(trace, service, log, kind="event")


def call(
    trace: Trace,
    service: str,
    parent: Span | None,
    attempt: int = 1,
    timeout_s: float | None = None,
    kind: str = "sync",
) -> Span:
    """Add one span to a storm trace."""
    waits_ms = None if timeout_s is None else int(timeout_s * 1000)
    span = Span(service, kind, parent, attempt, waits_ms=waits_ms)
    trace.spans.append(span)
    return span


def set_times(draws: Draws, traces: Sequence[Trace], services: Mapping[str, case.Service]) -> None:
    """Give every span its ms: its own work, then what it waited for; then apply timeouts."""
    alike: dict[tuple[str, int, int], list[Span]] = {}
    for trace in traces:
        for span in trace.spans:
            if span.ms is None:
                key = (span.service, *work_ms(trace, span, services))
                alike.setdefault(key, []).append(span)
    for (_, p50, p99), spans in alike.items():
        for span, ms in zip(spans, draws.spread(p50, p99, len(spans)), strict=True):
            span.ms = ms
    for trace in traces:
        for span in reversed(trace.spans):  # the called before their callers
            waited = sum(
                child.ms or 0
                for child in trace.spans
                if child.parent is span and child.kind in WAITING_KINDS
            )
            if span.service == "tracking":
                span.ms = max(span.ms or 0, waited + 5)  # drawn with its waiting already in it
            else:
                span.ms = (span.ms or 0) + waited
            if span.waits_ms is not None and span.ms > span.waits_ms:
                span.ms, span.status = span.waits_ms, "timeout"


def work_ms(trace: Trace, span: Span, services: Mapping[str, case.Service]) -> tuple[int, int]:
    """Return p50 and p99 of a span's own work in ms."""
    if trace.journey == "plan" and span.parent is None:
        return NIGHT_PLAN_MS
    if span.service in OWN_MS:
        return OWN_MS[span.service]
    service = services[span.service]
    if service.p50_ms is None or service.p99_ms is None:
        raise case.CaseFileError(
            f"datasets/catalogue.yaml gives '{span.service}' no milliseconds: add them there, or "
            "its own work to OWN_MS in datasets/sections/call_traces.py."
        )
    return int(service.p50_ms), int(service.p99_ms)


def lines(traces: Sequence[Trace]) -> bytes:
    """Number traces and spans in file order and write them."""
    text = []
    ids: dict[Span, str] = {}
    for number, trace in enumerate(traces, 1):
        for span in trace.spans:
            ids[span] = f"s{len(ids) + 1:04d}"
            row = {
                "trace_id": f"{trace.start:%Y%m%dT%H%M}-{number:03d}",
                "journey": trace.journey,
                "span_id": ids[span],
                "parent": ids[span.parent] if span.parent else None,
                "service": span.service,
                "kind": span.kind,
                "ms": span.ms,
                "attempt": span.attempt,
                "status": span.status,
            }
            text.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(text).encode()
