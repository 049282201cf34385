"""How scenarios and partner programs call a reroute service: in process, or over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tpo.judges.message import Answer
from tpo.judges.reroute_contract import KEY, VERSION
from tpo.judges.reroute_service import PARCEL, Day, RerouteService

# (method, path, headers, body, query) → answer
Send = Callable[[str, str, Mapping[str, str], Any, Mapping[str, str]], Answer]


@dataclass(frozen=True)
class Wire:
    """A service, and the way to it."""

    service: RerouteService
    send: Send

    @property
    def day(self) -> Day:
        """Who lives where."""
        return self.service.day

    def wish(
        self,
        target: str = "nest",
        who: str = "",
        key: str | None = "a",
        parcel: str = PARCEL,
        version: int | None = None,
        **more: str,
    ) -> Answer:
        """One wish of a person, said as the contract wants it said."""
        method, headers, wish = self.request(target, who, key, version, **more)
        path = self.service.built.at(parcel)
        if method == "GET":
            return self.send(method, path, headers, None, wish)
        return self.send(method, path, headers, wish, {})

    def request(
        self,
        target: str,
        who: str = "",
        key: str | None = "a",
        version: int | None = None,
        **more: str,
    ) -> tuple[str, dict[str, str], dict[str, str]]:
        """(method, headers, wish) of a call, before it is sent."""
        form = self.service.form
        who = who or self.day.recipient
        headers = {"Authorization": f"Bearer {who}-login"}
        if form["key"] != "none" and key is not None:
            headers[KEY] = key
        if form["checks_version"] and version is not None:
            headers[VERSION] = f'"{version}"'
        wish = {"target": target, **({"nest_id": "nest-7"} if target == "nest" else {}), **more}
        known = (*form["must_send"], *form["may_send"])
        if "note" in form["must_send"]:
            wish.setdefault("note", "")
        return form["method"].upper(), headers, {n: v for n, v in wish.items() if n in known}

    def look(self, path: str, known: str = "") -> Answer:
        """Ask what became of a reroute, as the recipient."""
        headers = {"Authorization": f"Bearer {self.day.recipient}-login"}
        if known:
            headers["If-None-Match"] = known
        return self.send("GET", path, headers, None, {})


# A way to a service: in process by default; a test gives one over HTTP.
Open = Callable[[RerouteService], Wire]


def in_process(service: RerouteService) -> Wire:
    """Call the handler itself."""
    return Wire(service, lambda m, p, h, b, q: service.handle(m, p, h, b, q))


def over_http(server: Any) -> Open:
    """Call through a LoopbackServer: the same requests on a real wire."""
    from tpo.judges.loopback import send

    def way(service: RerouteService) -> Wire:
        server.handle = service.handle
        return Wire(
            service,
            lambda m, p, h, b, q: send(
                server.address, m, p + ("?" + urlencode(q) if q else ""), h, b
            ),
        )

    return way
