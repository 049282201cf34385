"""A line that says how far a long run is, how fast it goes and when it will end."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 24


def line(done: int, total: int, seconds: float, failed: int = 0) -> str:
    """For example ``[######      ] 12 of 30 · 2.4 a second · 8 s left · 1 failed``."""
    full = WIDTH * done // total if total else WIDTH
    parts = [f"[{'#' * full}{' ' * (WIDTH - full)}] {done} of {total}"]
    if done and seconds > 0:
        rate = done / seconds
        parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{1 / rate:.1f} s each")
        if done < total:
            parts.append(f"{_duration((total - done) / rate)} left")
    if failed:
        parts.append(f"{failed} failed")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 99.5:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes / 60:.1f} h"


class Progress:
    """Writes the line: over itself on a terminal, now and then into a file."""

    def __init__(self, total: int, file: TextIO | None = None):
        self.file = file or sys.stderr
        self.total, self.done, self.failed = total, 0, 0
        self.started = self._told = time.monotonic()
        self.live = self.file.isatty()
        if self.live:
            self._write()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self.started

    def step(self, failed: bool = False) -> None:
        """One more is done."""
        self.done += 1
        self.failed += failed
        if self.live or time.monotonic() - self._told > 30:
            self._told = time.monotonic()
            self._write()

    def say(self, text: str) -> None:
        """Write a line of text above the progress."""
        clear = "\r\x1b[K" if self.live else ""
        self.file.write(f"{clear}{text}\n")
        if self.live:
            self._write()
        self.file.flush()

    def end(self) -> None:
        """Leave the last state on the screen."""
        self._write()
        if self.live:
            self.file.write("\n")
        self.file.flush()

    def _write(self) -> None:
        text = line(self.done, self.total, self.seconds, self.failed)
        self.file.write(f"\r\x1b[K{text}" if self.live else f"{text}\n")
        self.file.flush()
