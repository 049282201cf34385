"""M05's judges: constant answers earn nothing, and each promise can fail."""

from random import Random

import pytest
import yaml

from tpo import case
from tpo.engines.contract import Contract, load
from tpo.exercises import find
from tpo.exercises.contract import check_artefact
from tpo.exercises.m05 import as_openapi
from tpo.judges import api_page, listing, partners, reroute_call, sunset
from tpo.judges.booking_api import BookingApi, Toggles, press_again

KEY = {"Authorization": "Bearer kettle-key"}
PARCEL = {"weight_kg": 2, "to": "Midmoor 7"}


def same(who, way):
    return {name: {"who": who, "way": way} for name in partners.CHANGES}


@pytest.mark.parametrize("who", [["nobody"], list(partners.CLIENTS), ["csv_import"]])
@pytest.mark.parametrize("way", partners.WAYS)
def test_one_answer_for_all_changes_earns_nothing(who, way):
    assert check_artefact(find("5.1"), same(who, way)).points == 0


def test_each_change_breaks_somebody_or_nobody_for_a_reason():
    broken = {name: set(partners.run_change(name)) for name in partners.CHANGES}
    assert sum(not b for b in broken.values()) == 3
    assert set().union(*broken.values()) == set(partners.CLIENTS)
    for name in partners.CHANGES:
        assert partners.run_change(name, "new_version") == {}


def test_predictions_hold_for_every_morning():
    draw = Random(1)
    for _ in range(30):
        parcels = partners.Parcels(draw.uniform(30.5, 39.5), draw.uniform(3, 9), "BOOKED", 2)
        for name in partners.CHANGES:
            assert set(partners.run_change(name, "ship", parcels)) == set(partners.run_change(name))


def test_a_lost_answer_costs_labels_without_a_key_and_none_with_it():
    assert press_again(lost=2, presses=3, key=False).labels == 3
    assert press_again(lost=2, presses=3, key=True).labels == 1


def test_the_booking_api_says_no_with_a_reason():
    api = BookingApi()
    assert api.handle("GET", "/parcels").status == 401
    report = {"Authorization": "Bearer report-key"}
    assert api.handle("POST", "/parcels", report, PARCEL).body["reason"] == "scope"
    made = api.handle("POST", "/parcels", KEY, PARCEL)
    mine = made.headers["Location"]
    other = {"Authorization": "Bearer fern-key"}
    unknown = api.handle("GET", "/parcels/LP-999999", other)
    theirs = api.handle("GET", mine, other)
    assert (theirs.status, theirs.body) == (unknown.status, unknown.body), "no hint that it exists"
    assert api.handle("GET", mine, KEY).status == 200
    assert api.handle("POST", "/parcels", KEY, {"weight_kg": True, "to": "x"}).status == 422
    assert not any("key" in line.note.replace("same key", "") for line in api.log)


def test_the_same_key_for_another_booking_is_refused():
    api = BookingApi()
    headers = {**KEY, "Idempotency-Key": "k"}
    assert api.handle("POST", "/parcels", headers, PARCEL).status == 201
    again = api.handle("POST", "/parcels", headers, {**PARCEL, "weight_kg": 3})
    assert again.body["reason"] == "key-used-before"
    assert len(api.parcels) == 1


def test_toggles_limit_and_take_the_provider_away():
    api = BookingApi(Toggles(per_second=2))
    statuses = [api.handle("GET", "/parcels", KEY, now_s=0.1 * i).status for i in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert api.handle("GET", "/parcels", KEY, now_s=5).status == 200
    down = BookingApi(Toggles(provider_down=True)).handle("POST", "/parcels", KEY, PARCEL)
    assert (down.status, down.headers["Retry-After"]) == (503, "30")


def test_paging_through_the_booking_api_gives_each_parcel_once():
    api = BookingApi()
    for _ in range(25):
        api.handle("POST", "/parcels", KEY, PARCEL)
    seen, cursor = [], ""
    while True:
        query = {"limit": "10"} | ({"cursor": cursor} if cursor else {})
        page = api.handle("GET", "/parcels", KEY, query=query).body
        seen += [p["id"] for p in page["items"]]
        if not page["next"]:
            break
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 25


REROUTE = {
    "method": "post",
    "path": "/parcels/{parcel_id}/reroutes",
    "must_send": ("target",),
    "may_send": ("nest_id", "note"),
    "key": "required",
    "same_key_other_body": "refuse",
    "key_kept_h": 72,
    "checks_version": True,
    "when": "accept_now",
    "who_may": "recipient_or_delegate",
    "until_min": 120,
    "notify_fails": "keep_the_change",
    "errors": "reason_code",
    "retry_after": True,
    **dict.fromkeys((f"status_{case}" for case in reroute_call.CASES[1:]), 409),
    "status_done": 202,
    "status_too_many": 429,
}


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({}, ()),
        ({"key": "none"}, ("lost_response", "other_body")),
        ({"until_min": 121}, ("exactly_120",)),
        ({"until_min": 119}, ("exactly_120",)),
        ({"who_may": "recipient"}, ("delegate",)),
        ({"who_may": "logged_in"}, ("wrong_person",)),
        ({"checks_version": False}, ("two_devices",)),
        ({"key_kept_h": 24}, ("replay_next_day",)),
        ({"notify_fails": "undo_the_change"}, ("notify_down",)),
        ({"retry_after": False}, ("rate_limit",)),
        ({"status_nest_full": 500}, ("nest_full",)),
        ({"status_restricted": 500}, ("restricted",)),
        ({"status_unknown": 500}, ("unknown_parcel",)),
        ({"when": "wait_for_routing"}, ("routing_slow",)),
        ({"may_send": ("nest_id", "recipient_id")}, ("wrong_person",)),
        ({"must_send": ("target", "nest_id")}, ("two_devices", "other_body", "restricted")),
        ({"must_send": ("nest_id",)}, ("restricted",)),
    ],
)
def test_each_scenario_can_fail(change, fails):
    seen = reroute_call.judge({**REROUTE, **change}, reroute_call.Day())
    assert set(fails) <= set(seen["failed"])
    if not change:
        assert seen["failed"] == ()


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/parcels/{id}/reroutes", True),
        ("/v1/parcels/{id}/destination", True),
        ("/parcels/{id}/delivery-plan", True),
        ("/doReroute", False),
        ("/parcels/{id}/reroute", False),
        ("/parcels/{id}/change-destination", False),
        ("/reroutes", False),
        ("", False),
    ],
)
def test_an_address_names_a_thing(path, thing):
    assert reroute_call.names_a_thing(path) is thing


def test_offset_skips_and_repeats_and_a_cursor_does_not():
    for seed in range(20):
        world = listing.World(seed=seed)
        offset, cursor = (listing.read_all(kind, 100, world) for kind in listing.PAGING)
        assert offset.twice > 0
        assert (cursor.missing, cursor.twice) == (0, 0)
    assert listing.read_all("offset", 100, listing.World(moves=0)).missing == 0


def test_the_42_partners_are_those_of_the_story():
    who = sunset.partners()
    assert len(who) == 42
    assert sum(p.monthly for p in who) == 3
    assert sum(not p.reads_mail and not p.monthly for p in who) == 9
    assert abs(sum(p.volume for p in who) - 1) < 1e-9


def test_doing_nothing_earns_nothing_in_the_sunset():
    plan = dict.fromkeys(
        ("replacement_week", "announce_week", "headers_week", "brownout_week", "off_week")
    )
    plan |= {"outreach": "mail", "usage_watch_weeks": 0, "consent": "the_date"}
    assert check_artefact(find("5.4"), plan).points == 0
    assert check_artefact(find("5.4"), {**plan, "off_week": 5}).points == 0


def test_an_empty_page_finds_nothing():
    seen = api_page.read_page("nothing here")
    assert not any(v for k, v in seen.items() if k not in ("words",))


def test_the_data_file_says_what_the_programs_do():
    text = (case.data_root() / "openapi" / "changes.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)["changes"]
    assert [row["change"] for row in rows] == list(partners.CHANGES)
    for row in rows:
        assert row["breaks"] == list(partners.run_change(row["change"]))
        assert row["title"] == partners.TITLES[row["change"]]


BOOKING = case.data_root() / "openapi" / "booking-1.4.yaml"


def test_the_published_description_has_no_trap():
    assert load(BOOKING.read_bytes()).notes == []


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "query", "status"),
    [
        ("POST", "/parcels", {**KEY, "Idempotency-Key": "k"}, PARCEL, {}, 201),
        ("POST", "/parcels", KEY, {**PARCEL, "service": "doorstep", "note": "bell"}, {}, 201),
        ("POST", "/parcels", {}, PARCEL, {}, 401),
        ("POST", "/parcels", {"Authorization": "Bearer report-key"}, PARCEL, {}, 403),
        ("POST", "/parcels", KEY, {**PARCEL, "weight_kg": 41}, {}, 422),
        ("POST", "/parcels", KEY, {**PARCEL, "service": "drone"}, {}, 422),
        ("POST", "/parcels", KEY, {**PARCEL, "note": "x" * 141}, {}, 422),
        ("POST", "/parcels", KEY, {**PARCEL, "colour": "red"}, {}, 422),
        ("POST", "/parcels", KEY, {"to": "x"}, {}, 422),
        ("GET", "/parcels", KEY, None, {"limit": "5"}, 200),
        ("GET", "/parcels", KEY, None, {"limit": "500"}, 422),
        ("GET", "/parcels/LP-000001", KEY, None, {}, 200),
        ("GET", "/parcels/LP-999999", KEY, None, {}, 404),
    ],
)
def test_the_service_keeps_its_published_description(method, path, headers, body, query, status):
    """Each answer fits the file; each request the service takes is one the file allows."""
    contract = Contract(load(BOOKING.read_bytes()))
    api = BookingApi()
    api.handle("POST", "/parcels", KEY, PARCEL)
    said = api.handle(method, path, headers, body, query)
    assert said.status == status
    assert contract.response(method, path, said.status, said.headers, said.body, False) == []
    asked = contract.request(method, path, query, headers, body)
    assert bool(asked) == (status == 422)


def test_busy_and_broken_answers_are_described_too():
    contract = Contract(load(BOOKING.read_bytes()))
    for toggles, status in ((Toggles(per_second=0), 429), (Toggles(provider_down=True), 503)):
        said = BookingApi(toggles).handle("POST", "/parcels", KEY, PARCEL)
        assert said.status == status
        assert contract.response("POST", "/parcels", status, said.headers, said.body, False) == []


def test_an_unchanged_parcel_is_not_sent_again():
    api = BookingApi()
    where = api.handle("POST", "/parcels", KEY, PARCEL).headers["Location"]
    mark = api.handle("GET", where, KEY).headers["ETag"]
    assert api.handle("GET", where, {**KEY, "If-None-Match": mark}).status == 304
    api.parcels["LP-000001"]["status"] = "DELIVERED"
    assert api.handle("GET", where, {**KEY, "If-None-Match": mark}).body["status"] == "DELIVERED"


def test_the_fields_of_a_parcel_stand_in_the_order_that_the_csv_import_trusts():
    api = BookingApi()
    body = api.handle("POST", "/parcels", KEY, PARCEL).body
    assert tuple(body)[: len(partners.COLUMNS)] == partners.COLUMNS
    spec = load(BOOKING.read_bytes())
    assert tuple(spec.doc["components"]["schemas"]["Parcel"]["properties"]) == tuple(body)
    held = spec.doc["components"]["schemas"]["Parcel"]["properties"]
    assert tuple(held["status"]["enum"]) == partners.STATUSES


def test_keys_are_never_logged_wherever_they_are_put():
    api = BookingApi()
    api.handle("GET", "/parcels/kettle-key", KEY)
    api.handle("GET", "/parcels", {"Authorization": "Bearer fern-key"})
    assert not any("kettle-key" in str(line) or "fern-key" in str(line) for line in api.log)


def test_usage_shows_who_a_short_watch_misses():
    held = case.partner_usage()
    assert (len(held), {len(p.calls) for p in held}) == (42, {12})
    assert "39 of 42" in sunset.who_called(1)
    assert "42 of 42" in sunset.who_called(sunset.MONTHLY_WEEKS)
    largest = max(held, key=lambda p: sum(p.calls))
    assert largest.partner == "Kettle & Loom"
    silent = [p.id for p in sunset.partners() if p.monthly]
    quiet = [p.partner_id for p in held if not p.calls[-1]]
    assert silent == quiet


PAGE = api_page.as_html(
    """What your customers can do: A shopper sends <her> parcel to a Nest.
One example: POST /parcels/LP-1/reroutes with {"target": "nest"}
When it says no: 409 nest-full: offer another Nest. 429: wait.
Who helps: desk@linnet.example"""
)


def test_a_product_page_is_a_page_of_its_own():
    assert PAGE.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in PAGE
    assert PAGE.count("<h1>") == 1
    assert PAGE.count("<h2>") == 4, "only what was written"
    assert "<td>409</td><td>nest-full: offer another Nest.</td>" in PAGE
    assert "<td>429</td><td>wait.</td>" in PAGE
    assert "<code>POST /parcels/LP-1/reroutes</code>" in PAGE
    assert "&lt;her&gt;" in PAGE
    for outside in ("http://", "https://", "<script", "src=", "@import"):
        assert outside not in PAGE


@pytest.mark.parametrize("text", ["", "no label at all", "When it says no: it depends, 409 or 422"])
def test_any_text_makes_a_page(text):
    page = api_page.as_html(text)
    assert "<table>" not in page
    assert page.endswith("</html>\n")


def test_an_answer_is_shown_as_openapi_or_in_one_sentence():
    assert as_openapi(REROUTE).startswith('openapi: "3.1.0"')
    assert as_openapi(as_openapi(REROUTE)).startswith('openapi: "3.1.0"')
    assert "Fill in the table first" in as_openapi(find("5.2").shape.blank())
    assert "Still blank" in as_openapi({**REROUTE, "key": ...})
    assert "must lie between" in as_openapi({**REROUTE, "status_done": 7})
    assert "curly brackets" in as_openapi(7)
