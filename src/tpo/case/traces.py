"""Call traces (``datasets/call_traces.jsonl``): who called whom, how long it took.

2,000 spans of November 2025, picked by hand-made rules rather than sampled at random: calm
minutes of five journeys, and a few storms from INC-0417.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tpo.case.files import CaseFileError, data_root, read_text
from tpo.case.journeys import Hop

if TYPE_CHECKING:
    import pandas as pd

FILE = "call_traces.jsonl"
RESTORE = "make it again with 'python datasets/generate.py'"

TRACE_UNITS = {"ms": "milliseconds", "attempt": "1 is the first try"}

_COLUMNS: dict[str, type] = {
    "trace_id": str,
    "journey": str,
    "span_id": str,
    "parent": str,
    "service": str,
    "kind": str,
    "ms": int,
    "attempt": int,
    "status": str,
}


def traces(root: Path | str | None = None) -> "pd.DataFrame":
    """Return the spans as a pandas frame, one row a span, in the order of the file.

    Columns: ``trace_id`` (``YYYYMMDDThhmm-number``, the minute the journey began, local time),
    ``journey``, ``span_id``, ``parent`` (the caller's span; missing where the call came from
    outside), ``service`` (who was called), ``kind`` (sync, event, db, external), ``ms`` (how
    long the caller waited, milliseconds), ``attempt`` (1 is the first try), ``status`` as the
    caller saw it (ok, error, timeout). Children that last longer than a timed-out parent are
    zombie work. Units are also in ``frame.attrs["units"]``.
    """
    # Only this loader needs pandas; labs and judges that run without it must still import case.
    import pandas as pd

    frame = pd.DataFrame(list(_rows(data_root(root))), columns=list(_COLUMNS))
    frame.attrs["units"] = dict(TRACE_UNITS)
    return frame


def trace_hops(root: Path | str | None = None) -> Mapping[str, tuple[Hop, ...]]:
    """Return the arrows that each trace took, by trace id, each arrow once and in walking order.

    The call that came from outside is left out: nobody traced its caller. Needs no pandas.
    """
    return _hops(data_root(root))


@lru_cache
def _hops(root: Path) -> Mapping[str, tuple[Hop, ...]]:
    service = {span_id: name for _, _, span_id, _, name, *_ in _rows(root)}
    found: dict[str, dict[Hop, None]] = {}
    for trace_id, _, _, parent, name, kind, *_ in _rows(root):
        arrows = found.setdefault(trace_id, {})
        if parent is not None:
            arrows[Hop(service[parent], name, kind)] = None
    return MappingProxyType({trace_id: tuple(arrows) for trace_id, arrows in found.items()})


@lru_cache
def _rows(root: Path) -> tuple[tuple[Any, ...], ...]:
    lines = read_text(root, FILE, RESTORE).splitlines()
    if not lines:
        raise CaseFileError(f"datasets/{FILE} is empty: {RESTORE}.")
    return tuple(_row(number, line) for number, line in enumerate(lines, 1))


def _row(number: int, line: str) -> tuple[Any, ...]:
    try:
        span = json.loads(line)
    except ValueError:
        span = None
    if not isinstance(span, dict) or list(span) != list(_COLUMNS):
        problem = f"is not a span with the fields {', '.join(_COLUMNS)}"
    else:
        wrong = [
            name
            for name, kind in _COLUMNS.items()
            if type(span[name]) is not kind and not (name == "parent" and span[name] is None)
        ]
        if not wrong:
            return tuple(span.values())
        problem = f"has the wrong type of value in {', '.join(wrong)}"
    raise CaseFileError(f"datasets/{FILE} line {number} {problem}: {RESTORE}.")
