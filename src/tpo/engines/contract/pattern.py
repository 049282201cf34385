"""Short texts that fit a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

CATEGORY = {
    sre.CATEGORY_DIGIT: "0",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_WORD: "-",
    sre.CATEGORY_NOT_SPACE: "a",
}
ORDINARY = "aA0-_ .b1Bz9Z/:é"
LONGEST = 300


def matching(pattern: str, at_least: int = 0) -> Iterator[str]:
    """Texts that should fit the pattern, the shortest first; the caller checks them."""
    try:
        parsed = parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return
    for more in (0, 1, at_least):
        try:
            yield _text(parsed, more)[:LONGEST]
        except (KeyError, IndexError, RecursionError, TypeError):
            return


def _text(parsed: Any, more: int) -> str:
    return "".join(_part(op, value, more) for op, value in parsed)


def _part(op: Any, value: Any, more: int) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.NOT_LITERAL:
        return next(c for c in ORDINARY if ord(c) != value)
    if op is sre.ANY:
        return "a"
    if op is sre.IN:
        return _one_of(value)
    if op is sre.BRANCH:
        return _text(value[1][0], more)
    if op is sre.SUBPATTERN:
        return _text(value[-1], more)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        low, high, inner = value
        return _text(inner, more) * min(max(low, min(more, LONGEST)), high, LONGEST)
    return ""  # anchors and assertions take no room


def _one_of(choices: Any) -> str:
    negated = choices[0][0] is sre.NEGATE
    if negated:
        return next(c for c in ORDINARY if not any(_holds(p, c) for p in choices[1:]))
    op, value = choices[0]
    if op is sre.RANGE:
        return chr(value[0])
    return CATEGORY[value] if op is sre.CATEGORY else chr(value)


def _holds(part: Any, char: str) -> bool:
    op, value = part
    if op is sre.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if op is sre.CATEGORY:
        return CATEGORY.get(value) == char
    return bool(ord(char) == value)
