"""The Booking API over real HTTP, on a free port of this machine."""

import http.client
import json
import threading

import pytest

from tpo.judges.booking_api import Toggles
from tpo.judges.booking_server import BookingServer, serve

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
        assert "kettle-key" not in server.show_log()


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
    assert not [t for t in threading.enumerate() if t.name == "booking-api"]
    with pytest.raises(ConnectionError):
        call(first, "GET", "/parcels")
