"""The Booking API on a real wire, for a notebook, for ``curl`` and for Python.

>>> with serve() as server:  # doctest: +SKIP
...     print(server.address)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tpo.judges.booking_api import BookingApi, Toggles, hide
from tpo.judges.loopback import LoopbackServer, ServerError, send

__all__ = ["BookingServer", "ServerError", "Toggles", "serve", "start_booking"]

NOTHING_WRONG = Toggles()
ORDER = {"weight_kg": 2, "to": "Midmoor 7"}
KEY = "kettle-key"


class BookingServer(LoopbackServer):
    """A running Booking API: its ``address``, its ``api`` with the log, and ``stop()``."""

    def __init__(self, toggles: Toggles = NOTHING_WRONG) -> None:
        self.api = BookingApi(toggles)
        super().__init__(self.api.handle, hide)

    def set(self, **toggles: Any) -> None:
        """Change what goes wrong: ``lose``, ``slow_s``, ``per_second``, ``provider_down``."""
        self.api.set(**toggles)

    def show_log(self) -> str:
        """What the service did, one line a request."""
        return "\n".join(
            f"{line.method} {line.path} → {line.status} "
            f"({'seen' if line.seen else 'never seen'}): {line.note}"
            for line in self.api.log
        )

    def how_to_call(self) -> str:
        """The same booking for a terminal."""
        order = json.dumps(ORDER).replace('"', '\\"')  # these quotes suit every system's terminal
        return (
            f'curl -i {self.address}/parcels -H "Authorization: Bearer {KEY}"'
            f' -H "Idempotency-Key: order-4711" -H "Content-Type: application/json" -d "{order}"'
        )

    def press_again(self, key: str = "") -> str:
        """Book, and once more when no answer comes; what the caller sees, a line a try."""
        seen = [self.book(key)]
        if seen[0] == "no answer came":
            seen.append(self.book(key))
        return "\n".join(f"you see: {line}" for line in seen)

    def book(self, key: str = "") -> str:
        """Book a parcel over the wire; say what came back, as the caller sees it."""
        named = {"Idempotency-Key": key} if key else {}
        said = send(
            self.address, "POST", "/parcels", {"Authorization": f"Bearer {KEY}", **named}, ORDER
        )
        if said.lost:
            return "no answer came"
        if said.status != 201:
            return f"{said.status}: {said.body['title']}"
        return f"{said.status}: parcel {said.body['id']}"


_started: list[BookingServer] = []  # at most one: what a notebook started last


def start_booking(**toggles: Any) -> BookingServer:
    """Start a Booking API for a notebook; one that an earlier run of the cell left is stopped."""
    while _started:
        _started.pop().stop()
    _started.append(BookingServer(Toggles(**toggles)))
    return _started[0]


@contextmanager
def serve(toggles: Toggles = NOTHING_WRONG) -> Iterator[BookingServer]:
    """A running server that is stopped at the end of the block."""
    server = BookingServer(toggles)
    try:
        yield server
    finally:
        server.stop()
