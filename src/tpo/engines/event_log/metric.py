"""Run a definition of first-attempt success on a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpo.engines.event_log.scans import DAY, HOUR, Event, Log, Parcel

POPULATIONS = ("all_parcels", "door_parcels")
COUNTS = ("first_attempt", "every_attempt", "delivered_in_the_end")
TWINS = ("each_label", "one_per_order")
RETURNED = ("count_as_failure", "leave_out")
DATES = ("booked_at", "first_attempt_at")
LAST_STOP_S = 17 * HOUR
STOPS = ("ATTEMPTED", "DELIVERED", "NEST_DROPPED")


@dataclass(frozen=True)
class Metric:
    """A definition of first-attempt success.

    ``population``: which parcels. ``counts``: what is counted as a success, and out of what.
    ``labels``: does a parcel with two labels count twice? ``returned``: what happens to parcels
    that went back. ``dated_by``: which day a parcel belongs to. ``closes_after_h``: hours after
    the last stop (17:00 of the last day) at which the figure is computed from what has been
    received by then (None: never closes).
    """

    population: str = "door_parcels"
    counts: str = "first_attempt"
    labels: str = "one_per_order"
    returned: str = "count_as_failure"
    dated_by: str = "first_attempt_at"
    closes_after_h: float | None = None


@dataclass(frozen=True)
class Reading:
    """``value`` = ``good`` / ``valid``, a share from 0 to 1 (0 when nothing is valid)."""

    good: int
    valid: int

    @property
    def value(self) -> float:
        """The metric."""
        return self.good / self.valid if self.valid else 0.0


TRUE = Metric()


def first_attempt(log: Log, metric: Metric, first_day: int, last_day: int) -> Reading:
    """Run a definition over the days from ``first_day`` to ``last_day``, both included."""
    closes = None
    if metric.closes_after_h is not None:
        closes = last_day * DAY + LAST_STOP_S + metric.closes_after_h * HOUR
    good = valid = 0
    done: set[str] = set()
    scans = _scans(log, closes)
    for parcel in log.parcels:
        if metric.population == "door_parcels" and parcel.service != "door":
            continue
        if metric.labels == "one_per_order":
            if parcel.order_id in done:
                continue
            done.add(parcel.order_id)
        found = _count(parcel, scans.get(parcel.parcel_id, ()), metric, first_day, last_day)
        good += found[0]
        valid += found[1]
    return Reading(good, valid)


def _scans(log: Log, closes: float | None) -> dict[str, list[Event]]:
    """parcel → its scans received by then, each once, by the time they occurred."""
    by_parcel: dict[str, dict[str, Event]] = {}
    for event in log.events:
        if closes is None or event.received <= closes:
            by_parcel.setdefault(event.parcel_id, {}).setdefault(event.event_id, event)
    return {
        parcel: sorted(scans.values(), key=lambda e: min(e.occurred, e.received))
        for parcel, scans in by_parcel.items()
    }


def _count(
    parcel: Parcel, scans: Sequence[Event], metric: Metric, first_day: int, last_day: int
) -> tuple[int, int]:
    """(successes, cases) that one label adds."""
    stops = [scan for scan in scans if scan.type in STOPS]
    types = [scan.type for scan in scans]
    if not stops or (metric.returned == "leave_out" and "RETURNED" in types):
        return 0, 0
    at = parcel.booked if metric.dated_by == "booked_at" else stops[0].occurred
    if not first_day <= at // DAY <= last_day:
        return 0, 0
    reached = [stop.type != "ATTEMPTED" for stop in stops]
    if metric.counts == "every_attempt":
        return sum(reached), len(reached)
    if metric.counts == "delivered_in_the_end":
        return int(any(reached)), 1
    return int(reached[0]), 1
