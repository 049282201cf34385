"""The Booking API over real HTTP, on a free port of this machine."""

import asyncio
import http.client
import json
import logging
import shutil
import subprocess
import threading
from types import SimpleNamespace

import pytest

from tpo.judges import booking_server
from tpo.judges.booking_api import Toggles
from tpo.judges.booking_server import BookingServer, serve, start_booking
from tpo.judges.loopback import MOST_BYTES, _application, _is_ours, send

pytest.importorskip("uvicorn")
KEY = {"Authorization": "Bearer kettle-key", "Content-Type": "application/json"}
PARCEL = json.dumps({"weight_kg": 2, "to": "Midmoor 7"})


def call(server, method, path, body=None, **headers):
    host = server.address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=5)
    try:
        connection.request(method, path, body, {**KEY, **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


def test_a_parcel_is_booked_read_and_listed_on_the_wire():
    with serve(Toggles(slow_s=0)) as server:
        status, parcel = call(server, "POST", "/parcels", PARCEL)
        assert status == 201
        assert call(server, "GET", f"/parcels/{parcel['id']}")[1] == parcel
        assert [p["id"] for p in call(server, "GET", "/parcels?limit=5")[1]["items"]] == [
            parcel["id"]
        ]
        assert call(server, "GET", "/parcels", Authorization="Bearer no")[0] == 401
        assert "kettle-key" not in server.show_log() + server.show_wire()


@pytest.mark.parametrize(("key", "labels"), [({}, 2), ({"Idempotency-Key": "k"}, 1)])
def test_a_lost_answer_really_is_lost_and_its_work_is_not(key, labels):
    with serve(Toggles(lose=1, slow_s=0)) as server:
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            call(server, "POST", "/parcels", PARCEL, **key)
        assert call(server, "POST", "/parcels", PARCEL, **key)[0] == 201
        assert len(server.api.parcels) == labels


def test_another_host_name_is_refused():
    with serve(Toggles(slow_s=0)) as server:
        host = server.address.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=5)
        connection.request("GET", "/parcels", headers={**KEY, "Host": "elsewhere.example"})
        assert connection.getresponse().status == 403
        connection.close()


def test_two_servers_take_two_ports_and_both_stop():
    first, second = BookingServer(), BookingServer()
    assert first.address != second.address
    assert all(s.address.startswith("http://127.0.0.1:") for s in (first, second))
    for server in (first, second, first):
        server.stop()
    assert not [t for t in threading.enumerate() if t.name == "course-service"]
    with pytest.raises(ConnectionError):
        call(first, "GET", "/parcels")


def test_what_went_wrong_is_switched_while_it_runs():
    with serve(Toggles(slow_s=0)) as server:
        assert server.book() == "201: parcel LP-000001"
        server.set(provider_down=True)
        assert server.book() == "503: The address check is down."
        server.set(provider_down=False, per_second=1)
        answers = [server.book() for _ in range(3)]
        assert "429: Wait one second." in answers
        server.set(per_second=None, lose=1)
        assert server.book("k") == "no answer came"
        assert server.book("k") == server.book("k")


def test_a_slow_answer_is_slow_on_the_wire():
    with serve(Toggles(slow_s=0.3)) as server:
        key = {"Authorization": "Bearer kettle-key"}
        assert send(server.address, "GET", "/parcels", key).after_s >= 0.3
        assert send(server.address, "GET", "/parcels", key, timeout_s=0.05).lost


def test_the_wire_log_tells_both_sides_and_hides_the_key():
    with serve(Toggles(lose=1, slow_s=0)) as server:
        seen = server.press_again("order-4711")
        log = server.show_wire()
    assert seen == "you see: no answer came\nyou see: 201: parcel LP-000001"
    assert log.count("→ POST /parcels") == 2
    assert "lost on the way" in log
    assert "[Idempotency-Key: order-4711]" in log
    assert '"price": 4.85' in log
    with serve(Toggles(slow_s=0)) as server:
        send(server.address, "GET", "/parcels?key=kettle-key", {"X-Api-Key": "fern-key"})
        body = {"weight_kg": 2, "to": "kettle-key"}
        send(server.address, "POST", "/parcels", {"Authorization": "Bearer fern-key"}, body)
        send(server.address, "GET", "/parcels", {"Authorization": "Bearer a-guess"})
        for secret in ("kettle-key", "fern-key", "a-guess"):
            assert secret not in server.show_wire() + server.show_log()


def test_no_logger_of_the_server_ever_sees_a_key(caplog):
    with caplog.at_level(logging.DEBUG), serve(Toggles(slow_s=0)) as server:
        server.book("k")
        call(server, "GET", "/parcels/kettle-key")
    assert "kettle-key" not in caplog.text


@pytest.mark.parametrize(
    ("client", "host", "ours"),
    [
        ("127.0.0.1", "127.0.0.1:80", True),
        ("127.0.0.1", "localhost:80", True),
        ("192.0.2.7", "127.0.0.1:80", False),
        ("10.0.0.1", "localhost:80", False),
        ("127.0.0.1", "elsewhere.example:80", False),
        ("127.0.0.1", "127.0.0.1.elsewhere.example", False),
        ("127.0.0.1", "", False),
        ("not an address", "localhost", False),
    ],
)
def test_only_this_machine_may_call(client, host, ours):
    assert _is_ours(SimpleNamespace(host=client), host) is ours
    assert not _is_ours(None, host)


def test_a_call_from_another_machine_never_reaches_the_service():
    """As if the socket had let it through: the application itself says no."""
    reached, said = [], []
    server = SimpleNamespace(handle=lambda *a: reached.append(a), keep=lambda *a: None)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/parcels",
        "raw_path": b"/parcels",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:80")],
        "client": ("192.0.2.7", 5),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def tell(message):
        said.append(message)

    asyncio.run(_application(server)(scope, receive, tell))
    assert said[0]["status"] == 403
    assert reached == []


def test_the_socket_is_bound_to_loopback_and_nothing_can_change_that():
    with serve() as server:
        bound = server._server.servers[0].sockets[0].getsockname()[0]
        assert bound == "127.0.0.1"
    with pytest.raises(TypeError):
        BookingServer(host="0.0.0.0")
    with pytest.raises(ValueError, match="not on this machine"):
        send("http://elsewhere.example:80", "GET", "/")


def test_a_huge_body_is_refused_before_it_is_read():
    with serve(Toggles(slow_s=0)) as server:
        host = server.address.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=5)
        connection.request("POST", "/parcels", "x" * (2 * MOST_BYTES), KEY)
        assert connection.getresponse().status == 413
        connection.close()


def test_a_notebook_has_one_server_at_a_time(monkeypatch):
    monkeypatch.setattr(booking_server, "_started", [])
    first = start_booking(slow_s=0)
    second = start_booking(slow_s=0)
    assert not first.running
    assert second.running
    second.stop()
    assert not second.running


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_printed_line_works_in_a_terminal():
    with serve(Toggles(slow_s=0)) as server:
        line = server.how_to_call().replace("curl -i", "curl -s -i --noproxy 127.0.0.1")
        done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=20)
        assert "201 Created" in done.stdout, done.stderr
        assert '"id": "LP-000001"' in done.stdout
