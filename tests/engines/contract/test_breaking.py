"""Breaking changes: the direction decides, and every finding comes with a message."""

import json

import pytest

from tests.engines.contract.specs import CHANGES, V1, changed
from tpo.engines.contract import Schemas, compare, load

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
    """Red proof of the whole idea: the value fits one version and not the other."""
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
            pair = (OLD, operation, OLD.body(operation)), (new, other, new.body(other))
        else:
            status = finding.where[:3]
            pair = (
                (new, other, new.responses(other)[status]),
                (OLD, operation, OLD.responses(operation)[status]),
            )
        sender, reader = (
            (Schemas(spec), holder["content"]["application/json"]["schema"])
            for spec, _, holder in pair
        )
        assert sender[0].refusal(sender[1], value) is None, finding
        assert reader[0].refusal(reader[1], value, finding.side == "response") is not None, finding


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
