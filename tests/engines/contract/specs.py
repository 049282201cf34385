"""A small order API and one change a time, each with a label and where the label comes from.

- "request" or "response" (that side breaks): test_breaking.py takes the message that our engine
  shows and asks jsonschema, which shares no code with it, whether one version allows the message
  and the other refuses it. What is not in a message (a default, a login, a call that is gone) is
  breaking by definition: yesterday's call no longer does what it did.
- "" (safe): no such message can exist, since only what is accepted grew or what is sent shrank.
- "argued": the description alone can't decide, or the sources below disagree.

ELSEWHERE holds what others say about the same change, to show where experts disagree.
"""

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
      operationId: placeOrder
      security: [{login: [orders]}]
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}}
      responses:
        '201':
          headers: {Location: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        '422': {$ref: '#/components/responses/Problem'}
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
        - {name: status, in: query, schema: {type: array, items: {type: string}}}
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
webhooks:
  order.paid:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [id, paid_on]
              properties: {id: {type: string}, paid_on: {type: string, format: date}}
      responses: {'204': {description: heard}}
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://login.example.test/token
          scopes: {orders: place orders, admin: everything}
    key: {type: apiKey, in: header, name: X-Key}
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
        contact:
          oneOf:
            - {type: string}
            - {type: object, required: [email], properties: {email: {type: string}}}
    Order:
      type: object
      required: [id, status, total, lines]
      properties:
        id: {type: string}
        status: {enum: [pending, paid, shipped]}
        total: {type: string, pattern: '^\\d+\\.\\d{2}$'}
        lines: {type: array, items: {$ref: '#/components/schemas/Line'}}
        eta: {type: string, format: date}
        weight_g: {type: integer, format: int32, minimum: 0}
        payment:
          anyOf:
            - {enum: [cash]}
            - {type: object, required: [card], properties: {card: {type: string}}}
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


def hook(d):
    body = d["webhooks"]["order.paid"]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]


def logins(d):
    return d["components"]["securitySchemes"]


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
    "a form no longer accepted": (lambda d: new_order(d)["contact"]["oneOf"].pop(), "request"),
    "a form more accepted": (
        lambda d: new_order(d)["contact"]["oneOf"].append({"type": "array"}),
        "",
    ),
    "a form more answered": (
        lambda d: order(d)["payment"]["anyOf"].append({"type": "boolean"}),
        "response",
    ),
    "a form fewer answered": (lambda d: order(d)["payment"]["anyOf"].pop(), ""),
    "one part more demanded": (
        lambda d: new_order(d).update(
            contact={"allOf": [new_order(d)["contact"], {"type": "object", "required": ["phone"]}]}
        ),
        "request",
    ),
    "fewest fields": (lambda d: schemas(d)["NewOrder"].update(minProperties=2), "request"),
    "32 bits become 64": (lambda d: order(d)["weight_g"].update(format="int64"), "response"),
    "required, but only in answers": (
        lambda d: (
            new_order(d).update(number={"type": "string", "readOnly": True}),
            schemas(d)["NewOrder"]["required"].append("number"),
        ),
        "",
    ),
    "several values written otherwise": (lambda d: query(d)[1].update(explode=False), "request"),
    "a scope more": (lambda d: post(d)["security"][0].update(login=["orders", "admin"]), "request"),
    "a scope fewer": (lambda d: post(d)["security"][0].update(login=[]), ""),
    "another login": (lambda d: post(d).update(security=[{"key": []}]), "request"),
    "another login beside": (lambda d: post(d)["security"].append({"key": []}), ""),
    "a login where none was": (lambda d: d.update(security=[{"key": []}]), "request"),
    "a login renamed in the file": (
        lambda d: (
            logins(d).update(entry=logins(d).pop("login")),
            post(d).update(security=[{"entry": ["orders"]}]),
        ),
        "",
    ),
    "tokens from another address": (
        lambda d: logins(d)["login"]["flows"]["clientCredentials"].update(
            tokenUrl="https://new.example.test/token"
        ),
        "argued",
    ),
    "a webhook says less": (lambda d: hook(d)["required"].remove("paid_on"), "response"),
    "a webhook says more": (lambda d: hook(d)["properties"].update(by={"type": "string"}), ""),
    "a webhook is gone": (lambda d: d["webhooks"].pop("order.paid"), "response"),
    "an error becomes a page": (
        lambda d: post(d)["responses"].update({"422": {"content": {"text/html": {}}}}),
        "response",
    ),
    "a promised header is gone": (lambda d: post(d)["responses"]["201"].pop("headers"), "response"),
    "one more good status": (
        lambda d: post(d)["responses"].update({"202": post(d)["responses"]["201"]}),
        "argued",
    ),
    "the call's name for generated programs": (
        lambda d: post(d).update(operationId="createOrder"),
        "argued",
    ),
}

# name → what others say. oasdiff: the level of the rule in its table, checker/rules.go at commit
# 4553c69d of 2026 (ERR breaks, WARN may break, INFO doesn't). Zalando: rule 107 of its guidelines.
# AIP-180: Google's guideline on compatibility. openapi-diff: what its own tests assert.
ELSEWHERE = {
    "new value answered": "oasdiff WARN; Zalando 107: must not",
    "value no longer accepted": "oasdiff ERR; Zalando 107: only if old values are still accepted",
    "optional response field removed": "oasdiff WARN; AIP-180: must not be removed",
    "request field unknown": "oasdiff WARN; AIP-180: must not be removed",
    "default of a field": "oasdiff INFO; AIP-180: considered breaking, must not be done",
    "default of a query": "oasdiff ERR; AIP-180: considered breaking, must not be done",
    "new error": "oasdiff INFO",
    "one more good status": "oasdiff INFO; openapi-diff: compatible",
    "a scope more": "oasdiff INFO",
    "a login where none was": "oasdiff INFO",
    "tokens from another address": "oasdiff INFO; openapi-diff: incompatible",
    "a form more answered": "oasdiff ERR for oneOf, INFO for anyOf",
    "the call's name for generated programs": "openapi-diff: incompatible",
}
