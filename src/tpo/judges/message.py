"""A response, as every small service of the course gives it: no network, plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Answer:
    """A response: status, headers, body. ``after_s`` is when it was ready; ``lost``: never seen."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    after_s: float = 0.05
    lost: bool = False


# (method, path, headers, body, query, seconds on a clock) → answer
Handler = Callable[[str, str, Mapping[str, str], Any, Mapping[str, str], float], Answer]


def problem(
    status: int, reason: str, title: str, headers: Mapping[str, str] | None = None
) -> Answer:
    """An error that a program can act on (RFC 9457): a status, a reason code, a sentence."""
    body = {"type": f"about:{reason}", "reason": reason, "title": title, "status": status}
    return Answer(status, body, {"content-type": PROBLEM, **(headers or {})})


def header(headers: Mapping[str, str], name: str) -> str:
    """A header's value whatever the case of its name; "" when it is not there."""
    return next((v for n, v in headers.items() if n.lower() == name.lower()), "")
