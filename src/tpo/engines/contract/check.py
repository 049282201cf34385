"""Hold one request or one response against a description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tpo.engines.contract.read import Operation, Spec
from tpo.engines.contract.schema import Schemas

JSON = "application/json"


class Contract:
    """A description that can judge requests and responses."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.schemas = Schemas(spec)
        # Fixed addresses win over those with a {name} in them.
        ordered = sorted(spec.operations, key=lambda o: o.path.count("{"))
        self._routes = [(_route(o.path), o) for o in ordered]

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation that answers, with its path values."""
        for route, operation in self._routes:
            found = route.fullmatch(path) if operation.method == method.upper() else None
            if found:
                names = re.findall(r"\{([^{}]+)\}", operation.path)
                return operation, dict(zip(names, found.groups(), strict=True))
        return None

    def request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> list[str]:
        """Why a request is not what the contract allows; empty when it is."""
        found = self.find(method, path)
        if not found:
            return [f"{method.upper()} {path} is not in the contract."]
        operation, in_path = found
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        given = {"path": in_path, "query": dict(query or {}), "header": lower}
        parameters = self.spec.parameters(operation)
        problems = []
        for (place, name), parameter in parameters.items():
            values = given.get(place)
            if values is None:
                continue  # cookies
            if name not in values:
                if parameter.get("required"):
                    problems.append(f"{place} {name} is missing.")
                continue
            schema = parameter.get("schema", {})
            value = self._typed(schema, values[name])
            problems += [
                f"{place} {name}: {refusal.clause}."
                for refusal in self.schemas.refusals(schema, value)
            ]
        known = {name for place, name in parameters if place == "query"}
        problems += [f"query {n} is not in the contract." for n in given["query"] if n not in known]
        return problems + self._body(operation, lower, body)

    def _body(self, operation: Operation, headers: Mapping[str, str], body: Any) -> list[str]:
        described = self.spec.body(operation)
        if body is None:
            return ["A body is missing."] if described and described.get("required") else []
        if described is None:
            return ["A body is not in the contract."]
        return self._content(described, headers.get("content-type", JSON), body, "The body")

    def response(
        self,
        method: str,
        path: str,
        status: int,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        tolerant: bool = True,
    ) -> list[str]:
        """Why a response is not what the contract promises; empty when it is.

        ``tolerant``: new fields in the answer are fine (the default, as readers should be).
        """
        found = self.find(method, path)
        if not found:
            return [f"{method.upper()} {path} is not in the contract."]
        described = self.spec.responses(found[0])
        key = next(
            (k for k in (str(status), f"{status // 100}XX", "default") if k in described), ""
        )
        if not key:
            listed = ", ".join(described) or "nothing"
            return [f"It answers {status}; the contract lists {listed}."]
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        problems = []
        expected = described[key].get("headers")
        for name, raw in expected.items() if isinstance(expected, Mapping) else ():
            header = self.spec.follow(raw)
            if header.get("required") and name.lower() not in lower:
                problems.append(f"The header {name} is missing in {status}.")
        if not described[key].get("content"):
            return problems
        kind = lower.get("content-type", JSON)
        return problems + self._content(described[key], kind, body, str(status), tolerant)

    def _content(
        self, holder: Mapping[str, Any], kind: str, body: Any, what: str, tolerant: bool = False
    ) -> list[str]:
        content = holder.get("content")
        content = content if isinstance(content, Mapping) else {}
        kind = kind.partition(";")[0].strip().lower()
        media = content.get(kind, content.get(f"{kind.partition('/')[0]}/*", content.get("*/*")))
        if media is None:
            listed = ", ".join(content) or "none"
            return [f"{what} has the media type {kind}; the contract lists {listed}."]
        return [
            f"{what}, {'.'.join(r.path) or 'as a whole'}: {r.clause}."
            for r in self.schemas.refusals(media.get("schema", {}), body, tolerant)
        ]

    def _typed(self, schema: Any, text: Any) -> Any:
        """A value from an address or header, as the type the contract gives it."""
        kinds = self.schemas.node(schema).types or ()
        if isinstance(text, str):
            if "boolean" in kinds and text in ("true", "false"):
                return text == "true"
            if "integer" in kinds and re.fullmatch(r"[-+]?\d+", text):
                return int(text)
            if "number" in kinds and re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", text):
                return float(text)
            if "array" in kinds and "string" not in kinds:
                items = self.schemas.node(schema).items
                return [self._typed(items, part) for part in text.split(",")]
        return text


def _route(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^{}]+\})", path)
    return re.compile("".join("([^/]+)" if p.startswith("{") else re.escape(p) for p in parts))
