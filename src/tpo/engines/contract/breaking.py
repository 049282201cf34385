"""What a new version of a description breaks, each finding with a message that shows it.

Two questions, because the direction decides:

- request: is there a request the old version allowed that the new one refuses?
- response: is there a response the new version may send that the old one didn't promise?

Webhooks and callbacks turn the sides around: there the service sends the request. Who may call is
compared like a request: whoever was let in must still be let in.

A finding is ``breaking`` when such a message was built and checked against both versions.
It is ``argued`` when schemas alone can't tell and experts disagree: a field that is gone but was
optional, a new error status, a closed table. The work grows with the number of schema pairs that
face each other, not with the number of paths through them; ``MOST_PAIRS`` bounds it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tpo.engines.contract.read import Note, Operation, Spec, WayIn
from tpo.engines.contract.schema import (
    DEEPEST,
    NOTHING,
    TYPES,
    Node,
    Path,
    Refusal,
    Schemas,
    _equal,
    numbers,
    shown,
    strings,
    tidy,
)

Verdict = Literal["breaking", "argued"]
Side = Literal["request", "response"]
MOST_PAIRS = 200_000
MOST_STEPS = 3_000_000  # schemas held against values: about a minute of work
MOST_GAPS = 40  # found in one pair of schemas
MOST_FORMS = 12  # alternatives of anyOf/oneOf looked at


@dataclass(frozen=True)
class Finding:
    """One difference that can hurt a client.

    ``operations`` are all calls it reaches; ``example`` is a message as JSON that shows it (empty
    when the difference isn't in a message).
    """

    verdict: Verdict
    side: Side
    rule: str
    where: str
    sentence: str
    example: str
    operations: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """All findings of a pair, heaviest first, and what was not compared."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    operations: int
    complete: bool

    @property
    def breaking(self) -> bool:
        """Is any finding breaking?"""
        return any(f.verdict == "breaking" for f in self.findings)


@dataclass(frozen=True)
class Gap:
    """A value of one set that the other refuses, and where; ``origin`` names the cause."""

    origin: tuple[int, int]
    path: Path
    rule: str
    clause: str
    value: Any
    verdict: Verdict = "breaking"


def compare(old: Spec, new: Spec) -> Comparison:
    """Compare two versions of one API."""
    return _Work(old, new).run()


class _Work:
    def __init__(self, old: Spec, new: Spec) -> None:
        self.old, self.new = old, new
        same = _Memo()
        a, b = Schemas(old, "request"), Schemas(new, "request")
        self.request = _Subset(a, b, False, same)
        self.response = _Subset(Schemas(new, "response"), Schemas(old, "response"), True, same)
        self.schemas = {"old": a, "new": b}
        self.found: dict[tuple[Any, ...], Finding] = {}
        self.renamed = _renamed(old.schemes(), new.schemes())

    def run(self) -> Comparison:
        theirs = {(o.method, _shape(o.path)): o for o in self.new.operations}
        for operation in self.old.operations:
            other = theirs.get((operation.method, _shape(operation.path)))
            if other is None:
                self._add(operation, "breaking", "request", "operation-gone", "", "It is gone.", "")
                continue
            self._name(operation, other)
            self._parameters(operation, other)
            self._bodies(operation, other)
            self._responses(operation, other)
            self._who_may(operation, other)
        self._outgoing()
        self._logins()
        order = {"breaking": 0, "argued": 1}
        findings = sorted(self.found.values(), key=lambda f: order[f.verdict])
        notes = [*self.old.notes, *self.new.notes]
        unique = {(n.where, n.sentence): n for n in notes}
        return Comparison(
            tuple(findings),
            tuple(unique.values()),
            len(self.old.operations),
            self.request.complete and self.response.complete,
        )

    def _add(
        self,
        operation: Operation,
        verdict: Verdict,
        side: Side,
        rule: str,
        where: str,
        sentence: str,
        example: str,
        origin: tuple[Any, ...] = (),
    ) -> None:
        """One cause is one finding, however many operations it reaches."""
        name = operation.name
        key = (side, verdict, rule, origin or (where, sentence, "" if where else name))
        known = self.found.get(key)
        reached: tuple[str, ...] = (name,)
        if known:
            if name in known.operations:
                return
            reached = (name, *known.operations)
            if len(known.where) <= len(where):  # keep the plainest place, and its call in front
                reached = (*known.operations, name)
                where, sentence, example = known.where, known.sentence, known.example
        self.found[key] = Finding(verdict, side, rule, where, sentence, example, reached)

    def _name(self, a: Operation, b: Operation) -> None:
        was, now = a.detail.get("operationId"), b.detail.get("operationId")
        if isinstance(was, str) and was != now:
            say = (
                f"operationId was {was} and is {now or 'gone'}: generated programs are named by it."
            )
            self._add(a, "argued", "request", "operation-name", "", say, "")

    # ---- requests: whatever was allowed must still be allowed ----

    def _parameters(self, a: Operation, b: Operation) -> None:
        before, after = self._placed(self.old, a), self._placed(self.new, b)
        for key, parameter in after.items():
            place, name = key
            was = before.get(key)
            if parameter.get("required") and place != "path" and not (was and was.get("required")):
                self._add(
                    a,
                    "breaking",
                    "request",
                    "parameter-required",
                    f"{place} {name}",
                    f"{place} {name} is now required; a call without it was fine.",
                    f"{a.name} without {name}",
                )
        for key, parameter in before.items():
            place, name = key
            now = after.get(key)
            if now is None:
                self._add(
                    a,
                    "argued",
                    "request",
                    "parameter-gone",
                    f"{place} {name}",
                    f"{place} {name} is no longer described; a service may refuse or ignore it.",
                    f"{a.name} with {name}",
                )
                continue
            if (was_written := _style(parameter)) != (is_written := _style(now)) and self._many(
                parameter
            ):
                say = f"{place} {name} is written in another way: {is_written}, not {was_written}."
                self._add(
                    a,
                    "breaking",
                    "request",
                    "style",
                    f"{place} {name}",
                    say,
                    f"{name}={was_written}",
                )
            said = parameter.get("schema", {}), now.get("schema", {})
            self._gaps(a, self.request, *said, "request", f"{place} {parameter.get('name', name)}")
            self._default(a, *said, f"{place} {name}")

    def _many(self, parameter: Mapping[str, Any]) -> bool:
        """May it hold more than one value?"""
        types = self.schemas["old"].node(parameter.get("schema", {})).types or ()
        return "array" in types or "object" in types

    def _placed(self, spec: Spec, operation: Operation) -> dict[tuple[str, str], Any]:
        """Path parameters go by their position, since their names are nobody's business."""
        names = re.findall(r"\{([^{}]+)\}", operation.path)
        return {
            (place, str(names.index(name)) if place == "path" and name in names else name): p
            for (place, name), p in spec.parameters(operation).items()
        }

    def _bodies(self, a: Operation, b: Operation) -> None:
        before, after = self.old.body(a), self.new.body(b)
        if after and after.get("required") and not (before and before.get("required")):
            say = "A body is now required; a call without one was fine."
            self._add(
                a, "breaking", "request", "body-required", "", say, f"{a.name} without a body"
            )
        if before is None:
            return
        if after is None:
            say = "A body is no longer described; a service may refuse or ignore it."
            self._add(a, "argued", "request", "body-gone", "", say, "")
            return
        theirs = _content(after)
        for kind, media in _content(before).items():
            if kind not in theirs and "*/*" not in theirs:
                say = f"Bodies of type {kind} are no longer accepted."
                self._add(a, "breaking", "request", "media-type-gone", "", say, f"{kind} body")
                continue
            other = theirs.get(kind, theirs.get("*/*", {}))
            said = media.get("schema", {}), other.get("schema", {})
            self._gaps(a, self.request, *said, "request", "body")

    def _default(self, a: Operation, before: Any, after: Any, where: str) -> None:
        was = self.schemas["old"].node(before).default
        now = self.schemas["new"].node(after).default
        if was is not None and now is not None and not _equal(was, now):
            say = f"Whoever leaves {where} out got {shown(was)} and now gets {shown(now)}."
            self._add(
                a, "breaking", "request", "default-changed", where, say, f"{a.name} without {where}"
            )

    # ---- responses: whatever may be sent must have been promised ----

    def _responses(self, a: Operation, b: Operation) -> None:
        before, after = self.old.responses(a), self.new.responses(b)
        for status, response in after.items():
            if status in before:
                promised = before[status]
            elif (group := f"{status[:1]}XX") in before:
                promised = before[group]
            elif "default" in before:
                promised = before["default"]
            else:
                self._add(
                    a,
                    "argued",
                    "response",
                    "status-new",
                    "",
                    f"It may now answer {status}, which no client was told about.",
                    f"HTTP {status}",
                )
                continue
            self._one_response(a, status, promised, response)
        for status in before:
            if status[:1] == "2" and status not in after and "2XX" not in after:
                say = f"It no longer answers {status}; clients that wait for it wait in vain."
                self._add(a, "breaking", "response", "status-gone", "", say, f"HTTP {status}")
            elif status[:1] in "45" and status not in after:
                say = f"{status} is no longer described; clients that handle it may meet another."
                self._add(a, "argued", "response", "error-gone", "", say, f"HTTP {status}")

    def _one_response(self, a: Operation, status: str, promised: Any, response: Any) -> None:
        old, new = _content(promised), _content(response)
        for kind, media in new.items():
            if not old:
                break
            match = old.get(kind, old.get("*/*"))
            if match is None:
                say = f"{status} may now come as {kind}; promised was {', '.join(old)}."
                verdict: Verdict = "argued" if set(old) & set(new) else "breaking"
                self._add(a, verdict, "response", "media-type-new", "", say, kind)
                continue
            said = media.get("schema", {}), match.get("schema", {})
            self._gaps(a, self.response, *said, "response", f"{status} body")
        for kind in old:
            if kind not in new and set(old) & set(new):
                say = f"{status} no longer comes as {kind}."
                self._add(a, "breaking", "response", "media-type-gone", "", say, kind)
        if old and not new:
            say = f"{status} no longer has a body."
            self._add(a, "breaking", "response", "body-gone", "", say, f"HTTP {status}, empty")
        before, after = promised.get("headers") or {}, response.get("headers") or {}
        for name, raw in before.items() if isinstance(before, Mapping) else ():
            was, now = self.old.follow(raw), self.new.follow(after.get(name, {}))
            if name not in after or (was.get("required") and not now.get("required")):
                gone = "is gone" if name not in after else "may be missing now"
                say = f"The header {name} of {status} {gone}."
                verdict = "breaking" if was.get("required") else "argued"
                self._add(a, verdict, "response", "header-gone", name, say, f"HTTP {status}")
            if name not in after:
                continue
            said = now.get("schema", {}), was.get("schema", {})
            self._gaps(a, self.response, *said, "response", f"{status} header {name}")

    # ---- who may call ----

    def _who_may(self, a: Operation, b: Operation) -> None:
        """Each way in that the old version offered must still be enough."""
        deeds = self.old.schemes()
        before = self.old.ways_in(a)
        after = tuple(self._known(way) for way in self.new.ways_in(b))
        for way in before:
            if any(_enough(way, other) for other in after):
                continue
            needs = " or ".join(_told(other, deeds) for other in after[:3])
            if way:
                say = f"A caller with {_told(way, deeds)} was let in; now it takes {needs}."
            else:
                say = f"A call without any login was fine; now it takes {needs}."
            shown_way = f"{a.name} with {_told(way, deeds)}" if way else f"{a.name} without a login"
            self._add(a, "breaking", "request", "security", "login", say, shown_way, (say,))

    def _known(self, way: WayIn) -> WayIn:
        """A new way in, said with the old names of schemes that were only renamed."""
        return tuple((self.renamed.get(name, name), scopes) for name, scopes in way)

    def _logins(self) -> None:
        """Where tokens come from is no part of a call; a caller has it written down all the same."""
        after = self.new.login_addresses()
        for where, url in self.old.login_addresses().items():
            if where in after and after[where] != url:
                say = f"{where}: tokens come from another address now."
                self.found["login", where] = Finding(
                    "argued", "request", "login-address", where, say, after[where], ()
                )

    # ---- what the service sends by itself ----

    def _outgoing(self) -> None:
        """Webhooks and callbacks: the service sends, the partner answers."""
        theirs = {(o.method, o.path): o for o in self.new.sent}
        for a in self.old.sent:
            b = theirs.get((a.method, a.path))
            if b is None:
                say = "It is no longer described; whoever waits for it waits in vain."
                self._add(a, "breaking", "response", "message-gone", "", say, "")
                continue
            old, new = self.old.body(a) or {}, self.new.body(b) or {}
            before, after = _content(old), _content(new)
            for kind in before:
                if kind in after:
                    said = after[kind].get("schema", {}), before[kind].get("schema", {})
                    self._gaps(a, self.response, *said, "response", "message")
                else:
                    say = f"It is no longer sent as {kind}."
                    self._add(a, "breaking", "response", "media-type-gone", "", say, kind)
            for status in self.old.responses(a):
                if status[:1] == "2" and status not in self.new.responses(b):
                    say = f"An answer {status} from a partner was fine and no longer is."
                    self._add(a, "breaking", "request", "status-gone", "", say, f"HTTP {status}")

    def _gaps(
        self, a: Operation, subset: _Subset, sender: Any, reader: Any, side: Side, where: str
    ) -> None:
        found = [*subset.gaps(sender, reader)]
        while subset.deferred:  # what lies too deep for one go
            *pair, name = subset.deferred.pop()
            found += [replace(g, path=(f"… {name}".rstrip(), *g.path)) for g in subset.gaps(*pair)]
        for gap in found:
            place = ".".join((where, *gap.path)).replace(".[]", "[]")
            if side == "request":
                say = f"{place}: {gap.clause}; the old version allowed it."
            else:
                say = f"{place}: {gap.clause}; the old version promised otherwise."
            if gap.verdict == "argued":
                say = f"{place}: {gap.clause}"
            shown_value = shown(gap.value, 400)
            cause = (*gap.origin, *gap.path[-1:])
            self._add(a, gap.verdict, side, gap.rule, place, say, shown_value, cause)


class _Memo(dict[tuple[bool, int, int], tuple[Gap, ...]]):
    """Pairs of schemas already compared."""


class _Subset:
    """Is every value of one set (the sender's) in the other (the reader's)? If not, which?"""

    def __init__(self, sender: Schemas, reader: Schemas, tolerant: bool, memo: _Memo) -> None:
        self.sender, self.reader = sender, reader
        self.tolerant = tolerant  # readers of responses ignore fields they don't know
        self.memo = memo
        self.complete = True
        self.deferred: list[tuple[Any, Any, str]] = []

    def gaps(self, s: Any, r: Any, depth: int = 0) -> tuple[Gap, ...]:
        """Values of ``s`` that ``r`` refuses: at most MOST_GAPS, one for each place and rule."""
        s, r = self.sender.settle(s), self.reader.settle(r)
        key = (self.tolerant, id(s), id(r))
        if key in self.memo:
            return self.memo[key]
        if len(self.memo) > MOST_PAIRS or self.sender.steps + self.reader.steps > MOST_STEPS:
            self.complete = False
            return ()
        if depth > DEEPEST:
            name = self.sender.names.get(id(s), "").rpartition("/")[2]
            self.deferred.append((s, r, name))
            return ()
        self.memo[key] = ()  # a schema that contains itself: assume equal, find the rest
        self.sender.node(s)  # keeps both alive, so that their ids stay theirs
        self.reader.node(r)
        found: dict[tuple[Any, ...], Gap] = {}
        for gap in self._look(s, r, depth):
            found.setdefault((gap.origin, gap.path[-1:], gap.rule), gap)
            if len(found) >= MOST_GAPS:
                break
        self.memo[key] = tuple(found.values())
        return self.memo[key]

    def _look(self, s: Any, r: Any, depth: int) -> Iterator[Gap]:
        if self.sender.spec.version == self.reader.spec.version and _plain(s) and s == r:
            return
        sent, read = self.sender.node(s), self.reader.node(r)
        if sent.by != read.by and sent.by and read.by:
            clause = f"forms are told apart by `{sent.by}`, no longer by `{read.by}`"
            if not self.tolerant:
                clause = f"forms are told apart by `{read.by}`, no longer by `{sent.by}`"
            yield Gap((id(s), id(r)), (), "discriminator", clause, self.sender.sample(s), "argued")
        if sent.choices:
            for form in _forms(self.sender, s, sent):
                yield from self.gaps(form, r, depth + 1)
            return
        if read.choices:
            yield from self._closest(s, r, read, depth)
            return
        for value in self._tries(s, sent, read):
            refusals = self.reader.refusals(r, value, self.tolerant)
            refused = next((r for r in refusals if _local(r)), None)
            if refused and self.sender.refusal(s, value) is None:
                yield self._gap((id(s), id(r)), refused, value)
        yield from self._fields(s, r, sent, read, depth)
        if sent.items is not None and sent.most > 0 and _has(sent, "array"):
            for gap in self.gaps(sent.items, {} if read.items is None else read.items, depth + 1):
                value = [gap.value] * max(1, sent.fewest)
                yield replace(gap, path=("[]", *gap.path), value=value)

    def _gap(self, origin: tuple[int, int], refused: Refusal, value: Any) -> Gap:
        closed = refused.keyword == "additionalProperties"
        return Gap(
            origin,
            refused.path,
            refused.keyword,
            refused.clause,
            value,
            "argued"
            if closed and not self.tolerant and "extra_field" in str(value)
            else "breaking",
        )

    def _closest(self, s: Any, r: Any, read: Node, depth: int) -> Iterator[Gap]:
        """The reader takes several forms: some form must take everything of this one."""
        best: tuple[Gap, ...] | None = None
        name = self.sender.names.get(id(s)) or _ref(s)
        for form in _forms(self.reader, r, read, name):
            gaps = self.gaps(s, form, depth + 1)
            if not gaps:
                return
            if best is None or len(gaps) < len(best):
                best = gaps
        for gap in best or ():
            if gap.verdict == "argued" or self.reader.refusal(r, gap.value, self.tolerant):
                yield gap

    def _fields(self, s: Any, r: Any, sent: Node, read: Node, depth: int) -> Iterator[Gap]:
        if not _has(sent, "object"):
            return
        base = self.sender.sample(s)
        base = base if isinstance(base, Mapping) else {}
        for name, schema in (sent.props or {}).items():
            theirs = (read.props or {}).get(name, NOTHING)
            if theirs is NOTHING:
                theirs = read.extra if isinstance(read.extra, Mapping) else NOTHING
            if theirs is NOTHING:
                yield from self._unknown((id(s), id(r)), name, schema, base, read)
                continue
            for gap in self.gaps(schema, theirs, depth + 1):
                value = {**base, name: gap.value}
                yield replace(gap, path=(name, *gap.path), value=value)
            if not self.tolerant:
                was, now = self.sender.node(schema).default, self.reader.node(theirs).default
                if was is not None and now is not None and not _equal(was, now):
                    value = {k: v for k, v in base.items() if k != name}
                    clause = f"left out, it meant {shown(was)} and now means {shown(now)}"
                    yield Gap((id(schema), id(theirs)), (name,), "default-changed", clause, value)
        if isinstance(sent.extra, Mapping) and isinstance(read.extra, Mapping):
            for gap in self.gaps(sent.extra, read.extra, depth + 1):
                yield replace(
                    gap, path=("any_name", *gap.path), value={**base, "any_name": gap.value}
                )
        if self.tolerant:
            for name in read.props or {}:
                gone = name not in (sent.props or {}) and name not in read.required
                if gone and (sent.props or sent.extra is False):
                    clause = (
                        "no longer described; optional to send is not optional to those who read it"
                    )
                    yield Gap(
                        (id(s), id(r)), (name,), "optional-field-gone", clause, base, "argued"
                    )

    def _unknown(
        self, origin: tuple[int, int], name: str, schema: Any, base: Any, read: Node
    ) -> Iterator[Gap]:
        """A field the reader doesn't describe."""
        if self.tolerant:
            return
        value = {**base, name: self.sender.sample(schema)}
        if value[name] is NOTHING:
            return
        if read.extra is False:
            yield Gap(origin, (name,), "field-gone", f"`{name}` is not allowed any more", value)
        elif read.props is not None:
            clause = "no longer described; what a client sends there is ignored or refused"
            yield Gap(origin, (name,), "field-gone", clause, value, "argued")

    def _tries(self, s: Any, sent: Node, read: Node) -> Iterator[Any]:
        """Values of the sender's likely to show a difference, small ones first."""
        if sent.enum is not None:
            yield from sent.enum
            return
        sample = self.sender.sample(s)
        if sample is not NOTHING:
            yield sample
        for kind in sent.types or TYPES:
            yield from _edges(kind, sent, read)
            if kind == "object" and isinstance(sample, Mapping):
                yield from self._objects(sample, sent, read)
            if kind == "array":
                yield from self._arrays(sent, read)

    def _objects(self, sample: Mapping[str, Any], sent: Node, read: Node) -> Iterator[Any]:
        for name in read.required:
            if name in sample and name not in sent.required:
                yield {k: v for k, v in sample.items() if k != name}
        if read.extra is False and sent.extra is not False and not self.tolerant:
            yield {**sample, "extra_field": "x"}
        for size in (read.least_props - 1, _after(read.most_props)):
            if 0 <= size <= 100:
                yield self._of_size(sample, sent, size)

    def _of_size(self, sample: Mapping[str, Any], sent: Node, size: int) -> Mapping[str, Any]:
        """An object with a number of fields, as far as the sender's schema knows names."""
        made = {name: sample[name] for name in sent.required if name in sample}
        named = [*(sent.props or {}).items()]
        if sent.extra is not False:
            held = sent.extra if isinstance(sent.extra, Mapping) else {}
            named += [(f"field_{i}", held) for i in range(size)]
        for name, schema in named:
            if len(made) >= size:
                break
            value = self.sender.sample(schema)
            if name not in made and value is not NOTHING:
                made[name] = value
        return made

    def _arrays(self, sent: Node, read: Node) -> Iterator[Any]:
        one = self.sender.sample({} if sent.items is None else sent.items)
        if one is NOTHING:
            one = "x"
        for size in sorted({sent.fewest, read.fewest - 1, _after(read.most), 2}):
            if 0 <= size <= 1_000:
                yield [one] * int(size)


def _style(parameter: Mapping[str, Any]) -> str:
    """How several values are written: the style, and whether each has a name of its own."""
    place = parameter.get("in")
    style = str(parameter.get("style") or ("form" if place in ("query", "cookie") else "simple"))
    explode = parameter.get("explode", style == "form")
    return f"{style}, {'one by one' if explode else 'in one'}"


def _enough(way: WayIn, needed: WayIn) -> bool:
    """Does a caller with ``way`` have all that ``needed`` asks for?"""
    has = dict(way)
    return all(scheme in has and set(scopes) <= set(has[scheme]) for scheme, scopes in needed)


def _told(way: WayIn, deeds: Mapping[str, str]) -> str:
    parts = [
        deeds.get(scheme, scheme) + (f" (scopes {', '.join(scopes)})" if scopes else "")
        for scheme, scopes in way
    ]
    return " and ".join(parts) or "no login"


def _renamed(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """{name in the new version: name in the old one}; another deed under a name is no longer it."""
    found = {}
    gone = [name for name in old if name not in new]
    for name, deed in new.items():
        same = next((was for was in gone if old[was] == deed), None)
        if name not in old and same:
            found[name] = same
        elif old.get(name) != deed:
            found[name] = deed
    return found


def _plain(schema: Any) -> bool:
    """Does it stand alone, without other schemas in it?"""
    return (
        isinstance(schema, Mapping)
        and not any(
            isinstance(value, Mapping) or (isinstance(value, list) and value and key in _HOLDERS)
            for key, value in schema.items()
            if key not in ("example", "default")
        )
        and "$ref" not in schema
    )


_HOLDERS = ("allOf", "anyOf", "oneOf", "prefixItems", "items")


def _local(refused: Refusal) -> bool:
    """Is it about the schema itself? What lies deeper is found by its own pair."""
    own = refused.keyword in ("required", "additionalProperties")
    return len(refused.path) <= (1 if own else 0)


def _edges(kind: str, sent: Node, read: Node) -> Iterator[Any]:
    """Values just inside and just outside every limit that either side names."""
    if kind == "null":
        yield None
    elif kind == "boolean":
        yield from (True, False)
    elif kind in ("integer", "number"):
        yield from numbers(sent, kind)
        for n in (read, sent):
            for edge in (n.low, n.high):
                if math.isfinite(edge):
                    yield from (tidy(edge - 1), tidy(edge), tidy(edge + 1))
        yield -1
        if kind == "number":
            yield 0.5
        if read.multiple:
            yield tidy(read.multiple + 1)
    elif kind == "string":
        yield from strings(sent)
        for size in (read.shortest - 1, _after(read.longest)):
            if 0 <= size <= 5_000:
                yield "x" * int(size)
                yield from strings_of(sent, int(size))
        yield from ("A-1", "abc", "ABC", "123", "é", "a b", "2026-06-15", "10.00")
        for word in read.enum or ():
            if isinstance(word, str):
                yield word + "_X"


def strings_of(node: Node, size: int) -> Iterator[str]:
    """Texts of one length in the sender's alphabet."""
    for text in strings(node):
        if text:
            yield (text * (size // len(text) + 1))[:size]


def _after(limit: float) -> int:
    return int(limit) + 1 if math.isfinite(limit) else -1


def _has(node: Node, kind: str) -> bool:
    return node.types is None or kind in node.types


def _forms(schemas: Schemas, schema: Any, node: Node, name: str | None = None) -> list[Any]:
    """A schema with alternatives, as a list of schemas; the one called ``name`` comes first."""
    group = node.choices[0]
    order = sorted(range(len(group)), key=lambda i: name is None or _ref(group[i]) != name)
    return [schemas.form(schema, group[i]) for i in order[:MOST_FORMS]]


def _ref(schema: Any) -> str | None:
    if not isinstance(schema, Mapping):
        return None
    if "$ref" in schema:
        return str(schema["$ref"])
    return next((ref for part in schema.get("allOf", ()) if (ref := _ref(part))), None)


def _shape(path: str) -> str:
    return re.sub(r"\{[^{}]+\}", "{}", path).rstrip("/") or "/"


def _content(holder: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    content = holder.get("content")
    pairs = content.items() if isinstance(content, Mapping) else ()
    return {str(k).partition(";")[0].lower(): v for k, v in pairs if isinstance(v, Mapping)}
