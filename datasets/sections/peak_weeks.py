"""The three weeks of November 2025 that parcels, scans and invoices share.

12,000 labels: 11,910 parcels booked from Monday 10 to Saturday 29 November, and 90 second labels
of INC-0417. Friday the 28th is the peak: the day's doors fail more often. The noise of the scans
comes from the course's own event log, so the replay rules of M07 err here as they do there.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from tpo.engines.event_log import Log, Week, make_log

FIRST = datetime(2025, 11, 10)
DAYS = 20
LABELS, TWINS = 12_000, 90
INCIDENT_DAY = 18  # Friday, 28 November
WEEKDAYS = (1.0, 1.05, 1.0, 1.0, 1.15, 0.7, 0.44)  # Sunday is 38 % of Friday
PEAK = {17: 2.0, 18: 2.6, 19: 0.4}  # Thursday, Friday, and Saturday until 15:00


@lru_cache
def log() -> Log:
    """Draw the three weeks."""
    volumes = tuple(PEAK.get(day, WEEKDAYS[day % 7]) for day in range(DAYS))
    return make_log(
        Week(
            parcels=LABELS - TWINS,
            volumes=volumes,
            ends_h=(DAYS - 1) * 24 + 15,
            bad_days=(INCIDENT_DAY, INCIDENT_DAY + 1),
            bad_times=1.6,
            twins=TWINS,
            twin_day=INCIDENT_DAY,
            seed=417,
        )
    )


def when(seconds: int) -> datetime:
    """A time of the log as a date and time in UTC."""
    return FIRST + timedelta(seconds=seconds)


def minute(seconds: int) -> str:
    """ "2025-11-28T17:42Z"."""
    return when(seconds).strftime("%Y-%m-%dT%H:%MZ")


def second(seconds: int) -> str:
    """ "2025-11-28T17:42:09Z"."""
    return when(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def merchant(order_id: str) -> int:
    """The merchant of an order: 42 API partners bring 68 % of the volume.

    The number follows from the order, so that all files name the same merchant.
    """
    mixed = int(order_id[1:]) * 7_919 % 10_007
    return mixed % 42 + 1 if mixed * 100 < 68 * 10_007 else 43 + mixed % 1_808
