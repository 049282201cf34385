"""Draw parcels, their scans, and what goes wrong between the scan and the log.

Only ``random.Random.random`` is used (its sequence never changes between Python versions), then
multiplication and truncation, so a log is the same on every machine.

How a scan goes wrong (chances are set so that the usual replay rules err as often as in the
curriculum's design check, section 9):

- *stuck*: the morning's LOADED scan hangs in a hand scanner of the depot and arrives after the
  stop it belongs to;
- *offline*: the stop's own scan arrives up to four hours later, mostly in Midmoor's valleys;
- *collected late*: the same for the van that collects;
- *repeated*: the phone sends a scan twice, with the same event id;
- *wrong clock*: the device is two to fourteen hours ahead or behind.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

HOUR, DAY = 3_600, 86_400
LATE_S = 1_800
"""A scan that arrives more than 30 minutes after it happened is late."""

STATUSES = (
    "BOOKED",
    "COLLECTED",
    "HUB_IN",
    "HUB_OUT",
    "LOADED",
    "ATTEMPTED",
    "NEST_DROPPED",
    "DELIVERED",
    "PICKED_UP",
    "RETURNED",
)
"""In the order of a parcel's life, as far as it has one."""

FINAL = ("DELIVERED", "PICKED_UP", "RETURNED")

ZONES = {"Harbour": ("HB", 6, 50), "Northvale": ("NV", 5, 32), "Midmoor": ("MM", 3, 18)}
"""Zone → (first letters of its depots, number of depots, percent of parcels)."""

COURIERS = 135  # in each depot; 14 depots, 1,900 couriers
DOOR = 0.82
LOCAL = 0.55  # of parcels stay in one depot and are never sent on
LOADED_BY_DRIVER = 0.05  # of parcels; the others pass a hand scanner of the depot
SECOND_OK, THIRD_OK = 0.70, 0.55
STUCK = {"Harbour": 0.068, "Northvale": 0.068, "Midmoor": 0.098}
OFFLINE = {"Harbour": 0.016, "Northvale": 0.020, "Midmoor": 0.29}
COLLECTED_LATE = {"Harbour": 0.02, "Northvale": 0.02, "Midmoor": 0.04}
REPEATED = 0.0097
WRONG_CLOCK = 0.004


class Event(NamedTuple):
    """One scan as the log has it. ``occurred`` is what the device's clock said."""

    event_id: str
    parcel_id: str
    type: str
    occurred: int
    received: int
    device_id: str
    device_seq: int
    depot_id: str


class Parcel(NamedTuple):
    """One label. A parcel that was labelled twice is two of these with one ``order_id``."""

    parcel_id: str
    order_id: str
    service: str
    zone: str
    depot_id: str
    booked: int
    twin: bool


class Journey(NamedTuple):
    """Where a parcel is, how often a door stayed shut, and how often it was handed over."""

    status: str
    attempts: int
    deliveries: int


@dataclass(frozen=True)
class Week:
    """What a log is drawn from.

    ``volumes`` is the relative number of bookings of each day. Scans end ``ends_h`` hours after
    the first midnight. Exactly ``first_ok`` of the door parcels with a first attempt are handed
    over at that attempt; on ``bad_days`` a failure is ``bad_times`` as likely as on others.
    ``twins`` parcels booked on ``twin_day`` carry a second label that the driver scans as
    delivered, whatever happened at the door.
    """

    parcels: int = 6_000
    volumes: tuple[float, ...] = (1.0, 1.05, 1.0, 0.45)
    ends_h: float = 3 * 24 + 15
    first_ok: float = 0.874
    bad_days: tuple[int, ...] = ()
    bad_times: float = 1.0
    twins: int = 0
    twin_day: int = 0
    offline: float = 1.0
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Log:
    """A log in the order received, with the truth that no rule may look at."""

    week: Week
    parcels: tuple[Parcel, ...]
    events: tuple[Event, ...]
    truth: dict[str, Journey]
    scanned: dict[str, tuple[tuple[str, int], ...]]
    """parcel → its true scans (type, time) in true order."""


class _Scan(NamedTuple):
    type: str
    at: int
    device: str
    depot: str


@lru_cache(maxsize=16)
def make_log(week: Week = Week()) -> Log:
    """Draw the parcels of a week, their scans and the noise."""
    uniform = random.Random(week.seed).random
    plans = [_plan(number, week, uniform) for number in range(week.parcels)]
    failing = _failing(plans, week, uniform)
    end = int(week.ends_h * HOUR)
    parcels: list[Parcel] = []
    scans: dict[str, list[_Scan]] = {}
    for number, (parcel, load_day) in enumerate(plans):
        parcels.append(parcel)
        trip = _trip(parcel, load_day, number in failing, uniform)
        scans[parcel.parcel_id] = [scan for scan in trip if scan.at <= end]
    for twin, one in _twins(parcels, week):
        parcels.append(twin)
        scans[twin.parcel_id] = _shadow(scans[one.parcel_id], uniform)
    return Log(
        week,
        tuple(parcels),
        _noise(parcels, scans, week, uniform),
        {key: journey([scan.type for scan in trip]) for key, trip in scans.items()},
        {key: tuple((scan.type, scan.at) for scan in trip) for key, trip in scans.items()},
    )


def journey(types: Sequence[str]) -> Journey:
    """Status and counts of scans in this order."""
    return Journey(
        types[-1], types.count("ATTEMPTED"), types.count("DELIVERED") + types.count("PICKED_UP")
    )


def _below(uniform: Callable[[], float], limit: int) -> int:
    return int(uniform() * limit)


def _between(uniform: Callable[[], float], low: float, high: float) -> int:
    return int(low + uniform() * (high - low))


def _pick(uniform: Callable[[], float], weights: Sequence[float]) -> int:
    at = uniform() * sum(weights)
    for index, weight in enumerate(weights):
        at -= weight
        if at < 0:
            return index
    return len(weights) - 1


def _plan(number: int, week: Week, uniform: Callable[[], float]) -> tuple[Parcel, int]:
    """One parcel and the day its van is loaded."""
    zone = list(ZONES)[_pick(uniform, [percent for _, _, percent in ZONES.values()])]
    letters, depots, _ = ZONES[zone]
    day = _pick(uniform, week.volumes)
    evening = min(19 * HOUR, int(week.ends_h * HOUR) - day * DAY)
    booked = day * DAY + _between(uniform, 7 * HOUR, evening)
    service = "door" if uniform() < DOOR else "nest"
    parcel = Parcel(
        f"p{number + 1:05d}",
        f"o{number + 1:05d}",
        service,
        zone,
        f"{letters}{_below(uniform, depots) + 1}",
        booked,
        False,
    )
    return parcel, day + 1


def _failing(
    plans: Sequence[tuple[Parcel, int]], week: Week, uniform: Callable[[], float]
) -> frozenset[int]:
    """The door parcels whose first attempt fails: an exact share, likelier on bad days."""
    risks = []
    for number, (parcel, load_day) in enumerate(plans):
        draw = uniform()
        if parcel.service != "door" or load_day * DAY + 17 * HOUR > week.ends_h * HOUR:
            # A stop after the end is not counted, but may as well fail.
            if draw > week.first_ok:
                risks.append((-1.0, number))
            continue
        times = week.bad_times if load_day in week.bad_days else 1.0
        risks.append((draw / times, number))
    counted = sorted(risk for risk in risks if risk[0] >= 0)
    failed = round(len(counted) * (1 - week.first_ok))
    return frozenset(
        [number for _, number in counted[:failed]] + [n for risk, n in risks if risk < 0]
    )


def _trip(
    parcel: Parcel, load_day: int, first_fails: bool, uniform: Callable[[], float]
) -> list[_Scan]:
    """All true scans of a parcel, in order."""
    depot = parcel.depot_id
    at = parcel.booked
    scans = [_Scan("BOOKED", at, "booking", depot)]
    at += _between(uniform, 1 * HOUR, 3 * HOUR)
    scans.append(_Scan("COLLECTED", at, _phone(depot, uniform), depot))
    at += _between(uniform, 0.5 * HOUR, 2.5 * HOUR)
    scans.append(_Scan("HUB_IN", at, f"{depot}-hub", depot))
    if uniform() >= LOCAL:
        at = max(at + 600, load_day * DAY - 2 * HOUR + _between(uniform, 0, 4 * HOUR))
        scans.append(_Scan("HUB_OUT", at, f"{depot}-hub", depot))
    day = load_day
    for attempt in (1, 2, 3):
        phone = _phone(depot, uniform)
        loader = phone if uniform() < LOADED_BY_DRIVER else f"{depot}-h{_below(uniform, 6) + 1}"
        loaded = day * DAY + _between(uniform, 6.5 * HOUR, 8.5 * HOUR)
        scans.append(_Scan("LOADED", loaded, loader, depot))
        at = day * DAY + _between(uniform, 9 * HOUR, 17 * HOUR)
        chance = uniform()
        if parcel.service == "nest":
            scans.append(_Scan("NEST_DROPPED", at, phone, depot))
            at += _between(uniform, 2 * HOUR, 60 * HOUR)
            scans.append(_Scan("PICKED_UP", at, "nest", depot))
            return scans
        fails = (first_fails, chance >= SECOND_OK, chance >= THIRD_OK)[attempt - 1]
        if not fails:
            scans.append(_Scan("DELIVERED", at, phone, depot))
            return scans
        scans.append(_Scan("ATTEMPTED", at, phone, depot))
        day += 1
    at = day * DAY + _between(uniform, 10 * HOUR, 15 * HOUR)
    scans.append(_Scan("RETURNED", at, f"{depot}-hub", depot))
    return scans


def _phone(depot: str, uniform: Callable[[], float]) -> str:
    return f"{depot}-{_below(uniform, COURIERS) + 1:03d}"


def _twins(parcels: Sequence[Parcel], week: Week) -> list[tuple[Parcel, Parcel]]:
    """The second labels, with the parcel each belongs to."""
    doors = [p for p in parcels if p.service == "door" and p.booked // DAY == week.twin_day]
    return [
        (one._replace(parcel_id=f"p{len(parcels) + number + 1:05d}", twin=True), one)
        for number, one in enumerate(doors[: week.twins])
    ]


def _shadow(scans: Sequence[_Scan], uniform: Callable[[], float]) -> list[_Scan]:
    """What the second label of a box goes through: closed as delivered at the first stop."""
    kept: list[_Scan] = []
    for scan in scans:
        at = scan.at + _between(uniform, 2, 20)
        if scan.type in ("ATTEMPTED", "DELIVERED"):
            return [*kept, scan._replace(type="DELIVERED", at=at)]
        kept.append(scan._replace(at=at))
    return kept


def _noise(
    parcels: Sequence[Parcel],
    scans: dict[str, list[_Scan]],
    week: Week,
    uniform: Callable[[], float],
) -> tuple[Event, ...]:
    """The log: every scan with its counter, the device's time and the time it was received."""
    zones = {parcel.parcel_id: parcel.zone for parcel in parcels}
    counters: dict[str, int] = {}
    in_order = sorted(
        (scan.at, key, index) for key, trip in scans.items() for index, scan in enumerate(trip)
    )
    counter = {}
    for _, key, index in in_order:
        device = scans[key][index].device
        counters[device] = counters.get(device, 0) + 1
        counter[key, index] = counters[device]
    events: list[Event] = []
    for key, trip in scans.items():
        received = _received(trip, zones[key], week.offline, uniform)
        for index, scan in enumerate(trip):
            occurred = scan.at
            if scan.type != "BOOKED" and uniform() < WRONG_CLOCK:
                off = _between(uniform, 2 * HOUR, 14 * HOUR)
                occurred += off if uniform() < 0.5 else -off
            event = Event(
                "",
                key,
                scan.type,
                occurred,
                received[index],
                scan.device,
                counter[key, index],
                scan.depot,
            )
            events.append(event)
            if scan.type != "BOOKED" and uniform() < REPEATED:
                events.append(event._replace(received=event.received + _between(uniform, 5, 1500)))
    # The id is given when the scan is made, so a repeat carries the one it had before.
    ids: dict[tuple[str, str, int, int], str] = {}
    named = []
    for event in sorted(events, key=lambda e: (e.received, e.parcel_id, e.type, e.occurred)):
        same = (event.parcel_id, event.type, event.occurred, event.device_seq)
        ids.setdefault(same, f"e{len(ids) + 1:05d}")
        named.append(event._replace(event_id=ids[same]))
    return tuple(named)


def _received(
    trip: Sequence[_Scan], zone: str, offline: float, uniform: Callable[[], float]
) -> list[int]:
    """When each scan of a parcel reached the log."""
    received = [scan.at + _between(uniform, 1, 60) for scan in trip]
    for index, scan in enumerate(trip):
        after = trip[index + 1] if index + 1 < len(trip) else None
        draw = uniform()
        if scan.type == "COLLECTED" and draw < COLLECTED_LATE[zone] * offline:
            received[index] = scan.at + _between(uniform, LATE_S, 4 * HOUR)
        elif scan.type == "LOADED" and after and draw < STUCK[zone] * offline:
            received[index] = max(after.at, scan.at + LATE_S) + _between(uniform, 60, 2400)
        elif scan.type in ("ATTEMPTED", "DELIVERED", "NEST_DROPPED") and (
            draw < OFFLINE[zone] * offline
        ):
            received[index] = scan.at + _between(uniform, LATE_S, 4 * HOUR)
    return received
