"""Does a page show a number that belongs to a hidden scenario?"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SHORT = 3  # characters; "5" and "12" stand on every page and prove nothing


def tokens(text: str) -> set[str]:
    """The numbers written in a text, as they are written: {"0.35", "1,768", "6"}."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def body(html: str) -> str:
    """A page without its style sheets and scripts, and without the spans that colour code."""
    html = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r'<span class="\w+">|</span>', "", html)


def numbers(value: Any) -> Iterator[float]:
    """Every number in a case or in an observation, however deep."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if isinstance(value, int | float):
        if math.isfinite(value):
            yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from numbers(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from numbers(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers(item)


def spellings(number: float) -> set[str]:
    """How a number may be written: rounded, with commas, in per cent, in milliseconds."""
    written = {repr(number)}
    for scaled in (number, number * 100, number * 1000):
        written |= {f"{scaled:{form}}" for form in ("g", ".3g", ",.0f", ".0f", ".1f", ".2f", ".3f")}
    return {text.lstrip("-") for text in written if len(text.lstrip("-")) >= SHORT}


def leaks(html: str, hidden: Iterable[float], public: set[str]) -> set[str]:
    """The hidden numbers that a page shows, except those that are public anyway."""
    secret = {text for number in hidden for text in spellings(number)}
    return (tokens(body(html)) & secret) - public
