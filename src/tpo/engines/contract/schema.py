"""Schemas as sets of values: is a value in the set, and what is a small value in it?

One normal form (``Node``) serves OpenAPI 3.0 and 3.1: ``$ref`` followed, ``allOf`` merged,
``nullable`` and boolean ``exclusiveMinimum`` turned into their 3.1 meaning. ``oneOf`` is read as
``anyOf``. ``readOnly`` fields are no part of a request, ``writeOnly`` ones no part of a response;
``Schemas`` is told which side it looks at. ``UNREAD`` keywords don't restrict a value here; a comparison says that it met them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tpo.engines.contract.pattern import matching
from tpo.engines.contract.read import Spec

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
UNREAD = (
    "patternProperties",
    "propertyNames",
    "if",
    "dependentSchemas",
    "dependentRequired",
    "prefixItems",
    "contains",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$dynamicRef",
)
_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
FORMATS = {
    "date": re.compile(_DATE),
    "date-time": re.compile(
        _DATE + r"[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
    ),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+"),
}
FORMAT_SAMPLES = {
    "date": "2026-06-15",
    "date-time": "2026-06-15T10:00:00Z",
    "uuid": "3f0c1a52-8f2e-4c1b-9a37-0b5d1c2e4f60",
    "email": "a@b.example",
    "uri": "https://example.test/",
}
DEEPEST = 24
INT32 = (-(2**31), 2**31 - 1)

Path = tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    """Why a value is not in a set: where, which keyword, and one clause."""

    path: Path
    keyword: str
    clause: str


@dataclass(frozen=True, eq=False)
class Node:
    """A schema in normal form; None means "no limit"."""

    types: tuple[str, ...] | None = None
    enum: tuple[Any, ...] | None = None
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    multiple: float | None = None
    shortest: int = 0
    longest: float = math.inf
    patterns: tuple[str, ...] = ()
    format: str = ""
    fewest: int = 0
    most: float = math.inf
    items: Any = None
    unique: bool = False
    props: Mapping[str, Any] | None = None
    required: tuple[str, ...] = ()
    extra: Any = True
    least_props: int = 0
    most_props: float = math.inf
    choices: tuple[tuple[Any, ...], ...] = ()
    nots: tuple[Any, ...] = ()
    default: Any = None
    example: Any = None
    hidden: tuple[str, ...] = ()  # fields that belong to the other side
    by: str = ""  # the field that tells forms apart


NEVER = Node(types=())


class Schemas:
    """The schemas of one description, in normal form and remembered."""

    def __init__(self, spec: Spec, side: str = "") -> None:
        """``side``: "request" leaves ``readOnly`` fields out, "response" ``writeOnly`` ones."""
        self.spec = spec
        self._hides = {"request": "readOnly", "response": "writeOnly"}.get(side, "")
        self._nodes: dict[int, tuple[Any, Node]] = {}
        self.names: dict[int, str] = {}
        self._samples: dict[int, Any] = {}
        self._made: dict[tuple[int, ...], tuple[Any, Any, Any]] = {}
        self._joined: dict[int, tuple[Any, ...]] = {}
        self._asking: set[tuple[int, int]] = set()
        self.steps = 0  # schemas held against values so far: what a comparison costs

    def settle(self, schema: Any) -> Any:
        """The schema itself, behind a plain ``$ref``: one object for all who point to it."""
        if not isinstance(schema, Mapping) or "$ref" not in schema:
            return schema
        if len(schema) > 1 and self.spec.version != (3, 0):
            return schema
        target = self.spec.follow(schema)
        self.names.setdefault(id(target), str(schema["$ref"]))
        return target

    def node(self, schema: Any) -> Node:
        """The normal form of a schema."""
        known = self._nodes.get(id(schema))
        if known is None:
            known = (schema, self._normal(schema, 0))
            self._nodes[id(schema)] = known  # the schema is kept, so its id stays its own
        return known[1]

    def both(self, first: Any, second: Any) -> Any:
        """The schema "first and second", the same object for the same parts; a part counts once."""
        parts = {id(p): p for p in (*self._parts(first), *self._parts(second))}
        if len(parts) == 1:
            return first
        key = tuple(parts)
        if key not in self._made:  # the parts are kept, so that their ids stay theirs
            self._made[key] = ({"allOf": [*parts.values()]}, first, second)
            self._joined[id(self._made[key][0])] = tuple(parts.values())
        return self._made[key][0]

    def _parts(self, schema: Any) -> tuple[Any, ...]:
        return self._joined.get(id(schema)) or (self.settle(schema),)

    def form(self, schema: Any, branch: Any) -> Any:
        """One form of a schema with alternatives: its first choice settled on ``branch``."""
        key = (id(schema), id(branch), -1)
        if key not in self._made:
            node = self.node(schema)
            chosen = {"allOf": [branch]}
            merged = self._merge(replace(node, choices=node.choices[1:]), self.node(branch))
            self._made[key] = (chosen, schema, branch)
            self._nodes[id(chosen)] = (chosen, merged)
        return self._made[key][0]

    def _normal(self, schema: Any, depth: int) -> Node:
        if schema is False:
            return NEVER
        if not isinstance(schema, Mapping) or depth > DEEPEST:
            return Node()
        own = self._own(schema)
        if "$ref" in schema:
            target = self.spec.follow(schema)
            rest = {k: v for k, v in schema.items() if k != "$ref"}
            followed = self._normal(target, depth + 1) if target is not schema else Node()
            if self.spec.version == (3, 0) or not rest:
                return followed
            own = self._merge(followed, self._normal(rest, depth + 1))
        for part in _list(schema.get("allOf")):
            own = self._merge(own, self._normal(part, depth + 1))
        return self._without_itself(schema, own)

    def _without_itself(self, schema: Any, node: Node) -> Node:
        """A form that extends its parent is one of the parent's forms: nothing more to choose."""
        if not node.choices:
            return node
        left = tuple(g for g in node.choices if not any(self.spec.follow(b) is schema for b in g))
        return node if len(left) == len(node.choices) else replace(node, choices=left)

    def _own(self, s: Mapping[str, Any]) -> Node:
        for word in UNREAD:
            if word in s:
                self.spec.note(word, f"`{word}` is not compared; look at it yourself.")
        if self.spec.version == (3, 1) and isinstance(s.get("items"), list):
            self.spec.note("items", "A list under `items` is not compared; look at it yourself.")
        types = s.get("type")
        types = (types,) if isinstance(types, str) else tuple(_list(types)) or None
        enum = tuple(s["enum"]) if isinstance(s.get("enum"), list) else None
        if "const" in s:
            enum = (s["const"],)
        if self.spec.version == (3, 0) and s.get("nullable") is True:
            types = (*types, "null") if types else None
        low, low_open = _bound(s, "minimum", "exclusiveMinimum", -math.inf)
        high, high_open = _bound(s, "maximum", "exclusiveMaximum", math.inf)
        if s.get("format") == "int32":
            low, low_open = max((low, low_open), (INT32[0], False))
            high, high_open = min((high, high_open), (INT32[1], False))
        props = s.get("properties")
        hidden = self._of_other_side(props) if self._hides and isinstance(props, Mapping) else ()
        if hidden and isinstance(props, Mapping):
            props = {name: held for name, held in props.items() if name not in hidden}
        return Node(
            types=types,
            enum=enum,
            low=low,
            high=high,
            low_open=low_open,
            high_open=high_open,
            multiple=_number(s.get("multipleOf"), None),
            shortest=int(_number(s.get("minLength"), 0) or 0),
            longest=_number(s.get("maxLength"), math.inf),
            patterns=(s["pattern"],) if isinstance(s.get("pattern"), str) else (),
            format=str(s.get("format") or ""),
            fewest=int(_number(s.get("minItems"), 0) or 0),
            most=_number(s.get("maxItems"), math.inf),
            items=s.get("items") if isinstance(s.get("items"), Mapping | bool) else None,
            unique=s.get("uniqueItems") is True,
            props=props if isinstance(props, Mapping) else None,
            required=tuple(str(r) for r in _list(s.get("required")) if r not in hidden),
            extra=s.get("additionalProperties", True),
            least_props=int(_number(s.get("minProperties"), 0) or 0),
            most_props=_number(s.get("maxProperties"), math.inf),
            choices=tuple(tuple(_list(s[k])) for k in ("anyOf", "oneOf") if _list(s.get(k))),
            nots=(s["not"],) if "not" in s else (),
            default=s.get("default"),
            example=_example(s),
            hidden=hidden,
            by=_discriminator(s),
        )

    def _of_other_side(self, props: Mapping[str, Any]) -> tuple[str, ...]:
        flagged = []
        for name, schema in props.items():
            held = self.spec.follow(schema)
            if isinstance(held, Mapping) and held.get(self._hides) is True:
                flagged.append(str(name))
        return tuple(flagged)

    def _merge(self, a: Node, b: Node) -> Node:
        """Both at once. A closed ``additionalProperties`` of one part covers its own names only."""
        props: dict[str, Any] | None = None
        if a.props or b.props:
            props = dict(a.props or {})
            for name, schema in (b.props or {}).items():
                props[name] = self.both(props[name], schema) if name in props else schema
        hidden = (*a.hidden, *(h for h in b.hidden if h not in a.hidden))
        required = (*a.required, *(r for r in b.required if r not in a.required))
        if hidden:
            props = {n: held for n, held in (props or {}).items() if n not in hidden}
            required = tuple(r for r in required if r not in hidden)
        low, low_open = max((a.low, a.low_open), (b.low, b.low_open))
        high, high_closed = min((a.high, not a.high_open), (b.high, not b.high_open))
        return Node(
            types=_both_types(a.types, b.types),
            enum=a.enum if b.enum is None else b.enum if a.enum is None else _common(a, b),
            low=low,
            high=high,
            low_open=low_open,
            high_open=not high_closed,
            multiple=a.multiple or b.multiple,
            shortest=max(a.shortest, b.shortest),
            longest=min(a.longest, b.longest),
            patterns=(*a.patterns, *(p for p in b.patterns if p not in a.patterns)),
            format=a.format or b.format,
            fewest=max(a.fewest, b.fewest),
            most=min(a.most, b.most),
            items=a.items
            if b.items is None
            else b.items
            if a.items is None
            else self.both(a.items, b.items),
            unique=a.unique or b.unique,
            props=props,
            required=required,
            extra=_both_extra(a.extra, b.extra),
            least_props=max(a.least_props, b.least_props),
            most_props=min(a.most_props, b.most_props),
            choices=(*a.choices, *b.choices),
            nots=(*a.nots, *b.nots),
            default=b.default if b.default is not None else a.default,
            example=b.example if b.example is not None else a.example,
            hidden=hidden,
            by=a.by or b.by,
        )

    # ---- is a value in the set? ----

    def refusal(self, schema: Any, value: Any, tolerant: bool = False) -> Refusal | None:
        """The first reason why a value is not in the set, or None when it is.

        ``tolerant``: fields nobody described are allowed, as a tolerant reader does.
        """
        return next(self.refusals(schema, value, tolerant), None)

    def refusals(
        self, schema: Any, value: Any, tolerant: bool = False, at: Path = ()
    ) -> Iterator[Refusal]:
        """Every reason, in the order a reader would meet them."""
        self.steps += 1
        n = self.node(schema)
        if n.types is not None and not any(_is(value, t) for t in n.types):
            wanted = " or ".join(n.types) or "nothing"
            yield Refusal(at, "type", f"{wanted} is expected, not {type_of(value)}")
            return
        if n.enum is not None and not any(_equal(value, e) for e in n.enum):
            yield Refusal(at, "enum", f"{shown(value)} is not one of {listed(n.enum)}")
        if isinstance(value, str):
            yield from self._text(n, value, at)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from self._number(n, value, at)
        elif isinstance(value, list):
            yield from self._array(n, value, tolerant, at)
        elif isinstance(value, Mapping):
            yield from self._object(n, value, tolerant, at)
        for group in n.choices:
            if group and not any(self._fits_form(branch, value, tolerant) for branch in group):
                yield Refusal(at, "anyOf", f"none of the {len(group)} allowed forms fits")
        for banned in n.nots:
            if self.refusal(banned, value, tolerant) is None:
                yield Refusal(at, "not", "this form is excluded")

    def _fits_form(self, branch: Any, value: Any, tolerant: bool) -> bool:
        """Is the value in one of several forms? A form that only leads back here decides nothing."""
        key = (id(self.settle(branch)), id(value))
        if key in self._asking:
            return False
        self._asking.add(key)
        try:
            return self.refusal(branch, value, tolerant) is None
        finally:
            self._asking.discard(key)

    def _text(self, n: Node, value: str, at: Path) -> Iterator[Refusal]:
        if len(value) < n.shortest:
            yield Refusal(at, "minLength", f"at least {n.shortest} characters are expected")
        if len(value) > n.longest:
            yield Refusal(at, "maxLength", f"at most {n.longest:.0f} characters are allowed")
        for pattern in n.patterns:
            if not _fits(pattern, value):
                yield Refusal(at, "pattern", f"{shown(value)} doesn't fit the pattern {pattern}")
        if n.format in FORMATS and not FORMATS[n.format].fullmatch(value):
            yield Refusal(at, "format", f"{shown(value)} is no {n.format}")

    def _number(self, n: Node, value: float, at: Path) -> Iterator[Refusal]:
        if value < n.low or (n.low_open and value == n.low):
            yield Refusal(at, "minimum", f"{shown(value)} is below {n.low:.12g}")
        if value > n.high or (n.high_open and value == n.high):
            yield Refusal(at, "maximum", f"{shown(value)} is above {n.high:.12g}")
        if n.multiple and not _is_whole(value / n.multiple):
            yield Refusal(at, "multipleOf", f"{shown(value)} is no multiple of {n.multiple:g}")

    def _array(self, n: Node, value: list[Any], tolerant: bool, at: Path) -> Iterator[Refusal]:
        if len(value) < n.fewest:
            yield Refusal(at, "minItems", f"at least {n.fewest} entries are expected")
        if len(value) > n.most:
            yield Refusal(at, "maxItems", f"at most {n.most:.0f} entries are allowed")
        if n.unique and len({json.dumps(v, sort_keys=True) for v in value}) < len(value):
            yield Refusal(at, "uniqueItems", "an entry stands twice")
        if n.items is not None:
            for item in value:
                yield from self.refusals(n.items, item, tolerant, (*at, "[]"))

    def _object(
        self, n: Node, value: Mapping[str, Any], tolerant: bool, at: Path
    ) -> Iterator[Refusal]:
        for name in n.required:
            if name not in value:
                yield Refusal((*at, name), "required", f"`{name}` is missing")
        if not n.least_props <= len(value) <= n.most_props:
            yield Refusal(at, "properties", "the number of fields is not allowed")
        for name, held in value.items():
            if n.props and name in n.props:
                yield from self.refusals(n.props[name], held, tolerant, (*at, name))
            elif name in n.hidden:
                continue
            elif n.extra is False and not tolerant:
                yield Refusal((*at, name), "additionalProperties", f"`{name}` is not allowed")
            elif isinstance(n.extra, Mapping):
                yield from self.refusals(n.extra, held, tolerant, (*at, name))

    # ---- a small value in the set ----

    def sample(self, schema: Any) -> Any:
        """A small value of the set; ``NOTHING`` when none was found."""
        return self._sample(schema, 0)

    def _sample(self, schema: Any, depth: int) -> Any:
        key = id(schema)
        if key in self._samples:
            return self._samples[key]
        node = self.node(schema)
        found = next(
            (v for v in self._tries(node, depth) if v is not NOTHING and self._holds(schema, v)),
            NOTHING,
        )
        if found is not NOTHING or depth == 0:
            self._samples[key] = found
        return found

    def _holds(self, schema: Any, value: Any) -> bool:
        return self.refusal(schema, value) is None

    def _tries(self, n: Node, depth: int) -> Iterator[Any]:
        if depth > DEEPEST:
            return
        yield from n.enum or ()
        if n.example is not None:
            yield n.example
        if n.default is not None:
            yield n.default
        if n.choices:
            rest = replace(n, choices=n.choices[1:], enum=None)
            for branch in n.choices[0]:
                merged = self._merge(rest, self.node(branch))
                yield from self._tries(merged, depth + 1)
            return
        for kind in n.types or _likely(n):
            yield from self._of_type(kind, n, depth)

    def _of_type(self, kind: str, n: Node, depth: int) -> Iterator[Any]:
        if kind == "object":
            made = {}
            for name in n.required:
                value = self._sample((n.props or {}).get(name, {}), depth + 1)
                if value is NOTHING:
                    return
                made[name] = value
            yield made
            for name, schema in (n.props or {}).items():
                if len(made) >= n.least_props:
                    break
                value = self._sample(schema, depth + 1)
                if value is not NOTHING:
                    made = {**made, name: value}
            if n.extra is not False and len(made) < n.least_props <= 100:
                value = self._sample(n.extra if isinstance(n.extra, Mapping) else {}, depth + 1)
                if value is not NOTHING:
                    more = (f"field_{i}" for i in range(n.least_props - len(made)))
                    made = {**made, **dict.fromkeys(more, value)}
            yield made
        elif kind == "array":
            if not n.fewest:
                yield []
                return
            one = self._sample(n.items if n.items is not None else {}, depth + 1)
            if one is not NOTHING:
                yield [one] * n.fewest
        elif kind == "string":
            yield from strings(n)
        elif kind in ("integer", "number"):
            yield from numbers(n, kind)
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "null":
            yield None


class _Nothing:
    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = _Nothing()


def strings(n: Node) -> Iterator[str]:
    """Texts likely to be in the set, short ones first."""
    if n.format in FORMAT_SAMPLES:
        yield FORMAT_SAMPLES[n.format]
    for pattern in n.patterns:
        yield from matching(pattern, n.shortest)
    size = max(n.shortest, 1)
    if size <= 5_000:
        yield "x" * int(min(size, n.longest))
    yield "10"
    yield "EUR"
    yield ""


def numbers(n: Node, kind: str) -> Iterator[float]:
    """Numbers likely to be in the set: ordinary ones, then those at the limits."""
    step = n.multiple or (1 if kind == "integer" else 0.5)
    yield from (1, 0, 10)
    for edge, inward in ((n.low, step), (n.high, -step)):
        if math.isfinite(edge):
            yield tidy(edge)
            yield tidy(edge + inward)
            yield tidy(math.ceil(edge / step) * step)


def tidy(value: float) -> float:
    """5.0 as 5."""
    return int(value) if _is_whole(value) else round(value, 9)


def type_of(value: Any) -> str:
    """The JSON name of a value's type."""
    return next((t for t in TYPES if _is(value, t)), type(value).__name__)


def shown(value: Any, longest: int = 60) -> str:
    """A value as JSON, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(values: tuple[Any, ...]) -> str:
    """Some values, the first eight of them."""
    return ", ".join(shown(v, 24) for v in values[:8]) + (" …" if len(values) > 8 else "")


def _likely(n: Node) -> tuple[str, ...]:
    if n.props is not None or n.required or n.least_props:
        return ("object",)
    if n.items is not None or n.fewest:
        return ("array",)
    if n.low > -math.inf or n.high < math.inf or n.multiple:
        return ("integer", "number")
    return ("string", "integer", "object", "array", "boolean", "null")


def _is(value: Any, kind: str) -> bool:
    if kind == "null":
        return value is None
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int | float) and not isinstance(value, bool) and _is_whole(value)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "string":
        return isinstance(value, str)
    if kind == "array":
        return isinstance(value, list)
    return kind == "object" and isinstance(value, Mapping)


def _is_whole(value: float) -> bool:
    return isinstance(value, int) or (math.isfinite(value) and value == math.floor(value))


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b) and (isinstance(a, bool) == isinstance(b, bool))


def _fits(pattern: str, value: str) -> bool:
    if len(value) > 400:
        return True  # a pattern may take exponential time; long texts are not its business here
    try:
        return re.search(pattern, value) is not None
    except (re.error, RecursionError, OverflowError):
        return True  # a pattern that only other languages understand


def _both_types(a: tuple[str, ...] | None, b: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if a is None or b is None:
        return b if a is None else a
    kept = [t for t in a if t in b or (t == "integer" and "number" in b)]
    kept += [t for t in b if t == "integer" and "number" in a and t not in kept]
    return tuple(kept)


def _both_extra(a: Any, b: Any) -> Any:
    if a is False or b is False:
        return False
    return b if a is True or a == {} else a


def _common(a: Node, b: Node) -> tuple[Any, ...]:
    return tuple(v for v in a.enum or () if any(_equal(v, w) for w in b.enum or ()))


def _bound(s: Mapping[str, Any], key: str, open_key: str, none: float) -> tuple[float, bool]:
    limit, strict = _number(s.get(key), none), s.get(open_key)
    if strict is True:  # OpenAPI 3.0
        return limit, True
    edge = _number(strict, None)
    if edge is not None and (edge >= limit if none < 0 else edge <= limit):
        return edge, True
    return limit, False


def _number(value: Any, none: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return none


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _discriminator(s: Mapping[str, Any]) -> str:
    said = s.get("discriminator")
    return str(said.get("propertyName", "")) if isinstance(said, Mapping) else ""


def _example(s: Mapping[str, Any]) -> Any:
    if "example" in s:
        return s["example"]
    examples = _list(s.get("examples"))
    return examples[0] if examples else None
