"""How an artefact leaves the learner's process: as plain JSON, bounded in size and depth.

``pack`` runs in the learner's kernel and only describes the value. ``unpack`` runs in the
grader's process and trusts nothing: it accepts this one form and raises ``Refused`` otherwise.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tpo.exercises.shape import BLANK

MIME = "application/vnd.two-languages.artefact+json"
CALL = re.compile(r'grade\("(\d+\.\d+)", (\w+)\)')
"""The one line of a grade cell: which exercise, and the name of the answer."""

MAX_BYTES = 200_000
MAX_DEPTH = 12
TAG = "$"  # a JSON object with this key stands for what JSON can't say


class Refused(Exception):
    """The handed-over record is not one of ours; the message is one sentence."""


class Opaque:
    """A value that isn't data, such as a function; reading it always fails kindly."""

    def __init__(self, kind: str):
        self.kind = kind

    def __repr__(self) -> str:
        return f"a {self.kind}"


def pack(exercise: str, artefact: Any) -> dict[str, Any]:
    """The record that a grade cell shows: {"exercise", "artefact"}."""
    record = {"exercise": exercise, "artefact": _plain(artefact, MAX_DEPTH)}
    if len(json.dumps(record)) > MAX_BYTES:
        record["artefact"] = {TAG: "other", "kind": "very large answer"}
    return record


def unpack(record: Any, exercise: str) -> Any:
    """The artefact in a record made for this exercise; raise Refused otherwise."""
    if not isinstance(record, Mapping) or set(record) != {"exercise", "artefact"}:
        raise Refused("The handed-in record has an unknown form.")
    if record["exercise"] != exercise:
        raise Refused(f"This cell grades {exercise}, but an answer to another exercise came.")
    try:
        size = len(json.dumps(record["artefact"], allow_nan=False))
        value = _value(record["artefact"], MAX_DEPTH)
    except (TypeError, ValueError, KeyError, IndexError, RecursionError):
        raise Refused("The handed-in record is malformed.") from None
    if size > MAX_BYTES:
        raise Refused(f"The answer is larger than {MAX_BYTES // 1000} kB.")
    return value


def _plain(value: Any, depth: int) -> Any:
    if value is BLANK:
        return {TAG: "blank"}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return int(value)
    if isinstance(value, int | float):
        number = float(value) if isinstance(value, float) else math.copysign(math.inf, value)
        return number if math.isfinite(number) else {TAG: "number", "is": repr(number)}
    if depth > 0 and isinstance(value, Mapping) and len(value) <= 10_000:
        return {
            "pairs": [[_plain(k, 1), _plain(v, depth - 1)] for k, v in value.items()],
            TAG: "table",
        }
    if depth > 0 and isinstance(value, list | tuple) and len(value) <= 10_000:
        return [_plain(item, depth - 1) for item in value]
    if hasattr(value, "item") and getattr(value, "size", None) == 1:  # a NumPy number
        return _plain(value.item(), depth)
    return {TAG: "other", "kind": type(value).__name__[:40]}


def _value(data: Any, depth: int) -> Any:
    if depth < 0:
        raise ValueError("too deep")
    if isinstance(data, list):
        return [_value(item, depth - 1) for item in data]
    if not isinstance(data, Mapping):
        return data
    tag = data.get(TAG)
    if tag == "blank":
        return BLANK
    if tag == "number":
        return float(str(data["is"]))
    if tag == "other":
        return Opaque(str(data["kind"])[:40])
    if tag == "table":
        return {_key(pair): _value(pair[1], depth - 1) for pair in data["pairs"]}
    raise ValueError("unknown object")


def _key(pair: Sequence[Any]) -> Any:
    key = _value(pair[0], 1)
    return key if isinstance(key, str | int | float | bool | None) else str(key)
