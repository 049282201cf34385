"""The Booking API on a real wire: Starlette on uvicorn, on a free port of this machine only.

>>> with serve() as server:  # doctest: +SKIP
...     print(server.address)

The port is always chosen by the machine, the address is always 127.0.0.1, and requests from
anywhere else or for another host name are refused. A server that is forgotten ends with the
program that started it.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tpo.judges.booking_api import BookingApi, Toggles

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
START_S = 10.0
MOST_BYTES = 100_000
NOTHING_WRONG = Toggles()


class ServerError(RuntimeError):
    """The server could not be started; the text is one sentence."""


class BookingServer:
    """A running Booking API: its ``address``, its ``api`` with the log, and ``stop()``."""

    def __init__(self, toggles: Toggles = NOTHING_WRONG) -> None:
        self.api = BookingApi(toggles)
        self._server, self._thread = _start(_application(self.api))
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://{LOOPBACK}:{port}"

    def stop(self) -> None:
        """Stop it; stopping twice is fine."""
        self._server.should_exit = True
        self._thread.join(START_S)

    def show_log(self) -> str:
        """What happened on the wire, one line a request."""
        return "\n".join(
            f"{line.method} {line.path} → {line.status} "
            f"({'seen' if line.seen else 'never seen'}): {line.note}"
            for line in self.api.log
        )


@contextmanager
def serve(toggles: Toggles = NOTHING_WRONG) -> Iterator[BookingServer]:
    """A running server that is stopped at the end of the block."""
    server = BookingServer(toggles)
    try:
        yield server
    finally:
        server.stop()


def order_twice(toggles: Toggles, key: str) -> str:
    """Book over HTTP, and again when no answer comes; return the service's log."""
    headers = {"Authorization": "Bearer kettle-key", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    body = json.dumps({"weight_kg": 2, "to": "Midmoor 7"})
    with serve(toggles) as server:
        for _ in range(2):
            wire = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=5)
            try:
                wire.request("POST", "/parcels", body, headers)
                wire.getresponse().read()
                break
            except (http.client.HTTPException, ConnectionError):
                continue  # no answer came: ask again
            finally:
                wire.close()
        return server.show_log()


def _application(api: BookingApi) -> Any:
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    lock = asyncio.Lock()

    async def answer(request: Any) -> Any:
        client = request.client.host if request.client else ""
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        if client != LOOPBACK or host not in HOSTS:
            return Response("Only this machine may call.", status_code=403)
        raw = await request.body()
        if len(raw) > MOST_BYTES:
            return Response("The body is too large.", status_code=413)
        try:
            body = json.loads(raw) if raw else None
        except (ValueError, RecursionError):
            body = None
        async with lock:
            said = api.handle(
                request.method,
                request.url.path,
                dict(request.headers),
                body,
                dict(request.query_params),
                time.monotonic(),
            )
        await asyncio.sleep(said.after_s)
        if said.lost:
            return _Lost()
        headers = {"content-type": "application/json", **said.headers}
        return Response(json.dumps(said.body), said.status, headers)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(routes=[Route("/{path:path}", answer, methods=methods)])


class _Lost:
    """An answer that breaks off: the connection ends before its body, so no caller can read it."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"1"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 500, "headers": headers})
        raise ConnectionError("the answer got lost on purpose")


def _start(application: Any) -> tuple[Any, threading.Thread]:
    import uvicorn

    config = uvicorn.Config(
        application,
        host=LOOPBACK,
        port=0,
        log_config=None,
        log_level="critical",
        lifespan="off",
        access_log=False,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="booking-api", daemon=True)
    thread.start()
    until = time.monotonic() + START_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            server.should_exit = True
            raise ServerError("The Booking API could not start on this machine; try again.")
        time.sleep(0.01)
    return server, thread
