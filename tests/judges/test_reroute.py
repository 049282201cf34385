"""The reroute contract as a description, as a service, and on a real wire."""

import json

import pytest
import yaml

from tests.answers.bank import bank
from tests.judges.test_m05 import REROUTE
from tpo.exercises import find
from tpo.exercises.contract import check_artefact
from tpo.judges.loopback import LoopbackServer
from tpo.judges.message import Answer
from tpo.judges.reroute_builds import FAULTY, judge_builds
from tpo.judges.reroute_call import SCENARIOS, Day, judge, play
from tpo.judges.reroute_contract import as_openapi, document, from_openapi
from tpo.judges.reroute_partners import PROGRAMS, run_programs
from tpo.judges.reroute_service import PARCEL, RerouteService, build
from tpo.judges.reroute_wire import in_process, over_http

EXERCISE = find("5.2")
ANSWERS = [a for kind in ("right", "wrong") for a in bank(kind) if a.exercise == "5.2"]
TEXT = as_openapi(REROUTE)


def edited(change, form=REROUTE):
    """The reference as a description with one edit."""
    doc = json.loads(json.dumps(document(form)))
    change(doc)
    return json.dumps(doc)


def call(doc):
    return doc["paths"]["/parcels/{parcel_id}/reroutes"]["post"]


def reasons(doc, status):
    problem = call(doc)["responses"][status]["content"]["application/problem+json"]
    return problem["schema"]["properties"]["reason"]["enum"]


def answer(doc):
    return doc["components"]["schemas"]["Reroute"]


@pytest.mark.parametrize("given", ANSWERS, ids=lambda a: a.id)
def test_a_form_and_its_description_are_judged_alike(given):
    form = EXERCISE.shape.read(given.artefact)
    form.pop("spec", None)
    written = as_openapi(form)
    assert judge(EXERCISE.shape.read(written), Day()) == judge(form, Day())


def test_the_description_holds_no_trap_and_is_valid_yaml():
    assert from_openapi(TEXT)["spec"].notes == []
    assert yaml.safe_load(TEXT) == document(REROUTE)


@pytest.mark.parametrize("text", [TEXT, json.dumps(document(REROUTE))], ids=["yaml", "json"])
def test_a_description_earns_what_the_form_earns(text):
    assert check_artefact(EXERCISE, text).points == 12


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda t: t.replace("'202':", "202:"), "`202:` is read by some tools as a number"),
        (lambda t: t.replace("title: Reroute a parcel", "title: Yes"), "`Yes` without quotes"),
        (lambda t: t.replace('version: "1.0.0"', "version: 2026-07-20"), "is a date object"),
        (lambda t: t.replace('[string, "null"]', "string, nullable: true"), "`nullable` means"),
        (
            lambda t: t.replace("id: {type: string}", 'id: {"$ref": "other.yaml#/Id"}', 1),
            "This $ref leaves the document. Nothing is fetched",
        ),
        (
            lambda t: t.replace(
                "      type: object\n      required: [id",
                '      "$ref": "#/components/schemas/Reroute"\n      required: [id',
            ),
            "leads back to itself",
        ),
    ],
)
def test_each_trap_is_answered_in_plain_words(edit, says):
    text = edit(TEXT)
    assert text != TEXT
    seen = judge(EXERCISE.shape.read(text), Day())
    assert any(says in trap for trap in seen["traps"]), seen["traps"]
    verdict = check_artefact(EXERCISE, text)
    assert 0 < verdict.points < 12
    assert verdict.message.id in ("5.2:one_reading", "5.2:described", "5.2:scenarios")


def test_null_in_3_1_refuses_the_agreed_service():
    text = TEXT.replace('[string, "null"]', "string, nullable: true")
    seen = judge_builds(build(EXERCISE.shape.read(text)), Day())
    assert seen["described"] == 0
    assert "nest_id" in seen["unfit"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda d: call(d).pop("x-promise"), "No call in your contract has `x-promise`"),
        (lambda d: call(d)["x-promise"].pop("when"), "doesn't say when"),
        (lambda d: call(d)["x-promise"].update(colour="red"), "no place for colour"),
        (lambda d: call(d).update({"x-promise": 3}), "is a table"),
        (lambda d: reasons(d, "409").remove("unknown"), "reason `unknown`"),
        (lambda d: call(d)["responses"].pop("202"), "lists no answer for a wish"),
        (
            lambda d: call(d)["responses"].update({"4XX": call(d)["responses"].pop("429")}),
            "a status of its own",
        ),
        (lambda d: call(d)["x-promise"].update(key_kept_h="long"), "key_kept_h"),
        (lambda d: call(d)["x-promise"].update(who_may="me"), "who_may"),
        (lambda d: d.pop("openapi"), "OpenAPI"),
        (lambda d: d.update(paths={}), "x-promise"),
    ],
)
def test_what_a_description_lacks_is_one_sentence(edit, says):
    verdict = check_artefact(EXERCISE, edited(edit))
    assert verdict.message.id == "5.2:shape"
    assert says in f"{verdict.message.first} {verdict.message.saw}"


def test_a_description_that_lets_everything_through_refuses_nothing():
    def open_up(doc):
        doc["components"]["schemas"]["Reroute"] = {"type": "object"}
        call(doc)["requestBody"]["content"]["application/json"]["schema"] = {
            "type": "object",
            "properties": {"target": {}, "nest_id": {}, "note": {}},
        }

    seen = judge_builds(build(EXERCISE.shape.read(edited(open_up))), Day())
    assert seen["described"] < 0.6
    assert "a service in which the price comes as text" in seen["missed"]
    assert "a wish for the moon" in seen["missed"]


def test_a_closed_description_refuses_the_service_that_only_adds():
    seen = judge_builds(
        build(EXERCISE.shape.read(edited(lambda d: answer(d).update(additionalProperties=False)))),
        Day(),
    )
    assert seen["described"] == 0.5
    assert "`planned_at` is not allowed" in seen["unfit"]


def test_every_faulty_service_is_refused_by_the_reference_and_can_be_let_through():
    """Red proof: each faulty build is one that some contract accepts."""
    assert judge_builds(build(REROUTE), Day())["caught"] == len(FAULTY) + 5
    loose = {
        "the limit's no doesn't say when": lambda d: call(d)["responses"]["429"].pop("headers"),
        "a yes doesn't say where to look": lambda d: call(d)["responses"]["202"].pop("headers"),
        "the price is below zero": lambda d: answer(d)["properties"]["price_eur"].pop("minimum"),
        "the price is missing": lambda d: answer(d)["required"].remove("price_eur"),
    }
    for name, edit in loose.items():
        answer_ = EXERCISE.shape.read(edited(edit))
        answer_["retry_after"] = True  # promised, but not described
        assert f"a service in which {name}" in judge_builds(build(answer_), Day())["missed"]


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ({"errors": "error_in_200"}, "tolerant_reader"),
        ({"errors": "text"}, "strict_enum"),
        ({"when": "wait_for_routing", "key": "none"}, "generated_sdk"),
        ({"errors": "error_in_200"}, "csv_import"),
        ({"key": "optional"}, "webhook_consumer"),
        ({"method": "get"}, "cached_client"),
    ],
)
def test_each_partner_program_can_break(change, who):
    assert who in run_programs(build({**REROUTE, **change}), Day())
    assert who not in run_programs(build(REROUTE), Day())


def test_reading_a_reroute_is_also_only_for_those_who_may():
    wire = in_process(RerouteService(build(REROUTE), Day()))
    where = wire.wish().headers["Location"]
    assert wire.look(where).status == 200
    stranger = {"Authorization": "Bearer nadja-login"}
    assert wire.send("GET", where, stranger, None, {}).status in (403, 404, 409)
    assert wire.send("GET", where, {}, None, {}).status == 401


FORMS = {
    "reference": REROUTE,
    "put": {**REROUTE, "method": "put", "path": "/v1/parcels/{parcel_id}/destination"},
    "get": {**REROUTE, "method": "get", "key": "none"},
    "no key, always 200": {**REROUTE, "key": "none", "errors": "error_in_200"},
}


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("uvicorn")
    server = LoopbackServer(lambda *request: Answer(404))
    yield server
    server.stop()


@pytest.mark.parametrize("name", FORMS)
def test_scenarios_and_partners_find_the_same_over_real_http(server, name):
    """The service of a contract, called through a socket, behaves as it does in process."""
    built = build(FORMS[name])
    before = len(server.wire)
    assert play(built, Day(), over_http(server)) == play(built, Day())
    assert run_programs(built, Day(), over_http(server)) == run_programs(built, Day())
    assert len(server.wire) - before > len(SCENARIOS) + len(PROGRAMS)
    log = server.show_wire()
    assert "-login" not in log, "who called is never in the log"


def test_a_webhook_reaches_a_partner_over_real_http(server):
    """The service calls a partner's own address when a parcel is rerouted."""
    from tpo.judges.loopback import send

    heard = []
    partner = LoopbackServer(lambda m, p, h, b, q, now: heard.append(b) or Answer(204))
    try:
        service = RerouteService(build(REROUTE), Day())
        service.deliver = lambda event: send(partner.address, "POST", "/hooks", {}, event)
        assert over_http(server)(service).wish().status == 202
    finally:
        partner.stop()
    assert heard == [{"event": "parcel.rerouted", "parcel_id": PARCEL, "reroute_id": "R-1"}]
