"""Any small service of the course on a real wire: Starlette on uvicorn, for this machine only.

The port is always chosen by the machine, the address is always 127.0.0.1, and requests from
anywhere else or for another host name are refused. A server that is forgotten ends with the
program that started it. Each request and response is kept in ``wire``, without access keys.
"""

from __future__ import annotations

import asyncio
import http.client
import ipaddress
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tpo.judges.message import Answer, Handler

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
START_S = 10.0
MOST_BYTES = 100_000
MOST_KEPT = 1_000  # exchanges in the log
SHOWN = 160  # characters of a body in the log
SECRET = ("authorization", "cookie", "x-api-key")
TOLD = ("Idempotency-Key", "If-Match", "If-None-Match", "Location", "ETag", "Retry-After")


class ServerError(RuntimeError):
    """The server could not be started; the text is one sentence."""


@dataclass(frozen=True)
class Exchange:
    """One request and what came back. ``seen``: did the answer reach the caller?"""

    request: str
    asked: str
    status: int
    answered: str
    seen: bool

    def __str__(self) -> str:
        lines = [f"→ {self.request}", f"  {self.asked}" if self.asked else ""]
        lost = "" if self.seen else "   (lost on the way: the caller never saw it)"
        lines += [f"← {self.status} {http.client.responses.get(self.status, '')}{lost}"]
        lines += [f"  {self.answered}" if self.answered else ""]
        return "\n".join(line for line in lines if line)


class LoopbackServer:
    """A running service: its ``address``, its ``handle``, the ``wire`` log, and ``stop()``.

    ``hide`` takes secrets out of a text before it is kept.
    """

    def __init__(self, handle: Handler, hide: Callable[[str], str] = str) -> None:
        self.handle = handle
        self.hide = hide
        self.wire: list[Exchange] = []
        self._server, self._thread = _start(_application(self))
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://{LOOPBACK}:{port}"

    def stop(self) -> None:
        """Stop it; stopping twice is fine."""
        self._server.should_exit = True
        self._thread.join(START_S)

    @property
    def running(self) -> bool:
        """Does it still answer?"""
        return self._thread.is_alive()

    def show_wire(self) -> str:
        """Every request and response, oldest first."""
        return "\n".join(map(str, self.wire)) or "Nothing was sent yet."

    def keep(self, request: Any, path: str, raw: bytes, said: Answer) -> None:
        """Add one exchange to the log."""
        asked = _told(request.headers) + _short(raw.decode("utf-8", "replace"))
        body = "" if said.body is None else json.dumps(said.body, ensure_ascii=False)
        self.wire.append(
            Exchange(
                self.hide(f"{request.method} {path}"),
                self.hide(asked),
                said.status,
                self.hide(_told(said.headers) + _short(body)),
                not said.lost,
            )
        )
        del self.wire[:-MOST_KEPT]


def send(
    address: str,
    method: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    timeout_s: float = 5.0,
) -> Answer:
    """One request over the wire; ``lost`` when no answer came. Only loopback addresses are called."""
    there = urlsplit(address)
    if there.hostname not in HOSTS:
        raise ValueError(f"{address} is not on this machine; only {LOOPBACK} is called.")
    text = None if body is None else json.dumps(body)
    kind = {"Content-Type": "application/json"} if text is not None else {}
    connection = http.client.HTTPConnection(LOOPBACK, there.port, timeout=timeout_s)
    start = time.monotonic()
    try:
        connection.request(method, path, text, {**kind, **(headers or {})})
        answer = connection.getresponse()
        raw = answer.read()
        taken = time.monotonic() - start
        return Answer(answer.status, _json(raw), dict(answer.getheaders()), taken)
    except (http.client.HTTPException, ConnectionError, TimeoutError):
        return Answer(0, None, {}, time.monotonic() - start, lost=True)
    finally:
        connection.close()


def _application(server: LoopbackServer) -> Any:
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    lock = asyncio.Lock()

    async def answer(request: Any) -> Any:
        if not _is_ours(request.client, request.headers.get("host", "")):
            return Response("Only this machine may call.", status_code=403)
        raw = b""
        async for chunk in request.stream():
            raw += chunk
            if len(raw) > MOST_BYTES:
                return Response("The body is too large.", status_code=413)
        path, query = request.url.path, dict(request.query_params)
        async with lock:
            said = server.handle(
                request.method, path, dict(request.headers), _json(raw), query, time.monotonic()
            )
            server.keep(request, path + (f"?{request.url.query}" if query else ""), raw, said)
        await asyncio.sleep(said.after_s)
        if said.lost:
            return _Lost()
        headers = {"content-type": "application/json", **said.headers}
        empty = said.body is None or said.status in (204, 304)
        return Response(b"" if empty else json.dumps(said.body), said.status, headers)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(routes=[Route("/{path:path}", answer, methods=methods)])


def _is_ours(client: Any, host: str) -> bool:
    """Does the call come from this machine, and does it ask for this machine?

    The host name is checked too: a web page elsewhere may point a name of its own at 127.0.0.1.
    """
    try:
        local = client is not None and ipaddress.ip_address(client.host).is_loopback
    except ValueError:
        return False
    return local and host.rsplit(":", 1)[0] in HOSTS


class _Lost:
    """An answer that breaks off: the connection ends before its body, so no caller can read it."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"1"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 500, "headers": headers})
        raise ConnectionError("the answer got lost on purpose")


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return None


def _told(headers: Mapping[str, str]) -> str:
    """The headers that matter here; who called is shown as hidden, never as what was sent."""
    lower = {name.lower(): value for name, value in headers.items()}
    parts = [f"{name}: {lower[name.lower()]}" for name in TOLD if name.lower() in lower]
    parts += [f"{name.title()}: •••" for name in SECRET if name in lower]
    return "".join(f"[{part}] " for part in parts)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


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
    thread = threading.Thread(target=server.run, name="course-service", daemon=True)
    thread.start()
    until = time.monotonic() + START_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            server.should_exit = True
            raise ServerError("The service could not start on this machine; try again.")
        time.sleep(0.01)
    return server, thread
