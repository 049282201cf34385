"""Read a trade study typed as YAML (or as plain data) into clean values, or say what is wrong."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from tpo import case
from tpo.exercises.shape import BadShape, kind, short
from tpo.judges.trade_study import TIE

KEYS = (
    "weights",
    "weights_fixed",
    "first_score",
    "edits",
    "options",
    "result",
    "confidence",
    "pick",
    "tiebreaker",
    "tipping",
    "claim_p95_ms",
)
NONE = ("none", "", None)


def read_study(source: Any) -> dict[str, Any]:
    """The study; raise BadShape with one sentence.

    ``tipping`` becomes (criterion, weight) or None; ``late_edits`` counts weights changed after the
    first score, ``toward`` is the option that these changes help most.
    """
    data = _mapping(source)
    missing = [name for name in KEYS if name not in data]
    if missing:
        raise BadShape(f"The line `{missing[0]}:` is missing.")
    unfilled = [name for name in KEYS if data[name] in ("...", "?", Ellipsis)]
    if unfilled:
        raise BadShape(f"Still blank: `{unfilled[0]}`.")
    weights = _weights(data["weights"])
    options = _options(data["options"], tuple(weights))
    names = tuple(options)
    late = _late(data, weights)
    return {
        "weights": weights,
        "options": options,
        "late_edits": len(late),
        "toward": _toward(late, options),
        "result": _one_of("result", data["result"], (*names, TIE)),
        "confidence": _number("confidence", data["confidence"], 0, 100) / 100,
        "pick": _one_of("pick", data["pick"], names),
        "tiebreaker": ""
        if data["tiebreaker"] in NONE or data["tiebreaker"] == "none"
        else str(data["tiebreaker"]).strip(),
        "tipping": _tip(data["tipping"], tuple(weights)),
        "claim_p95_ms": None
        if data["claim_p95_ms"] in NONE
        else _number("claim_p95_ms", data["claim_p95_ms"], 1, 1e7),
    }


def _mapping(source: Any) -> Mapping[str, Any]:
    if isinstance(source, Mapping):
        return source
    try:
        data = yaml.safe_load(str(source))
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" near line {mark.line}" if mark else ""
        raise BadShape(
            f"The study can't be read{where}: look for a missing bracket, comma or colon."
        ) from None
    if not isinstance(data, Mapping):
        raise BadShape("A study is a list of lines such as `result: events`.")
    return data


def _weights(found: Any) -> dict[str, float]:
    known = case.choosing().criteria
    if not isinstance(found, Mapping) or not 2 <= len(found) <= len(known):
        raise BadShape("`weights` needs at least two criteria, each with its weight of 100.")
    weights = {}
    for name, value in found.items():
        if name not in known:
            raise BadShape(f"There is no criterion {short(name)}; {_near(name, known)}")
        weights[str(name)] = _number(f"weights: {name}", value, 0, 100)
    total = math.fsum(weights.values())
    if abs(total - 100) > 0.51:
        raise BadShape(f"The weights add up to {total:g}; make them 100.")
    return weights


def _options(found: Any, criteria: tuple[str, ...]) -> dict[str, dict[str, tuple[float, str]]]:
    known = case.choosing().options
    if not isinstance(found, Mapping) or len(found) < 2:
        raise BadShape("`options` needs at least two options, each with its points.")
    options: dict[str, dict[str, tuple[float, str]]] = {}
    for name, row in found.items():
        if name not in known:
            raise BadShape(f"There is no option {short(name)}; {_near(name, known)}")
        if not isinstance(row, Mapping):
            raise BadShape(f"`{name}` needs a line such as {{{criteria[0]}: [5, E1]}}.")
        for criterion in row:
            if criterion not in criteria:
                raise BadShape(f"`{name}` scores {short(criterion)}, which has no weight.")
        for criterion in criteria:
            if criterion not in row:
                raise BadShape(f"`{name}` has no points for `{criterion}`.")
        options[str(name)] = {c: _cell(name, c, row[c]) for c in criteria}
    return options


def _cell(option: str, criterion: str, value: Any) -> tuple[float, str]:
    """(points, evidence); a bare number has no evidence."""
    where = f"{option}: {criterion}"
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise BadShape(f"`{where}` is written [points, evidence], such as [7, E1].")
        return _number(where, value[0], 0, 10), str(value[1]).strip().upper()
    return _number(where, value, 0, 10), ""


def _late(data: Mapping[str, Any], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """(criterion, by how much) of the edits after the first score or after the weights were fixed."""
    fixed, scored = _day("weights_fixed", data), _day("first_score", data)
    edits = data["edits"]
    if edits in NONE:
        edits = []
    if not isinstance(edits, list | tuple):
        raise BadShape("`edits` is a list; write [] if there were none.")
    late: list[tuple[str, float]] = []
    for edit in edits:
        if not isinstance(edit, Mapping) or not {"day", "criterion", "from", "to"} <= set(edit):
            raise BadShape(
                "An edit reads {day: 2026-05-08, criterion: effort_weeks, from: 20, to: 40}."
            )
        criterion = _one_of("edits: criterion", edit["criterion"], tuple(weights))
        change = _number("edits: to", edit["to"], 0, 100) - _number(
            "edits: from", edit["from"], 0, 100
        )
        if _as_day("edits: day", edit["day"]) >= scored:
            late.append((criterion, change))
    if fixed > scored and not late:
        late.append((max(weights, key=lambda name: weights[name]), 1.0))
    return late


def _toward(
    late: list[tuple[str, float]], options: Mapping[str, Mapping[str, tuple[float, str]]]
) -> str:
    gain = {
        option: math.fsum(change * row[criterion][0] for criterion, change in late)
        for option, row in options.items()
    }
    return max(gain, key=lambda name: gain[name]) if late else ""


def _tip(value: Any, criteria: tuple[str, ...]) -> tuple[str, float] | None:
    if value in NONE:
        return None
    if not isinstance(value, Mapping) or not {"criterion", "weight"} <= set(value):
        raise BadShape("`tipping` reads {criterion: effort_weeks, weight: 45}, or none.")
    return (
        _one_of("tipping: criterion", value["criterion"], criteria),
        _number("tipping: weight", value["weight"], 0, 100),
    )


def _day(name: str, data: Mapping[str, Any]) -> date:
    return _as_day(name, data[name])


def _as_day(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise BadShape(f"`{name}` is a day such as 2026-05-04; you wrote {short(value)}.") from None


def _number(name: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, str):
        value = value.strip().rstrip("%").strip()
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise BadShape(f"`{name}` needs a number; you wrote {short(value)}.") from None
    if isinstance(value, bool) or not low <= number <= high:
        raise BadShape(f"`{name}` must lie between {low:g} and {high:g}; you wrote {short(value)}.")
    return number


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    word = str(value).strip().lower().replace(" ", "_").replace("-", "_")
    if isinstance(value, str) and word in known:
        return word
    if not isinstance(value, str):
        raise BadShape(f"`{name}` is one of {', '.join(known)}; you gave {kind(value)}.")
    raise BadShape(f"`{name}` is one of {', '.join(known)}; you wrote {short(value)}.")


def _near(name: Any, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(str(name), known, 1, 0.6)
    return f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known)}."
