"""Reading descriptions: traps are explained, nothing is fetched, nothing crashes."""

import json
import random
import socket

import pytest

from tests.engines.contract.specs import V1
from tpo.engines.contract import Contract, ContractError, load

SMALL = "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses:\n        {status}\n"


def notes(text):
    return " ".join(n.sentence for n in load(text).notes)


def test_a_bare_status_is_text_and_is_noted():
    text = SMALL.replace("{status}", "200: {description: ok}")
    spec = load(text)
    assert list(spec.responses(spec.operations[0])) == ["200"]
    assert spec.notes[0].where == "line 6"
    assert "`200:` is read by some tools as a number" in notes(text)
    assert not load(text.replace("200:", "'200':")).notes


@pytest.mark.parametrize(
    ("value", "word"),
    [("no", "true or false"), ("on", "true or false"), ("2026-06-15", "a date object")],
)
def test_words_that_turn_into_something_else_stay_text(value, word):
    text = SMALL.replace("{status}", f"'200': {{description: {value}}}")
    spec = load(text)
    assert spec.responses(spec.operations[0])["200"]["description"] == value
    assert word in notes(text)


def test_true_numbers_and_null_are_what_they_are():
    doc = load(
        SMALL.replace("{status}", "'200': {a: true, b: 12, c: 1.5, d: null, e: ~, f: 1:30}")
    ).doc
    held = doc["paths"]["/a"]["get"]["responses"]["200"]
    assert held == {"a": True, "b": 12, "c": 1.5, "d": None, "e": None, "f": "1:30"}


def test_a_name_twice_in_one_table_is_noted():
    assert "stands twice" in notes(SMALL.replace("{status}", "'200': {}\n        '200': {}"))


def test_nullable_in_3_1_is_noted_and_in_3_0_understood():
    text = SMALL.replace(
        "{status}", "'200': {content: {application/json: {schema: {type: string, nullable: true}}}}"
    )
    assert "`nullable` means nothing in OpenAPI 3.1" in notes(text)
    assert Contract(load(text)).response("GET", "/a", 200, {}, None)
    old = text.replace("3.1.0", "3.0.3")
    assert not load(old).notes
    assert Contract(load(old)).response("GET", "/a", 200, {}, None) == []


def test_a_remote_ref_is_never_fetched(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    text = SMALL.replace("{status}", "'200': {$ref: 'https://elsewhere.example/r.yaml#/R'}")
    contract = Contract(load(text))
    assert contract.response("GET", "/a", 200, {}, {"any": "thing"}) == []
    assert any("Nothing is fetched" in n.sentence for n in contract.spec.notes)


@pytest.mark.parametrize("ref", ["#/components/schemas/A", "#/nowhere", "#", "#/paths/~1a/get"])
def test_refs_in_a_circle_or_to_nothing_mean_anything_goes(ref):
    doc = {
        "openapi": "3.1.0",
        "paths": {
            "/a": {
                "get": {
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/A"}}
                            }
                        }
                    }
                }
            }
        },
        "components": {"schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": ref}}},
    }
    contract = Contract(load(json.dumps(doc)))
    assert contract.response("GET", "/a", 200, {}, {"x": 1}) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "openapi: 3.1.0"),
        ("just words", "openapi: 3.1.0"),
        ("- a\n- b", "openapi: 3.1.0"),
        ("swagger: '2.0'\npaths: {}", "2.0"),
        ("openapi: 3.1.0\ninfo: {}", "no `paths`"),
        ("openapi: 3.1.0\npaths:\n  /a: [", "not valid YAML at line"),
        ("openapi: 3.1.0\n? [x]\n: 1", "name before the colon"),
        ("a: &a [*a]\nopenapi: 3.1.0", "holds itself"),
        ("openapi: " + "[" * 5_000, "nested too deeply"),
        ("{" + '"a":{' * 100_000, "nested too deeply"),
        ("openapi: !!python/object/apply:os.system ['true']\npaths: {}", "not valid YAML"),
    ],
)
def test_an_unreadable_description_is_one_sentence(text, says):
    with pytest.raises(ContractError) as caught:
        load(text, "ours.yaml")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_yaml_that_shares_its_parts_is_survived():
    bomb = "openapi: 3.1.0\nx: &x0 [1]\n" + "".join(
        f"x{i}: &x{i} [*x{i - 1}, *x{i - 1}, *x{i - 1}]\n" for i in range(1, 40)
    )
    load(bomb + "paths: {}")


def test_a_damaged_description_never_crashes():
    """Every cut and many random edits end in a description or one sentence."""
    draw = random.Random(5)
    for _ in range(150):
        text = list(V1)
        for _ in range(draw.randrange(1, 8)):
            text[draw.randrange(len(text))] = draw.choice("{}[]:,- \n'\"x1&*#|>?!%")
        try:
            contract = Contract(load("".join(text)))
        except ContractError:
            continue
        contract.request("POST", "/orders", {}, {}, {"lines": [{"sku": "a", "qty": 1}]})
        contract.response("GET", "/orders", 200, {}, {"items": []})
