"""Lists and limits: three programs read a long list while the world moves.

A nightly job reads 2,000 parcels page by page while new ones arrive and others drop out. A big
merchant asks for all its parcels at once. A keen program calls faster than it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

PAGING = ("offset", "cursor")
TOTALS = ("exact", "estimate", "more")
BIG_LIST = 400_000
ROW_S = 0.0000225  # reading one row; 400,000 rows hold the service for nine seconds
COUNT_S = 0.11  # counting all rows of a big merchant, measured each time
PAGE_S = 0.045  # everything else about a page
CALL_LIMIT_PER_S = 50


@dataclass(frozen=True)
class World:
    """A list of ``parcels``; ``moves`` arrive and as many drop out while one page is read."""

    parcels: int = 2_000
    moves: float = 5.0
    keen_per_s: int = 90
    seed: int = 4


@dataclass(frozen=True)
class Read:
    """What a job that read the list has: parcels missed, parcels twice, calls made."""

    missing: int
    twice: int
    calls: int


@lru_cache(maxsize=256)
def read_all(paging: str, size: int, world: World = World(), pages: int | None = None) -> Read:
    """Page through the list, newest first, while parcels come in and drop out."""
    draw = Random(world.seed)
    names = list(range(world.parcels, 0, -1))  # newest first
    there_all_along = set(names)
    newest, seen, place, calls, owed = world.parcels, [], 0, 0, 0.0
    while pages is None or calls < pages:
        if paging == "offset":
            page = names[place : place + size]
            place += size
        else:
            page = [n for n in names if place == 0 or n < place][:size]
            place = page[-1] if page else place
        calls += 1
        seen += page
        if len(page) < size:
            break
        owed += world.moves
        while owed >= 1:
            owed -= 1
            newest += 1
            names.insert(0, newest)
            gone = names.pop(draw.randrange(len(names)))
            there_all_along.discard(gone)
            if draw.random() < 0.5:  # some drop out without a newcomer taking their place
                there_all_along.discard(names.pop(draw.randrange(len(names))))
    held = set(seen)
    reach = there_all_along if pages is None else {n for n in there_all_along if n >= min(held)}
    return Read(len(reach - held), len(seen) - len(held), calls)


def judge(rules: Mapping[str, Any], world: World) -> dict[str, Any]:
    """What the three programs meet."""
    limit = rules["max_page"]
    page = min(rules["page_size"], limit) if limit else rules["page_size"]
    job = read_all(rules["paging"], page, world)
    biggest = min(BIG_LIST, limit) if limit else BIG_LIST
    count = COUNT_S if rules["total"] == "exact" else 0.0
    refused = max(0, world.keen_per_s - CALL_LIMIT_PER_S)
    again = 1.0 if rules["retry_after"] else 6.0  # at once, over and over, against once when told
    status = rules["limit_status"]
    return {
        "missing": job.missing,
        "twice": job.twice,
        "calls": job.calls,
        "hold_s": biggest * ROW_S,
        "biggest": biggest,
        "storm": again,
        "refused": refused,
        "status": status,
        "blames_us": status >= 500,
        "told": status == 429,
        "count_share": count / (count + PAGE_S),
        "page": page,
        "parcels": world.parcels,
    }
