"""Compare the tags of somebody's week with the duties accepted for each entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case

DUTIES = tuple(case.duties())
NONE = "none"
AGREE = 0.8  # share of entries (curriculum)
MOST_TAGS = 2
MOST_NONE = 0.4
NAMED = 3  # least covered duties
OPEN = 20  # entries of the public check; the graded run reads all thirty


def read_week(
    who: str, rows: Sequence[Mapping[str, Any]], least: Sequence[str], entries: int
) -> dict[str, Any]:
    """What the tags say. ``entries``: how many of the log, evenly spread, are compared."""
    log = case.week_log(who)
    ids = list(log)
    read = [ids[i * len(ids) // entries] for i in range(entries)]
    tags = {row["entry"]: tuple(dict.fromkeys(row["duties"])) for row in rows}
    own = {id: tags[id] for id in ids if id in tags}
    agreed = [id for id in read if _agrees(own.get(id, ()), log[id].duties)]
    counts = Counter(tag for chosen in own.values() for tag in chosen if tag in DUTIES)
    rarest = sorted(counts[duty] for duty in DUTIES)[NAMED - 1]
    wrong = [duty for duty in dict.fromkeys(least) if counts[duty] > rarest]
    off = [id for id in read if id in own and id not in agreed]
    return {
        "who": who,
        "entries": len(ids),
        "compared": entries,
        "tagged": len(own),
        "others": [id for id in tags if id not in log],
        "agreed": len(agreed),
        "share": len(agreed) / entries,
        "none": sum(NONE in chosen for chosen in own.values()),
        "hidden_duties": [i for i in read if own.get(i) == (NONE,) and NONE not in log[i].duties],
        "many": [id for id, chosen in own.items() if len(chosen) > MOST_TAGS],
        "first_off": off[0] if off else None,
        "off_tags": {id: own[id] for id in off},
        "counts": {duty: counts[duty] for duty in DUTIES},
        "named": len(set(least)),
        "wrong_least": wrong,
        "least_ok": max(0, len(set(least)) - len(wrong)),
        "rarest": [d for d in DUTIES if counts[d] <= rarest],
    }


def _agrees(chosen: Sequence[str], accepted: Sequence[str]) -> bool:
    """One or two tags, each of them accepted."""
    return 0 < len(chosen) <= MOST_TAGS and all(tag in accepted for tag in chosen)
