"""A small order API and one change a time, each with the reason for its label."""

import copy
from collections.abc import Callable

import yaml

from tpo.engines.contract import Spec, load

V1 = """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    post:
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}}
      responses:
        '201': {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '422': {$ref: '#/components/responses/Problem'}
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties: {items: {type: array, items: {$ref: '#/components/schemas/Order'}}}
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '404': {$ref: '#/components/responses/Problem'}
components:
  responses:
    Problem:
      content:
        application/problem+json: {schema: {type: object, properties: {title: {type: string}}}}
  schemas:
    Line:
      type: object
      required: [sku, qty]
      properties: {sku: {type: string, minLength: 1}, qty: {type: integer, minimum: 1, maximum: 99}}
    NewOrder:
      type: object
      required: [lines]
      properties:
        lines: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Line'}}
        service: {enum: [standard, signature], default: standard}
        note: {type: string, maxLength: 200}
    Order:
      type: object
      required: [id, status, total, lines]
      properties:
        id: {type: string}
        status: {enum: [pending, paid, shipped]}
        total: {type: string, pattern: '^\\d+\\.\\d{2}$'}
        lines: {type: array, items: {$ref: '#/components/schemas/Line'}}
        eta: {type: string, format: date}
        part_of: {$ref: '#/components/schemas/Order'}
"""


def changed(change: Callable[[dict], object]) -> Spec:
    doc = copy.deepcopy(yaml.safe_load(V1))
    change(doc)
    return load(yaml.safe_dump(doc))


def schemas(d):
    return d["components"]["schemas"]


def order(d):
    return schemas(d)["Order"]["properties"]


def new_order(d):
    return schemas(d)["NewOrder"]["properties"]


def post(d):
    return d["paths"]["/orders"]["post"]


def query(d):
    return d["paths"]["/orders"]["get"]["parameters"]


LIMIT = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}

# name → (change, the side that breaks, or "" for safe, or "argued")
CHANGES: dict[str, tuple[Callable[[dict], object], str]] = {
    "nothing": (lambda d: None, ""),
    "new optional request field": (lambda d: new_order(d).update(ref={"type": "string"}), ""),
    "new response field": (lambda d: order(d).update(weight={"type": "number"}), ""),
    "new call": (lambda d: d["paths"].update({"/ping": {"get": {"responses": {}}}}), ""),
    "wider limit": (lambda d: query(d)[0].update(schema={**LIMIT, "maximum": 500}), ""),
    "new optional query": (lambda d: query(d).append({"name": "q", "in": "query"}), ""),
    "fewer values answered": (lambda d: order(d)["status"]["enum"].remove("paid"), ""),
    "more values accepted": (lambda d: new_order(d)["service"]["enum"].append("night"), ""),
    "request field becomes optional": (
        lambda d: schemas(d)["Line"]["required"].remove("qty"),
        "response",
    ),
    "null accepted": (lambda d: new_order(d)["note"].update(type=["string", "null"]), ""),
    "path parameter renamed": (
        lambda d: (
            d["paths"].update({"/orders/{order}": d["paths"].pop("/orders/{id}")}),
            d["paths"]["/orders/{order}"]["get"]["parameters"][0].update(name="order"),
        ),
        "",
    ),
    "written out instead of $ref": (
        lambda d: order(d)["lines"].update(items=copy.deepcopy(schemas(d)["Line"])),
        "",
    ),
    "call removed": (lambda d: d["paths"].pop("/orders/{id}"), "request"),
    "required field removed": (
        lambda d: (order(d).pop("total"), schemas(d)["Order"]["required"].remove("total")),
        "response",
    ),
    "response field becomes optional": (
        lambda d: schemas(d)["Order"]["required"].remove("total"),
        "response",
    ),
    "optional response field removed": (lambda d: order(d).pop("eta"), "argued"),
    "text becomes number": (lambda d: order(d).update(total={"type": "number"}), "response"),
    "new value answered": (lambda d: order(d)["status"]["enum"].append("returned"), "response"),
    "null answered": (lambda d: order(d)["total"].update(type=["string", "null"]), "response"),
    "new required request field": (
        lambda d: (
            new_order(d).update(country={"type": "string"}),
            schemas(d)["NewOrder"]["required"].append("country"),
        ),
        "request",
    ),
    "fewer entries": (lambda d: new_order(d)["lines"].update(maxItems=10), "request"),
    "tighter limit": (lambda d: query(d)[0].update(schema={**LIMIT, "maximum": 50}), "request"),
    "query required": (lambda d: query(d)[0].update(required=True), "request"),
    "pattern on a request": (lambda d: new_order(d)["note"].update(pattern="^[A-Z]+$"), "request"),
    "format on a request": (lambda d: new_order(d)["note"].update(format="date"), "request"),
    "value no longer accepted": (lambda d: new_order(d)["service"]["enum"].pop(), "request"),
    "default of a field": (
        lambda d: new_order(d)["service"].update(default="signature"),
        "request",
    ),
    "default of a query": (
        lambda d: query(d)[0].update(schema={**LIMIT, "default": 50}),
        "request",
    ),
    "201 becomes 202": (
        lambda d: post(d)["responses"].update({"202": post(d)["responses"].pop("201")}),
        "response",
    ),
    "new error": (lambda d: post(d)["responses"].update({"409": {}}), "argued"),
    "request closed": (
        lambda d: schemas(d)["NewOrder"].update(additionalProperties=False),
        "argued",
    ),
    "request field unknown": (lambda d: new_order(d).pop("note"), "argued"),
    "one of two shapes answered": (
        lambda d: order(d).update(
            total={"anyOf": [{"type": "string", "pattern": r"^\d+\.\d{2}$"}, {"type": "object"}]}
        ),
        "response",
    ),
    "one of two shapes accepted": (
        lambda d: new_order(d).update(note={"oneOf": [{"type": "string"}, {"type": "object"}]}),
        "",
    ),
    "the same in two parts": (
        lambda d: schemas(d).update(
            Line={
                "allOf": [
                    {
                        "type": "object",
                        "required": ["sku"],
                        "properties": {"sku": {"type": "string", "minLength": 1}},
                    },
                    {
                        "required": ["qty"],
                        "properties": {"qty": {"type": "integer", "minimum": 1, "maximum": 99}},
                    },
                ]
            }
        ),
        "",
    ),
}
