"""Read a log back by a table of rules, and say how often that was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tpo.engines.event_log.scans import FINAL, HOUR, STATUSES, Event, Journey, Log, journey

DEDUPE_KEYS = ("none", "event_id", "parcel_and_type")
ORDERS = ("received_at", "device_seq", "status_rank", "occurred_at")
CLOCK_RULES = ("trust", "cap_at_received", "drop")
TERMINAL_RULES = ("none", "final_stays")
TOLERANCE_S = 300  # a clock that is this far ahead of the receipt is wrong
RANK = {status: rank for rank, status in enumerate(STATUSES)}


@dataclass(frozen=True)
class Rules:
    """How a log is read.

    ``dedupe_key``: which scans count as the same one. ``order_by``: which scan is the last.
    ``late_window_h``: scans received later than this after they occurred are dropped (None: none
    are). ``clock_rule``: what happens to a scan that seems to come from the future (taken as it
    is, taken at the time it was received, or dropped). ``terminal_rule``: does a final status
    (DELIVERED, PICKED_UP, RETURNED) stay, whatever comes after it?
    """

    dedupe_key: str = "event_id"
    order_by: str = "occurred_at"
    late_window_h: float | None = None
    clock_rule: str = "trust"
    terminal_rule: str = "none"


@dataclass(frozen=True)
class Comparison:
    """A replay beside the truth. Shares are shares of all parcels."""

    parcels: int
    wrong_status: float
    wrong_counts: float
    stuck: float
    extra_counts: float
    missing_counts: float
    wrong_by_zone: Mapping[str, float]
    """Share of each zone's parcels whose status is wrong."""


def replay(events: Iterable[Event], rules: Rules = Rules()) -> dict[str, Journey]:
    """Return each parcel's journey as the rules read it. ``events`` come as received."""
    by_parcel: dict[str, list[Event]] = {}
    seen: set[tuple[str, ...]] = set()
    window = None if rules.late_window_h is None else rules.late_window_h * HOUR
    for event in events:
        ahead = event.occurred - event.received
        if window is not None and -ahead > window:
            continue
        if ahead > TOLERANCE_S:
            if rules.clock_rule == "drop":
                continue
            if rules.clock_rule == "cap_at_received":
                event = event._replace(occurred=event.received)
        if rules.dedupe_key != "none":
            key = (
                (event.event_id,)
                if rules.dedupe_key == "event_id"
                else (event.parcel_id, event.type)
            )
            if key in seen:
                continue
            seen.add(key)
        by_parcel.setdefault(event.parcel_id, []).append(event)
    return {
        parcel: _read(ordered(scans, rules.order_by), rules) for parcel, scans in by_parcel.items()
    }


def ordered(scans: Sequence[Event], order_by: str) -> list[Event]:
    """One parcel's scans in the order of a rule; what the rule leaves open stays as received."""
    if order_by == "received_at":
        return list(scans)
    if order_by == "status_rank":
        return sorted(scans, key=lambda e: RANK[e.type])
    if order_by == "occurred_at":
        return sorted(scans, key=lambda e: (e.occurred, RANK[e.type]))
    # A counter orders the scans of one device; between devices the receipt has to decide.
    queues = {
        device: sorted((e for e in scans if e.device_id == device), key=lambda e: e.device_seq)
        for device in dict.fromkeys(e.device_id for e in scans)
    }
    return [queues[e.device_id].pop(0) for e in scans]


def _read(scans: Sequence[Event], rules: Rules) -> Journey:
    types = [scan.type for scan in scans]
    read = journey(types)
    if rules.terminal_rule == "final_stays":
        final = next((kind for kind in types if kind in FINAL), None)
        return read if final is None else read._replace(status=final)
    return read


def compare(log: Log, rules: Rules = Rules()) -> Comparison:
    """Replay a log and compare with what really happened."""
    read = replay(log.events, rules)
    unknown = Journey("", 0, 0)
    wrong: Counter[str] = Counter()
    zones: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for parcel in log.parcels:
        truth, got = log.truth[parcel.parcel_id], read.get(parcel.parcel_id, unknown)
        zones[parcel.zone] += 1
        if got.status != truth.status:
            wrong[parcel.zone] += 1
            count["stuck"] += truth.status == "LOADED" and got.status == "ATTEMPTED"
        more = got.attempts > truth.attempts or got.deliveries > truth.deliveries
        fewer = got.attempts < truth.attempts or got.deliveries < truth.deliveries
        count["more"] += more
        count["fewer"] += fewer
        count["counts"] += more or fewer
    n = len(log.parcels)
    return Comparison(
        parcels=n,
        wrong_status=sum(wrong.values()) / n,
        wrong_counts=count["counts"] / n,
        stuck=count["stuck"] / n,
        extra_counts=count["more"] / n,
        missing_counts=count["fewer"] / n,
        wrong_by_zone={zone: wrong[zone] / zones[zone] for zone in sorted(zones)},
    )
