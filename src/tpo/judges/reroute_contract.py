"""The contract of the reroute call: as a small form, and as an OpenAPI 3.1 description.

``as_openapi`` writes a form as a description; ``from_openapi`` reads a description (YAML or JSON)
back into the same form. What OpenAPI has no place for, such as how long a key is kept, stands in
the extension ``x-promise`` of the call. Method, path, statuses, headers and fields are read where
every tool reads them. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tpo.engines.contract import Contract, ContractError, Operation, Spec, load

CASES = (
    "done",
    "too_late",
    "nest_full",
    "not_yours",
    "restricted",
    "unknown",
    "other_body",
    "too_many",
)
TARGETS = ("nest", "door", "safe_place", "neighbour", "another_day")
STATUSES = ("ACCEPTED", "PLANNED")
BODY_FIELDS = ("target", "nest_id", "note", "recipient_id")
PROMISES = (  # what OpenAPI has no word for
    "same_key_other_body",
    "key_kept_h",
    "when",
    "who_may",
    "until_min",
    "notify_fails",
)
KEY, VERSION = "Idempotency-Key", "If-Match"
JSON, PROBLEM = "application/json", "application/problem+json"

FIELD_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "target": {"enum": list(TARGETS)},
    "nest_id": {"type": "string"},
    "note": {"type": "string", "maxLength": 140},
    "recipient_id": {"type": "string"},
}
ANSWER = {  # what was agreed on with Hana: these fields, in this order
    "type": "object",
    "required": ["id", "parcel_id", "target", "nest_id", "status", "price_eur"],
    "properties": {
        "id": {"type": "string"},
        "parcel_id": {"type": "string"},
        "target": {"enum": list(TARGETS)},
        "nest_id": {"type": ["string", "null"]},
        "status": {"enum": list(STATUSES)},
        "price_eur": {"type": "number", "minimum": 0},
    },
}


REROUTE = {"$ref": "#/components/schemas/Reroute"}


def reason(case: str) -> str:
    """The reason code of a case: "too_late" is sent as "too-late"."""
    return case.replace("_", "-")


def status_of(form: Mapping[str, Any], case: str) -> int:
    """The status of a case."""
    return int(form[f"status_{case}"])


def as_openapi(form: Mapping[str, Any]) -> str:
    """The form as OpenAPI 3.1, in YAML that no reader of YAML misreads."""
    return _yaml(document(form), 0)


def document(form: Mapping[str, Any]) -> dict[str, Any]:
    """The form as OpenAPI 3.1, as plain data."""
    path = form["path"] if form["path"].startswith("/") else f"/{form['path']}"
    names = [part[1:-1] for part in path.split("/") if part.startswith("{") and part.endswith("}")]
    call = {
        "summary": "Send a parcel that is on its way to another place",
        "parameters": [*_headers(form), *(_query(form) if form["method"] == "get" else [])],
        **({} if form["method"] == "get" else {"requestBody": _body(form)}),
        "responses": _responses(form),
        "x-promise": {name: form[name] for name in PROMISES},
    }
    if form["who_may"] != "anyone":
        call["security"] = [{"login": []}]
    at_path = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names
    ]
    look = {
        "summary": "See what became of it",
        "responses": {
            "200": {"description": "as it stands now", "content": {JSON: {"schema": REROUTE}}},
            "404": _no(form, ["unknown"]),
        },
    }
    paths = {path: {"parameters": at_path, form["method"]: call}}
    if form["method"] == "put":
        paths[path]["get"] = look
    else:
        also = {"name": "reroute_id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"{path.rstrip('/')}/{{reroute_id}}"] = {"parameters": [*at_path, also], "get": look}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reroute a parcel", "version": "1.0.0"},
        "paths": paths,
        "components": {
            "schemas": {"Reroute": ANSWER},
            "securitySchemes": {"login": {"type": "http", "scheme": "bearer"}},
        },
    }


def _headers(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1}
    made = []
    if form["key"] != "none":
        required = form["key"] == "required"
        made.append({"name": KEY, "in": "header", "required": required, "schema": text})
    if form["checks_version"]:
        made.append({"name": VERSION, "in": "header", "required": False, "schema": text})
    return made


def _query(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": n, "in": "query", "required": n in form["must_send"], "schema": FIELD_SCHEMAS[n]}
        for n in _sent(form)
    ]


def _sent(form: Mapping[str, Any]) -> list[str]:
    return [n for n in BODY_FIELDS if n in (*form["must_send"], *form["may_send"])]


def _body(form: Mapping[str, Any]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": [n for n in BODY_FIELDS if n in form["must_send"]],
        "properties": {n: FIELD_SCHEMAS[n] for n in _sent(form)},
    }
    return {"required": True, "content": {JSON: {"schema": schema}}}


def _responses(form: Mapping[str, Any]) -> dict[str, Any]:
    nos = [(400, "malformed"), (400, "no-key")]
    nos += [(status_of(form, case), reason(case)) for case in CASES[1:]]
    nos += [(401, "no-login")] if form["who_may"] != "anyone" else []
    nos += [(412, "changed-meanwhile")] if form["checks_version"] else []
    said: dict[int, list[str]] = {}
    for status, word in nos:
        said.setdefault(200 if form["errors"] == "error_in_200" else status, []).append(word)
    made = {str(status): _no(form, reasons) for status, reasons in said.items()}
    limited = "200" if form["errors"] == "error_in_200" else str(status_of(form, "too_many"))
    if form["retry_after"]:
        made[limited]["headers"] = {
            "Retry-After": {"required": len(said[int(limited)]) == 1, "schema": {"type": "string"}}
        }
    done = str(form["status_done"])
    ok: dict[str, Any] = {
        "description": "accepted; look it up at Location" if done == "202" else "done",
        "headers": {"Location": {"required": True, "schema": {"type": "string"}}},
        "content": {JSON: {"schema": REROUTE}},
    }
    if done in made:  # one status for a yes and a no
        either = {"anyOf": [REROUTE, _problem(form, said[int(done)])]}
        ok = {"description": "done, or not", "content": {JSON: {"schema": either}}}
        if form["errors"] != "error_in_200":
            ok["content"][PROBLEM] = made[done]["content"][PROBLEM]
    made[done] = ok
    return dict(sorted(made.items()))


def _no(form: Mapping[str, Any], reasons: list[str]) -> dict[str, Any]:
    kind = JSON if form["errors"] == "error_in_200" else PROBLEM
    content = {kind: {"schema": _problem(form, reasons)}}
    return {"description": ", ".join(reasons), "content": content}


def _problem(form: Mapping[str, Any], reasons: list[str]) -> dict[str, Any]:
    properties: dict[str, Any] = {"reason": {"enum": reasons}, "title": {"type": "string"}}
    needed = ["title"] if form["errors"] == "text" else ["reason", "title"]
    return {"type": "object", "required": needed, "properties": properties}


# ---- a description, read as a form -----------------------------------------------------------


def from_openapi(text: str) -> dict[str, Any]:
    """The form that a description says; its ``spec`` beside it. ValueError with one sentence."""
    try:
        spec = load(text, "Your contract")
    except ContractError as problem:
        raise ValueError(str(problem)) from None
    call = _the_call(spec)
    contract = Contract(spec)
    responses = spec.responses(call)
    good = [s for s in responses if s[:1] == "2" and s.isdigit()]
    where = _cases(contract, responses)
    if not any(status not in where.values() for status in good) and len(good) != 1:
        raise ValueError(
            f"{call.name} lists no answer for a wish that is fulfilled: add a status such as '202'."
        )
    done = next((s for s in good if s not in where.values()), good[0])
    parameters = spec.parameters(call)
    key = parameters.get(("header", KEY.lower()))
    limited = responses[where["too_many"]]
    raw = limited.get("headers")
    headers = {str(n).lower() for n in raw} if isinstance(raw, Mapping) else set()
    must, may = _fields(contract, call)
    form = {
        "method": call.method.lower(),
        "path": call.path,
        "key": "none" if key is None else "required" if key.get("required") else "optional",
        "checks_version": ("header", VERSION.lower()) in parameters,
        "must_send": must,
        "may_send": may,
        "errors": _errors(contract, responses, where, done),
        "retry_after": "retry-after" in headers,
        "status_done": int(done),
        **{f"status_{case}": int(status) for case, status in where.items()},
        **_promises(call),
        "spec": spec,
    }
    if not _asks_who(spec, call):
        form["who_may"] = "anyone"
    return form


def _the_call(spec: Spec) -> Operation:
    marked = [o for o in spec.operations if "x-promise" in o.detail]
    if len(marked) == 1:
        return marked[0]
    if marked:
        raise ValueError("`x-promise` stands at more than one call; mark the reroute call only.")
    raise ValueError(
        "No call in your contract has `x-promise`: add it to the reroute call, with "
        f"{', '.join(PROMISES)}."
    )


def _promises(call: Operation) -> dict[str, Any]:
    said = call.detail["x-promise"]
    if not isinstance(said, Mapping):
        raise ValueError("`x-promise` is a table of names and values.")
    missing = [name for name in PROMISES if name not in said]
    if missing:
        raise ValueError(f"`x-promise` of {call.name} doesn't say {', '.join(missing)}.")
    unknown = [str(name) for name in said if name not in PROMISES]
    if unknown:
        raise ValueError(
            f"`x-promise` has no place for {unknown[0]}; it holds {', '.join(PROMISES)}."
        )
    return {name: said[name] for name in PROMISES}


def _cases(contract: Contract, responses: Mapping[str, Any]) -> dict[str, str]:
    """{case: status}: where each reason code is listed."""
    listed = {status: _reasons(contract, said) for status, said in responses.items()}
    found = {}
    for case in CASES[1:]:
        statuses = [status for status, words in listed.items() if reason(case) in words]
        if not statuses:
            raise ValueError(
                f"No answer lists the reason `{reason(case)}`: put it into the `enum` of `reason` "
                "at the status you choose for it."
            )
        if not statuses[0].isdigit():
            raise ValueError(f"Give `{reason(case)}` a status of its own, not `{statuses[0]}`.")
        found[case] = statuses[0]
    return found


def _reasons(contract: Contract, response: Mapping[str, Any]) -> list[str]:
    words: list[str] = []
    for schema in _schemas(response):
        for form in (schema, *_alternatives(contract, schema)):
            props = contract.schemas.node(form).props or {}
            if "reason" in props:
                node = contract.schemas.node(props["reason"])
                words += [str(word) for word in node.enum or ()]
    return words


def _schemas(response: Mapping[str, Any]) -> list[Any]:
    content = response.get("content")
    media = content.values() if isinstance(content, Mapping) else ()
    return [m["schema"] for m in media if isinstance(m, Mapping) and "schema" in m]


def _alternatives(contract: Contract, schema: Any) -> list[Any]:
    return [branch for group in contract.schemas.node(schema).choices for branch in group]


def _errors(
    contract: Contract, responses: Mapping[str, Any], where: Mapping[str, str], done: str
) -> str:
    if all(status[:1] == "2" for status in where.values()):
        return "error_in_200"
    nodes = [
        contract.schemas.node(schema)
        for status in sorted(set(where.values()) - {done})
        for schema in _schemas(responses[status])
    ]
    return "reason_code" if all("reason" in node.required for node in nodes) else "text"


def _fields(contract: Contract, call: Operation) -> tuple[list[str], list[str]]:
    """The fields of a wish that must, and that may, be sent."""
    parameters = contract.spec.parameters(call)
    asked = {n: bool(p.get("required")) for (place, n), p in parameters.items() if place == "query"}
    body = contract.spec.body(call)
    for schema in _schemas(body or {}):
        node = contract.schemas.node(schema)
        asked |= {str(name): name in node.required for name in node.props or {}}
    must = [n for n in BODY_FIELDS if asked.get(n)]
    return must, [n for n in BODY_FIELDS if n in asked and n not in must]


def _asks_who(spec: Spec, call: Operation) -> bool:
    said = call.detail.get("security", spec.doc.get("security"))
    return isinstance(said, list) and bool(said) and {} not in said


# ---- YAML, with a quote wherever a reader could go wrong ---------------------------------------


def _yaml(value: Any, depth: int) -> str:
    pad = "  " * depth
    if isinstance(value, Mapping) and value:
        lines = []
        for key, held in value.items():
            lines.append(f"{pad}{_key(key)}:{_after(held, depth)}")
        return "\n".join(lines) + ("\n" if depth == 0 else "")
    return pad + _scalar(value)


def _after(held: Any, depth: int) -> str:
    small = not isinstance(held, Mapping | list) or not held or len(_flow(held)) <= 64
    if small or isinstance(held, list):
        if small or not any(isinstance(v, Mapping | list) for v in held):
            return " " + _flow(held)
        pad = "  " * (depth + 1)
        return "".join(f"\n{pad}- {_flow(v)}" for v in held)
    return "\n" + _yaml(held, depth + 1)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _key(key: Any) -> str:
    text = str(key)
    return text if re.fullmatch(r"[A-Za-z][\w.+/-]*", text) else f"'{text}'"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        plain = value.replace("_", "").replace("-", "").replace(" ", "").isalpha()
        return value if plain and value.lower() not in _TRAPS else json.dumps(value)
    return json.dumps(value)


_TRAPS = ("yes", "no", "on", "off", "true", "false", "null", "y", "n")
