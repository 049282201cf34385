"""Alert rules on minutes: when they begin to ring, and when they stop."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Bools = NDArray[np.bool_]

MERGE_MIN = 30
"""Two stretches of ringing less than this many minutes apart are one page."""


@dataclass(frozen=True)
class Objective:
    """``target`` is a share from 0 to 1 (0.995) promised over ``days`` days."""

    target: float
    days: float = 30

    @property
    def allowed(self) -> float:
        """The share of requests that may fail."""
        return 1 - self.target


@dataclass(frozen=True)
class AlertRule:
    """Rings while the budget burns at least ``burn`` times too fast in both windows.

    ``window`` and ``short`` are minutes; ``short=None`` uses the long window alone.
    """

    window: int
    short: int | None
    burn: float
    severity: Literal["page", "ticket"] = "page"


@dataclass(frozen=True)
class Firing:
    """One stretch of ringing: its first minute, and the first quiet minute after it."""

    start: int
    end: int


def windowed_share(bad: Counts, total: Counts, window: int) -> NDArray[np.float64]:
    """The failed share of the last ``window`` minutes, at the end of every minute.

    What came before the first minute counts as calm minutes of the size seen so far.
    """
    seen = np.minimum(np.arange(1, len(total) + 1), window)
    requests = _sum(total, window) * (window / seen)
    made: NDArray[np.float64] = _sum(bad, window) / np.maximum(requests, 1)
    return made


def _sum(counts: Counts, window: int) -> NDArray[np.int64]:
    reached = np.concatenate([[0], np.cumsum(counts)])
    after = np.arange(1, len(counts) + 1)
    made: NDArray[np.int64] = reached[after] - reached[np.maximum(0, after - window)]
    return made


def burning(bad: Counts, total: Counts, rule: AlertRule, allowed: float) -> Bools:
    """In which minutes the rule rings."""
    limit = rule.burn * allowed
    rings: Bools = windowed_share(bad, total, rule.window) >= limit
    if rule.short is not None:
        rings = rings & (windowed_share(bad, total, rule.short) >= limit)
    return rings


def firings(rings: Bools, merge: int = MERGE_MIN) -> list[Firing]:
    """The stretches of ringing, with short pauses left out."""
    edges = np.diff(np.concatenate([[0], rings.astype(np.int8), [0]]))
    found: list[Firing] = []
    for start, end in zip(np.flatnonzero(edges > 0), np.flatnonzero(edges < 0), strict=True):
        if found and start - found[-1].end < merge:
            found[-1] = Firing(found[-1].start, int(end))
        else:
            found.append(Firing(int(start), int(end)))
    return found


def minutes_to_alert(share: float, rule: AlertRule, allowed: float) -> float:
    """Minutes until the rule rings when ``share`` begins to fail after calm; inf if never.

    With even traffic the long window holds ``share × t / window`` after t minutes, so
    t = burn × allowed × window / share (SRE workbook, chapter 5; 14.4, 1 h, 0.5 % at 62 %: 7.0).
    """
    if share <= 0 or share < rule.burn * allowed:
        return math.inf
    return rule.burn * allowed * rule.window / share


@dataclass
class StreamingRule:
    """One rule on minutes as they come, with no more memory than its windows.

    ``add`` each minute in order; ``firings`` holds the stretches so far, as minute numbers. Minutes
    that are missing count as minutes without requests.
    """

    rule: AlertRule
    allowed: float
    firings: list[Firing] = field(default_factory=list)
    _long: _Window = field(init=False)
    _short: _Window | None = field(init=False)
    _since: int | None = None
    _last: int = -1

    def __post_init__(self) -> None:
        self._long = _Window(self.rule.window)
        self._short = None if self.rule.short is None else _Window(self.rule.short)

    def add(self, minute: int, total: int, bad: int) -> bool:
        """Count one minute; return whether the rule rings at its end."""
        limit = self.rule.burn * self.allowed
        rings = self._long.add(minute, total, bad) >= limit
        if self._short is not None:
            rings = (self._short.add(minute, total, bad) >= limit) and rings
        if rings and self._since is None:
            self._since = minute
        elif not rings and self._since is not None:
            self._close(minute)
        self._last = minute
        return rings

    def close(self) -> list[Firing]:
        """End the replay and return all stretches."""
        if self._since is not None:
            self._close(self._last + 1)
        return self.firings

    def _close(self, end: int) -> None:
        assert self._since is not None
        if self.firings and self._since - self.firings[-1].end < MERGE_MIN:
            self.firings[-1] = Firing(self.firings[-1].start, end)
        else:
            self.firings.append(Firing(self._since, end))
        self._since = None


class _Window:
    """Totals of the last ``length`` minutes."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.kept: deque[tuple[int, int, int]] = deque()
        self.total = self.bad = 0
        self.first: int | None = None

    def add(self, minute: int, total: int, bad: int) -> float:
        self.kept.append((minute, total, bad))
        self.total += total
        self.bad += bad
        while self.kept[0][0] <= minute - self.length:
            _, old_total, old_bad = self.kept.popleft()
            self.total -= old_total
            self.bad -= old_bad
        if self.first is None:
            self.first = minute
        seen = min(self.length, minute - self.first + 1)
        return self.bad * seen / (self.total * self.length) if self.total else 0.0
