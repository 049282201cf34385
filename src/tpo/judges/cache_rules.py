"""Four kinds of reads at the peak, replayed on a table of cache rules.

Each read asks for one answer about one thing as one person. A rule says how long a copy may be
kept, when it is thrown away early, what the key holds and whether copies end at different times.
Observations only: load on the database, old answers, permissions that outlived their rule,
answers shown to the wrong person, and the worst second.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

READS = ("tracking_status", "delivery_details", "reroute_permission", "nest_hours")
EVENTS = ("nothing", "scan", "change")
KEYS = ("thing", "thing_and_person")


@dataclass(frozen=True)
class Peak:
    """Half an hour of reads. Rates per second; ``seconds`` long, measured in the second half.

    ``things`` are the parcels (or Nests) asked about, most of them rarely: thing k is asked
    in proportion to 1 / (k + 1). ``scan_every`` and ``change_every`` are mean times in seconds
    between scans of one parcel and between changes of its details.
    """

    tracking_per_s: float = 280.0
    details_per_s: float = 40.0
    permission_per_s: float = 10.0
    hours_per_s: float = 60.0
    parcels: int = 60_000
    nests: int = 620
    scan_every: float = 9_000.0
    change_every: float = 40_000.0
    second_person: float = 0.25
    seconds: float = 1_800.0
    sample: int = 20  # one in this many parcels is replayed, at its own rate; loads are scaled up
    seed: int = 1
