"""Hold a list of what a feature touches against the feature's walk and its catalogue of touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case

LISTS = ("components", "contracts", "teams", "data")


def compare(named: Mapping[str, Sequence[str]], feature: str) -> dict[str, Any]:
    """What was found, forgotten and named for nothing. Contestable things count neither way.

    ``f1`` is the harmonic mean of the share found and the share of names that are right;
    ``left_out`` is the share of untouched things that were rightly left out.
    """
    truth = case.features()[feature]
    touched = [t for t in truth.touches if t.label in ("key", "part")]
    untouched = [t for t in truth.touches if t.label == "no"]
    found = [t for t in touched if t.name in named[t.list]]
    extra = [t for t in untouched if t.name in named[t.list]]
    keys = [t for t in touched if t.label == "key"]
    forgotten = [t for t in keys if t not in found]
    walked = dict.fromkeys(h.target for h in truth.hops if h.target in case.services())
    return {
        "feature": truth.title,
        "touched": len(touched),
        "found": len(found),
        "recall": len(found) / len(touched),
        "precision": len(found) / max(1, len(found) + len(extra)),
        "f1": 2 * len(found) / max(1, len(found) + len(extra) + len(touched)),
        "left_out": 1 - len(extra) / len(untouched),
        "extra": len(extra),
        "extra_name": extra[0].name if extra else "",
        "extra_because": extra[0].because if extra else "",
        "keys": len(keys),
        "keys_found": len(keys) - len(forgotten),
        "forgotten": tuple(t.name for t in forgotten),
        "walked": len(walked),
        "boxes_found": sum(t.list == "components" for t in found),
        "boxes": sum(t.list == "components" for t in touched),
    }
