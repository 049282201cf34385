"""Read an OpenAPI 3.0 or 3.1 description from YAML or JSON, and say what in it is a trap.

YAML is read as OpenAPI asks for it (YAML 1.2): ``200:`` is the text "200", ``no`` is the text
"no", a date is text. Where YAML 1.1 tools read something else, a note says so. Nothing is ever
fetched: a ``$ref`` that leaves the document becomes "anything goes" plus a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

MOST_BYTES = 32_000_000
MOST_NESTED = 400
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
COMPARED = (3, 0), (3, 1)

_CORE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContractError(Exception):
    """A description that can't be used; the text is one sentence for its author."""


@dataclass(frozen=True)
class Note:
    """Something worth knowing about a description: where it stands and one sentence."""

    where: str
    sentence: str


@dataclass(frozen=True)
class Operation:
    """One call: method in capitals, path template, and its parts as plain mappings."""

    method: str
    path: str
    item: Mapping[str, Any]
    detail: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Method and path, such as "POST /parcels"."""
        return f"{self.method} {self.path}"


WayIn = tuple[tuple[str, tuple[str, ...]], ...]
"""One way to be let in: the name of each scheme, with the scopes it needs."""


class Spec:
    """An OpenAPI description whose ``$ref``s can be followed."""

    def __init__(self, doc: Mapping[str, Any], notes: list[Note], name: str) -> None:
        self.doc = doc
        self.name = name
        self.version = _version(doc, name)
        self.notes = [*notes]
        self._seen: set[str] = set()
        paths = doc.get("paths")
        if paths is None and doc.get("webhooks"):
            paths = {}
        if not isinstance(paths, Mapping):
            raise ContractError(f"{name} has no `paths`: add it, with one entry for each address.")
        self.operations = tuple(self._operations(paths))
        self.sent = tuple(self._sent())
        if self.version == (3, 1):
            self._look_for_nullable()

    def note(self, where: str, sentence: str) -> None:
        """Remember a note once."""
        if (key := where + sentence) not in self._seen:
            self._seen.add(key)
            self.notes.append(Note(where, sentence))

    def follow(self, node: Any) -> Any:
        """The thing a ``$ref`` points to (through chains of them); other values as they are."""
        been: list[str] = []
        while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
            ref = node["$ref"]
            if ref in been:
                self.note(ref, "This $ref only leads back to itself; it is read as anything goes.")
                return {}
            been.append(ref)
            node = self._target(ref)
        return node

    def _target(self, ref: str) -> Any:
        if not ref.startswith("#"):
            self.note(
                ref,
                "This $ref leaves the document. Nothing is fetched: it is read as anything goes. "
                "Bundle the files into one to have it compared.",
            )
            return {}
        here: Any = self.doc
        for part in ref[1:].split("/")[1:]:
            part = _unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(here, list) and part.isdigit() and int(part) < len(here):
                here = here[int(part)]
            elif isinstance(here, Mapping) and part in here:
                here = here[part]
            else:
                self.note(ref, "This $ref points to nothing; it is read as anything goes.")
                return {}
        return here

    def _operations(self, paths: Mapping[str, Any]) -> Iterator[Operation]:
        for path, raw in paths.items():
            item = self.follow(raw)
            if not isinstance(item, Mapping):
                continue
            for method in METHODS:
                if isinstance(item.get(method), Mapping):
                    yield Operation(method.upper(), path, item, item[method])

    def _sent(self) -> Iterator[Operation]:
        """What the service calls itself: webhooks, then callbacks; both named by their place."""
        hooks = self.doc.get("webhooks")
        if isinstance(hooks, Mapping):
            named = {f"webhook {name}": item for name, item in hooks.items()}
            yield from self._operations(named)
        for operation in self.operations:
            found = operation.detail.get("callbacks")
            for name, raw in found.items() if isinstance(found, Mapping) else ():
                items = self.follow(raw)
                if isinstance(items, Mapping):
                    named = {f"callback {name} of {operation.name}": i for i in items.values()}
                    yield from self._operations(named)

    def ways_in(self, operation: Operation) -> tuple[WayIn, ...]:
        """The ways to be let in; an empty way means that no login is needed."""
        said = operation.detail.get("security", self.doc.get("security"))
        ways = [self._way(w) for w in _items(said) if isinstance(w, Mapping)]
        return tuple(ways) or ((),)

    @staticmethod
    def _way(needed: Mapping[str, Any]) -> WayIn:
        return tuple(
            sorted((str(name), tuple(map(str, _items(scopes)))) for name, scopes in needed.items())
        )

    def schemes(self) -> dict[str, str]:
        """{name of a security scheme: what a caller does for it}."""
        components = self.doc.get("components")
        held = components.get("securitySchemes") if isinstance(components, Mapping) else None
        pairs = held.items() if isinstance(held, Mapping) else ()
        return {str(name): _deed(str(name), self.follow(raw)) for name, raw in pairs}

    def login_addresses(self) -> dict[str, str]:
        """{scheme and flow: where a caller gets its token}."""
        components = self.doc.get("components")
        held = components.get("securitySchemes") if isinstance(components, Mapping) else None
        found = {}
        for name, raw in held.items() if isinstance(held, Mapping) else ():
            scheme = self.follow(raw)
            flows = scheme.get("flows") if isinstance(scheme, Mapping) else None
            for flow, said in flows.items() if isinstance(flows, Mapping) else ():
                for key, url in said.items() if isinstance(said, Mapping) else ():
                    if str(key).endswith("Url"):
                        found[f"{name}, {flow}, {key}"] = str(url)
        return found

    def parameters(self, operation: Operation) -> dict[tuple[str, str], Mapping[str, Any]]:
        """{(in, name): parameter}; an operation's own wins over its path's."""
        found = {}
        for holder in (operation.item, operation.detail):
            for raw in _items(holder.get("parameters")):
                parameter = self.follow(raw)
                if isinstance(parameter, Mapping):
                    name, place = str(parameter.get("name", "")), str(parameter.get("in", ""))
                    found[place, name.lower() if place == "header" else name] = parameter
        return found

    def body(self, operation: Operation) -> Mapping[str, Any] | None:
        """The request body, if one is described."""
        body = self.follow(operation.detail.get("requestBody"))
        return body if isinstance(body, Mapping) else None

    def responses(self, operation: Operation) -> dict[str, Mapping[str, Any]]:
        """{status: response}; a status is a text such as "200", "4XX" or "default"."""
        found = operation.detail.get("responses")
        pairs = found.items() if isinstance(found, Mapping) else ()
        followed = ((str(status), self.follow(raw)) for status, raw in pairs)
        return {status: r for status, r in followed if isinstance(r, Mapping)}

    def _look_for_nullable(self) -> None:
        todo: list[tuple[str, Any]] = [("", self.doc)]
        been: set[int] = set()
        while todo:
            where, node = todo.pop()
            if id(node) in been:
                continue
            been.add(id(node))
            if isinstance(node, Mapping):
                if isinstance(node.get("nullable"), bool):
                    self.note(
                        where,
                        "`nullable` means nothing in OpenAPI 3.1: null stays forbidden. "
                        'Write type: [string, "null"].',
                    )
                todo += [(f"{where}/{key}", value) for key, value in node.items()]
            elif isinstance(node, list):
                todo += [(f"{where}/{i}", value) for i, value in enumerate(node)]


def load(text: str | bytes, name: str = "the contract") -> Spec:
    """Read a description; raise ContractError with one sentence."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ContractError(f"{name} is not UTF-8 text.") from None
    if len(text) > MOST_BYTES:
        raise ContractError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB; split it.")
    notes: list[Note] = []
    doc = _json(text, name) if text.lstrip()[:1] == "{" else None
    if doc is None:
        doc = _yaml(text, name, notes)
    if not isinstance(doc, Mapping):
        raise ContractError(f"{name} should begin with `openapi: 3.1.0`; it holds no such table.")
    return Spec(doc, notes, name)


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ContractError(f"{name} is nested too deeply to be a contract.") from None
    except ValueError:
        return None  # YAML may begin with a curly bracket too


def _yaml(text: str, name: str, notes: list[Note]) -> Any:
    if _nested(text) > MOST_NESTED:
        raise ContractError(f"{name} is nested too deeply to be a contract.")
    loader = _Reader(text)
    loader.notes = notes
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        what = str(getattr(error, "problem", None) or "it can't be read")
        what = "an entry holds itself" if "recursive" in what else what
        raise ContractError(f"{name} is not valid YAML{where}: {what}.") from None
    except (RecursionError, ValueError) as error:
        raise ContractError(f"{name} is not valid YAML: {error}.") from None
    finally:
        loader.dispose()


def _nested(text: str) -> int:
    """The deepest nesting a text can have, counted generously before any parser sees it."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1 if depth else 0
        deepest = max(deepest, depth)
    dashes = max((len(m.group()) // 2 for m in re.finditer(r"(?:[-?] ){50,}", text)), default=0)
    indent = max((len(m.group()) for m in re.finditer(r"^ {100,}", text, re.M)), default=0)
    return max(deepest, dashes, indent if indent > 2000 else 0)


class _Reader(_CORE):  # type: ignore[misc, valid-type]
    """YAML 1.2's core types, with keys kept as they are written."""

    notes: list[Note]

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise yaml.constructor.ConstructorError(None, None, "a table is expected here")
        self.flatten_mapping(node)
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a name before the colon must be plain text", key_node.start_mark
                )
            key, line = key_node.value, f"line {key_node.start_mark.line + 1}"
            kind = key_node.tag.rpartition(":")[2]
            if kind in ("int", "float", "old-bool", "bool") and not key_node.style:
                read = "a number" if kind in ("int", "float") else "true or false"
                self.notes.append(
                    Note(line, f"`{key}:` is read by some tools as {read}. Write '{key}': .")
                )
            if key in made:
                self.notes.append(Note(line, f"`{key}` stands twice in one table; the last wins."))
            made[key] = self.construct_object(value_node, deep=True)
        return made


def _old_bool(loader: Any, node: Any) -> str:
    text = str(node.value)
    loader.notes.append(
        Note(
            f"line {node.start_mark.line + 1}",
            f"`{text}` without quotes is true or false to some tools, text to others. "
            f'Write "{text}".',
        )
    )
    return text


def _date(loader: Any, node: Any) -> str:
    text = str(node.value)
    loader.notes.append(
        Note(
            f"line {node.start_mark.line + 1}",
            f'`{text}` without quotes is a date object to some tools. Write "{text}".',
        )
    )
    return text


_Reader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:tpo:old-bool", r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF", "yYnNoO"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        "-+.0123456789",
    ),
    ("tag:tpo:date", r"\d{4}-\d\d-\d\d(?:[Tt ].*)?", "0123456789"),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
):
    _Reader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))
_Reader.add_constructor("tag:tpo:old-bool", _old_bool)
_Reader.add_constructor("tag:tpo:date", _date)


def _version(doc: Mapping[str, Any], name: str) -> tuple[int, int]:
    said = str(doc.get("openapi", doc.get("swagger", "")))
    found = re.match(r"(\d+)\.(\d+)", said)
    version = (int(found[1]), int(found[2])) if found else None
    if version == (3, 2):
        return (3, 1)  # schemas are the same
    if version not in COMPARED:
        raise ContractError(
            f"{name} says it is OpenAPI {said or '(nothing)'}; versions 3.0 and 3.1 are understood."
        )
    return version


def _deed(name: str, scheme: Any) -> str:
    """What a caller does for a scheme; its name in the file is nobody's business."""
    if not isinstance(scheme, Mapping):
        return name
    kind = str(scheme.get("type", name))
    if kind == "apiKey":
        return f"a key in {scheme.get('in', 'header')} {scheme.get('name', name)}"
    if kind == "http":
        return f"HTTP {str(scheme.get('scheme', 'login')).lower()}"
    if kind == "oauth2":
        flows = scheme.get("flows")
        return (
            f"OAuth ({', '.join(sorted(map(str, flows)))})" if isinstance(flows, Mapping) else kind
        )
    if kind == "openIdConnect":
        return f"OpenID Connect at {scheme.get('openIdConnectUrl', '?')}"
    return kind


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unquote(part: str) -> str:
    return re.sub(r"%([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), part)
