"""Parcel scans as an event log: what happened, what was received, and rules to read it back.

- ``make_log(Week(...))`` draws parcels and their scans, then lets phones go offline, repeat
  themselves and mistake the time. The truth is kept beside the log.
- ``replay(log, Rules(...))`` reads the log back by a table of rules; ``compare`` says how often
  that was wrong.
- ``first_attempt(log, Metric(...))`` runs a definition of first-attempt success.

Times are whole seconds since midnight before the log's first day, in UTC.
"""

from tpo.engines.event_log.metric import Metric, Reading, first_attempt
from tpo.engines.event_log.replay import (
    CLOCK_RULES,
    DEDUPE_KEYS,
    ORDERS,
    TERMINAL_RULES,
    Comparison,
    Rules,
    compare,
    replay,
)
from tpo.engines.event_log.scans import (
    DAY,
    FINAL,
    HOUR,
    LATE_S,
    STATUSES,
    Event,
    Journey,
    Log,
    Parcel,
    Week,
    make_log,
)

__all__ = [
    "CLOCK_RULES",
    "DAY",
    "DEDUPE_KEYS",
    "FINAL",
    "HOUR",
    "LATE_S",
    "ORDERS",
    "STATUSES",
    "TERMINAL_RULES",
    "Comparison",
    "Event",
    "Journey",
    "Log",
    "Metric",
    "Parcel",
    "Reading",
    "Rules",
    "Week",
    "compare",
    "first_attempt",
    "make_log",
    "replay",
]
