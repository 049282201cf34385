"""Messages held against a contract; the validator agrees with jsonschema."""

import random

import pytest

from tests.engines.contract.specs import V1
from tpo.engines.contract import Contract, Schemas, load

CONTRACT = Contract(load(V1))
KEY = {"Idempotency-Key": "k"}
LINES = {"lines": [{"sku": "A", "qty": 2}]}
ORDER = {"id": "1", "status": "paid", "total": "1.00", **LINES}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("POST", "/orders", {}, KEY, LINES), ""),
        (("GET", "/orders", {"limit": "100"}), ""),
        (("GET", "/orders/7"), ""),
        (("POST", "/orders", {}, {}, LINES), "header idempotency-key is missing"),
        (("POST", "/orders", {}, KEY, None), "A body is missing"),
        (("POST", "/orders", {}, KEY, {"lines": []}), "at least 1 entries"),
        (
            ("POST", "/orders", {}, KEY, {"lines": [{"sku": "A", "qty": "2"}]}),
            "integer is expected",
        ),
        (
            ("POST", "/orders", {}, {**KEY, "content-type": "text/csv"}, LINES),
            "media type text/csv",
        ),
        (("GET", "/orders", {"limit": "500"}), "500 is above 100"),
        (("GET", "/orders", {"limit": "many"}), "integer is expected"),
        (("GET", "/orders", {"page": "2"}), "query page is not in the contract"),
        (("DELETE", "/orders"), "not in the contract"),
    ],
)
def test_requests(arguments, says):
    problems = CONTRACT.request(*arguments)
    assert (says in " ".join(problems)) if says else problems == []


@pytest.mark.parametrize(
    ("status", "headers", "body", "says"),
    [
        (200, {}, {**ORDER, "extra": 1}, ""),
        (404, {"content-type": "application/problem+json"}, {"title": "no"}, ""),
        (200, {}, {**ORDER, "total": 1.5}, "string is expected, not number"),
        (200, {}, {**ORDER, "status": "lost"}, '"lost" is not one of'),
        (200, {}, {"id": "1"}, "`status` is missing"),
        (404, {"content-type": "text/html"}, "<h1>", "media type text/html"),
        (500, {}, {}, "the contract lists 200, 404"),
    ],
)
def test_responses(status, headers, body, says):
    problems = CONTRACT.response("GET", "/orders/7", status, headers, body)
    assert (says in " ".join(problems)) if says else problems == []


def random_schema(draw, depth=0):
    kinds = ["string", "integer", "number", "boolean", "null"] + ["array", "object"] * (depth < 2)
    kind = draw.choice(kinds)
    schema = {"type": kind if draw.random() < 0.8 else [kind, "null"]}
    if kind == "string":
        schema |= draw.choice(
            [{}, {"minLength": 2}, {"maxLength": 3}, {"pattern": "^a"}, {"enum": ["a", "ab"]}]
        )
    if kind in ("integer", "number"):
        schema |= draw.choice(
            [{}, {"minimum": 1}, {"exclusiveMaximum": 5}, {"multipleOf": 2}, {"const": 3}]
        )
    if kind == "array":
        schema |= {"items": random_schema(draw, depth + 1)}
        schema |= draw.choice([{}, {"minItems": 1}, {"maxItems": 1}, {"uniqueItems": True}])
    if kind == "object":
        names = draw.sample(["a", "b", "c"], draw.randrange(1, 4))
        schema |= {"properties": {n: random_schema(draw, depth + 1) for n in names}}
        schema |= draw.choice(
            [
                {},
                {"required": names[:1]},
                {"additionalProperties": False},
                {"minProperties": 1},
                {"additionalProperties": {"type": "string"}},
            ]
        )
    if depth < 2 and draw.random() < 0.2:
        return {draw.choice(["anyOf", "allOf"]): [schema, random_schema(draw, depth + 1)]}
    if draw.random() < 0.1:
        schema["not"] = {"const": draw.choice([1, "a", None])}
    return schema


def random_value(draw, depth=0):
    pick = draw.randrange(9 if depth < 3 else 7)
    if pick < 7:
        return [
            None,
            True,
            draw.randrange(-2, 8),
            2.5,
            draw.choice(["", "a", "ab", "bbbb"]),
            4.0,
            "x",
        ][pick]
    if pick == 7:
        return [random_value(draw, depth + 1) for _ in range(draw.randrange(3))]
    return {
        n: random_value(draw, depth + 1)
        for n in draw.sample(["a", "b", "c", "d"], draw.randrange(4))
    }


def test_the_same_judgement_as_jsonschema():
    from tpo import fast_start  # noqa: F401 - skips a grammar nobody needs

    validator = pytest.importorskip("jsonschema").Draft202012Validator
    draw = random.Random(11)
    outcomes = {True: 0, False: 0}
    for _ in range(1500):
        schema = random_schema(draw)
        ours = Schemas(load("openapi: 3.1.0\npaths: {}"))
        theirs = validator(schema)
        values = [random_value(draw) for _ in range(4)] + [ours.sample(schema)]
        for value in values:
            if repr(value) == "NOTHING":
                continue
            expected = theirs.is_valid(value)
            outcomes[expected] += 1
            assert (ours.refusal(schema, value) is None) == expected, (schema, value)
    assert min(outcomes.values()) > 300


def test_a_sample_is_found_for_nearly_every_schema():
    draw = random.Random(3)
    schemas = Schemas(load("openapi: 3.1.0\npaths: {}"))
    made = [random_schema(draw) for _ in range(400)]
    found = [repr(schemas.sample(s)) != "NOTHING" for s in made]
    assert sum(found) > 360


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d+\.\d{2}$",
        r"^[A-Z]{3}$",
        r"^(LP|NP)-[0-9]{6}$",
        r"^[^/]+$",
        r"\w+@\w+",
        r"^a.b?c*$",
        r"^\S{4,}$",
    ],
)
def test_a_text_is_found_for_ordinary_patterns(pattern):
    schemas = Schemas(load("openapi: 3.1.0\npaths: {}"))
    value = schemas.sample({"type": "string", "pattern": pattern, "minLength": 3})
    assert isinstance(value, str)
