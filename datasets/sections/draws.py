"""Seeded choices that are the same on every machine and with every Python and NumPy.

Only ``random.Random.random`` is used (Python promises that its sequence never changes), then
multiplication and truncation, which are exact everywhere. Functions such as ``shuffle``,
``gauss`` or ``exp`` may change between versions or machines, so sections must not use them.
"""

import random
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

SEED = "linnet-data 0417"


class Draws:
    """A stream of choices. Each section has its own, so that a new one moves no other."""

    def __init__(self, section: str) -> None:
        """Start the stream of one section."""
        digest = sha256(f"{SEED}/{section}".encode()).digest()
        self._uniform = random.Random(int.from_bytes(digest[:8], "big")).random

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to ``limit`` - 1."""
        return int(self._uniform() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return True in ``percent`` of 100 cases."""
        return self.below(100) < percent

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order (Fisher-Yates)."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result

    def spread(self, p50: int, p99: int, count: int) -> list[int]:
        """Return ``count`` whole numbers with this median and 99th percentile, in random order.

        One number is taken from each of ``count`` equal slices of the distribution, so that
        even a small sample shows both figures. The shape is a line through six points: most
        values near the median, and a long tail.
        """
        knots = [
            (0, p50 // 2),
            (5_000, p50),
            (9_000, min(p50 * 145 // 100, p99)),
            (9_700, min(p50 * 2, p99)),
            (9_900, p99),
            (10_000, p99 * 115 // 100),
        ]
        values = []
        for i in range(count):
            u = (10_000 * i + self.below(10_000)) // count
            right = next(k for k in range(1, len(knots)) if u < knots[k][0])
            (u0, v0), (u1, v1) = knots[right - 1], knots[right]
            values.append(v0 + (2 * (v1 - v0) * (u - u0) + u1 - u0) // (2 * (u1 - u0)))
        return self.shuffled(values)
