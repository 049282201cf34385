"""Breaking changes: the direction decides, and every finding comes with a message."""

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.engines.contract.specs import CHANGES, V1, changed
from tpo.engines.contract import compare, load

OLD = load(V1)


def verdict(name):
    change, expected = CHANGES[name]
    found = compare(OLD, changed(change)).findings
    return expected, found


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_gets_its_label(name):
    expected, found = verdict(name)
    breaking = {f.side for f in found if f.verdict == "breaking"}
    if expected in ("", "argued"):
        assert not breaking, found
        assert bool(found) == (expected == "argued"), found
    else:
        assert expected in breaking, found


@pytest.mark.parametrize(
    "name", [n for n, (_, e) in CHANGES.items() if e in ("request", "response")]
)
def test_the_example_is_a_message_that_shows_it(name):
    """The value fits one version and not the other: asked of jsonschema, not of our own engine."""
    change, _ = CHANGES[name]
    new = changed(change)
    for finding in compare(OLD, new).findings:
        if finding.verdict != "breaking" or " body" not in f" {finding.where}":
            continue
        if finding.rule in ("default-changed",) or finding.example.endswith("…"):
            continue
        value = json.loads(finding.example)
        operation = next(o for o in OLD.operations if o.name == finding.operations[0])
        other = next(
            o for o in new.operations if (o.method, o.path) == (operation.method, operation.path)
        )
        if finding.side == "request":
            pair = (OLD, OLD.body(operation)), (new, new.body(other))
        else:
            status = finding.where[:3]
            pair = (new, new.responses(other)[status]), (OLD, OLD.responses(operation)[status])
        (sender, sent), (reader, read) = pair
        assert fits(sender, sent, value), finding
        assert not fits(reader, read, value), finding


def fits(spec, holder, value):
    """Does jsonschema find the value in the JSON body of a request or response?"""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": spec.doc["components"],
        "allOf": [holder["content"]["application/json"]["schema"]],
    }
    checker = FormatChecker(["date"])
    checker.checks("int32")(lambda v: not isinstance(v, int) or -(2**31) <= v < 2**31)
    return Draft202012Validator(schema, format_checker=checker).is_valid(value)


def test_relaxing_a_request_is_safe_and_widening_a_response_is_not():
    """The same edit, an added value, on either side."""
    assert not compare(OLD, changed(CHANGES["more values accepted"][0])).breaking
    assert compare(OLD, changed(CHANGES["new value answered"][0])).breaking


def test_one_cause_is_one_finding():
    found = compare(
        OLD,
        changed(
            lambda d: d["components"]["schemas"]["Line"]["properties"]["sku"].update(type="integer")
        ),
    ).findings
    places = [(f.side, f.where) for f in found]
    assert len(places) == len(set(places))
    both = next(f for f in found if f.side == "response")
    assert len(both.operations) == 3


def test_the_same_pair_gives_the_same_findings_twice():
    new = changed(CHANGES["text becomes number"][0])
    assert compare(OLD, new) == compare(OLD, new)


def test_openapi_3_0_and_3_1_mean_the_same():
    old = """
openapi: 3.0.3
paths:
  /a:
    get:
      responses:
        '200': {content: {application/json: {schema: {type: string, nullable: true}}}}
      parameters:
        - {name: n, in: query, schema: {type: integer, minimum: 0, exclusiveMinimum: true}}
"""
    new = old.replace("3.0.3", "3.1.0").replace(
        "type: string, nullable: true", "type: [string, 'null']"
    )
    new = new.replace("minimum: 0, exclusiveMinimum: true", "exclusiveMinimum: 0")
    assert compare(load(old), load(new)).findings == ()
    worse = new.replace("exclusiveMinimum: 0", "exclusiveMinimum: 1")
    assert [f.example for f in compare(load(old), load(worse)).findings] == ["1"]


def test_what_is_not_compared_is_said():
    spec = V1.replace("note: {type: string", "note: {if: {type: string}, type: string")
    notes = compare(OLD, load(spec)).notes
    assert any("`if` is not compared" in n.sentence for n in notes)


def deep(n):
    """n schemas, each holding the next ones: exponentially many paths through them."""
    parts = {
        f"S{i}": {
            "type": "object",
            "properties": {
                f"p{k}": {"$ref": f"#/components/schemas/S{(i + k + 1) % n}"} for k in range(4)
            }
            | {"leaf": {"type": "string", "maxLength": 10 + i}},
        }
        for i in range(n)
    }
    paths = {
        f"/r{i}": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": f"#/components/schemas/S{i}"}}
                    }
                },
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": f"#/components/schemas/S{i}"}}
                        }
                    }
                },
            }
        }
        for i in range(n)
    }
    return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": parts}}


def test_cycles_and_sharing_stay_bounded():
    old = deep(60)
    new = json.loads(json.dumps(old))
    new["components"]["schemas"]["S7"]["properties"]["leaf"]["maxLength"] = 5
    result = compare(load(json.dumps(old)), load(json.dumps(new)))
    assert result.complete
    assert result.breaking
    assert all(f.side == "request" for f in result.findings)


def test_a_child_that_names_its_parent_and_a_parent_that_names_its_children():
    """The commonest way to write inheritance; it once took for ever."""
    kinds = [f"K{i}" for i in range(12)]
    ref = "#/components/schemas/"
    parts = {
        "Pet": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string"}, "friends": {"items": {"$ref": ref + "Pet"}}},
            "oneOf": [{"$ref": ref + k} for k in kinds],
            "discriminator": {"propertyName": "kind"},
        }
    }
    for k in kinds:
        own = {"type": "object", "properties": {f"of_{k}": {"type": "string", "maxLength": 9}}}
        parts[k] = {"allOf": [{"$ref": ref + "Pet"}, own]}
    body = {"content": {"application/json": {"schema": {"$ref": ref + "Pet"}}}}
    paths = {"/pets": {"post": {"requestBody": body, "responses": {"200": body}}}}
    old = {"openapi": "3.1.0", "paths": paths, "components": {"schemas": parts}}
    new = json.loads(json.dumps(old))
    for k in kinds:
        new["components"]["schemas"][k]["allOf"][1]["properties"][f"of_{k}"]["maxLength"] = 3
    assert compare(load(json.dumps(old)), load(json.dumps(old))).findings == ()
    result = compare(load(json.dumps(old)), load(json.dumps(new)))
    assert result.complete
    new["components"]["schemas"]["Pet"]["discriminator"]["propertyName"] = "sort"
    rules = {f.rule for f in compare(load(json.dumps(old)), load(json.dumps(new))).findings}
    assert "discriminator" in rules


def test_forms_that_only_lead_to_each_other_end():
    ref = "#/components/schemas/"
    parts = {"A": {"anyOf": [{"$ref": ref + "B"}]}, "B": {"anyOf": [{"$ref": ref + "A"}]}}
    body = {"content": {"application/json": {"schema": {"$ref": ref + "A"}}}}
    doc = {
        "openapi": "3.1.0",
        "paths": {"/a": {"post": {"requestBody": body, "responses": {"200": body}}}},
        "components": {"schemas": parts},
    }
    assert compare(load(json.dumps(doc)), load(json.dumps(doc))).findings == ()


def test_a_callback_is_compared_from_its_readers_side():
    old = json.loads(json.dumps(OLD.doc))
    old["paths"]["/orders"]["post"]["callbacks"] = {
        "done": {"{$request.body#/url}": old["webhooks"]["order.paid"]}
    }
    new = json.loads(json.dumps(old))
    held = new["paths"]["/orders"]["post"]["callbacks"]["done"]["{$request.body#/url}"]["post"]
    held["requestBody"]["content"]["application/json"]["schema"]["required"] = ["id"]
    found = compare(load(json.dumps(old)), load(json.dumps(new))).findings
    assert [(f.side, f.operations) for f in found if f.verdict == "breaking"] == [
        ("response", ("POST callback done of POST /orders",))
    ]


def test_a_comparison_that_costs_too_much_says_so(monkeypatch):
    monkeypatch.setattr("tpo.engines.contract.breaking.MOST_STEPS", 50)
    new = changed(CHANGES["text becomes number"][0])
    assert not compare(OLD, new).complete
