"""What is simulated, as data: services, calls between them, load and faults.

Everything here is a frozen dataclass that can be compared, stored as JSON and hashed. Times are in
seconds, rates per second, shares in [0, 1]. A time or a rate may also be text with its unit, such
as ``"150 ms"`` or ``"40/s"``; it is kept as a number. Bad values raise ``ValueError`` with one
sentence that names the field.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields
from fractions import Fraction
from itertools import pairwise
from numbers import Integral, Real
from typing import Any

CLIENT = "client"
ORDERS = ("fifo", "lifo")
ON_EXPIRED = ("run", "drop")
HOLDS = ("sync", "async")
JITTERS = ("none", "full", "equal")
TIME_UNITS = {"ms": Fraction(1, 1000), "s": Fraction(1), "min": Fraction(60), "h": Fraction(3600)}
RATE_UNITS = {"/s": Fraction(1), "/min": Fraction(1, 60), "/h": Fraction(1, 3600)}
MAX_SERVICES = 100  # longer chains would nest too deep in the loop
MAX_REQUESTS = 2_000_000
BALANCES = ("round_robin", "random", "two_choices", "least_in_flight", "hash")


# ---- how long work takes -------------------------------------------------------------------------


@dataclass(frozen=True)
class Constant:
    """Work that always takes ``mean`` s."""

    mean: float

    def __post_init__(self) -> None:
        _time(self, "mean")


@dataclass(frozen=True)
class Exponential:
    """Work with an exponential distribution: ``mean`` in s, coefficient of variation 1."""

    mean: float

    def __post_init__(self) -> None:
        _time(self, "mean")


@dataclass(frozen=True)
class LogNormal:
    """Work with a log-normal distribution: ``mean`` in s, ``cv`` = standard deviation / mean."""

    mean: float
    cv: float = 1.0

    def __post_init__(self) -> None:
        _time(self, "mean")
        _number(self, "cv", 0.0, 100.0)


@dataclass(frozen=True)
class Hyperexponential:
    """Mostly short work, now and then long: two exponentials with balanced means.

    ``mean`` in s; ``cv2`` is the squared coefficient of variation, at least 1.
    """

    mean: float
    cv2: float = 4.0

    def __post_init__(self) -> None:
        _time(self, "mean")
        _number(self, "cv2", 1.0, 1e6)


Work = Constant | Exponential | LogNormal | Hyperexponential


# ---- services and calls --------------------------------------------------------------------------


@dataclass(frozen=True)
class Autoscale:
    """Replicas follow the load: ``least`` to ``most`` of them, ``target`` calls inside per slot.

    Every ``every`` s the calls inside the service are counted; that number ÷ (slots × target),
    rounded up, is how many replicas there should be. New ones take calls ``boot`` s later.
    """

    most: int
    least: int = 1
    target: float = 0.7
    every: float = 15.0
    boot: float = 60.0

    def __post_init__(self) -> None:
        _whole(self, "least", 1, 10_000)
        _whole(self, "most", self.least, 10_000)
        _number(self, "target", 0.001, 1000.0)
        _time(self, "every", open_low=True)
        _time(self, "boot")


@dataclass(frozen=True)
class Service:
    """One service: ``replicas`` copies, each with ``slots`` workers and its own queue.

    ``work`` is how long one call takes, in s. ``queue_limit`` bounds the waiting calls of a replica (None: endless). ``hold="sync"`` keeps
    the slot while the service waits for the services it calls. ``on_expired="drop"`` throws away
    work whose caller has given up before it starts. ``error_rate`` is the share of calls that
    fail after their own work. ``price_per_hour`` is per replica. ``priorities``: what waits is
    served by the priority of its request class first, then in ``order``. With ``autoscale``,
    ``replicas`` is how many there are at the start. ``conflicts``: all calls of a replica change
    one record, and a call fails if another one changed it while it worked (optimistic locking).
    """

    name: str
    work: Work
    slots: int = 1
    replicas: int = 1
    queue_limit: int | None = None
    order: str = "fifo"
    on_expired: str = "run"
    hold: str = "sync"
    error_rate: float = 0.0
    price_per_hour: float = 0.0
    priorities: bool = False
    autoscale: Autoscale | None = None
    conflicts: bool = False

    def __post_init__(self) -> None:
        _name(self, "name")
        if self.name == CLIENT:
            raise ValueError(f"{_where(self)}: the name '{CLIENT}' is kept for the outside world.")
        _instance(self, "work", (Constant, Exponential, LogNormal, Hyperexponential))
        _whole(self, "slots", 1)
        _whole(self, "replicas", 1, 10_000)
        if self.queue_limit is not None:
            _whole(self, "queue_limit", 0)
        _choice(self, "order", ORDERS)
        _choice(self, "on_expired", ON_EXPIRED)
        _choice(self, "hold", HOLDS)
        _number(self, "error_rate", 0.0, 1.0)
        _number(self, "price_per_hour", 0.0)
        _flag(self, "priorities")
        _flag(self, "conflicts")
        _optional(self, "autoscale", Autoscale)
        if self.autoscale and not self.autoscale.least <= self.replicas <= self.autoscale.most:
            raise ValueError(
                f"{_where(self)}: replicas is {self.replicas}; autoscale keeps it from "
                f"{self.autoscale.least} to {self.autoscale.most}."
            )


@dataclass(frozen=True)
class Retry:
    """``attempts`` tries in total; before try k + 1 the caller waits ``backoff`` × 2^(k−1) s.

    It never waits longer than ``cap`` s. ``jitter="full"`` multiplies the wait by a random number
    in [0, 1), ``"equal"`` by one in [0.5, 1). ``budget`` is the share of first calls that may be retried (token bucket).
    """

    attempts: int = 1
    backoff: float = 0.0
    cap: float = math.inf
    jitter: str = "none"
    budget: float | None = None

    def __post_init__(self) -> None:
        _whole(self, "attempts", 1, 100)
        _time(self, "backoff")
        _time(self, "cap", math.inf)
        _choice(self, "jitter", JITTERS)
        if self.budget is not None:
            _number(self, "budget", 0.0, 1.0)


@dataclass(frozen=True)
class Breaker:
    """Opens when ``threshold`` of the last ``window`` calls failed; tries again after ``open_for`` s."""

    window: int = 20
    threshold: float = 0.5
    open_for: float = 10.0

    def __post_init__(self) -> None:
        _whole(self, "window", 1, 100_000)
        _number(self, "threshold", 0.0, 1.0, open_low=True)
        _time(self, "open_for")


@dataclass(frozen=True)
class RateLimit:
    """A token bucket: ``rate`` calls a second on average, at most ``burst`` at once."""

    rate: float
    burst: float = 1.0

    def __post_init__(self) -> None:
        _rate(self, "rate")
        _number(self, "burst", 1.0)


@dataclass(frozen=True)
class Recheck:
    """Verify a degraded request in the background: first ``after`` s later, then ``every`` s.

    It stops at the first success or after ``attempts`` checks; each waits at most ``timeout`` s.
    """

    after: float
    every: float
    attempts: int = 10
    timeout: float = math.inf

    def __post_init__(self) -> None:
        _time(self, "after")
        _time(self, "every")
        _whole(self, "attempts", 1, 100)
        _time(self, "timeout", math.inf, open_low=True)


@dataclass(frozen=True)
class Cache:
    """Answers kept by the caller, one for each key, for ``ttl`` s after they were stored.

    A hit takes ``hit_time`` s. Each entry lives ttl × (1 − ``ttl_jitter`` × U) s, U random in
    [0, 1). ``preloaded`` stores every key at time 0. ``invalidate_after``: an update of a key removes its entry that many seconds
    later (None: never). ``capacity``: at most so many entries, the least recently used goes (None:
    endless). ``coalesce``: while one call fetches a key, others that miss it wait for its answer.
    """

    ttl: float
    hit_time: float = 0.0
    ttl_jitter: float = 0.0
    preloaded: bool = False
    invalidate_after: float | None = None
    capacity: int | None = None
    coalesce: bool = False

    def __post_init__(self) -> None:
        _time(self, "ttl", open_low=True)
        _time(self, "hit_time")
        _number(self, "ttl_jitter", 0.0, 1.0)
        _flag(self, "preloaded")
        if self.invalidate_after is not None:
            _time(self, "invalidate_after")
        if self.capacity is not None:
            _whole(self, "capacity", 1)
        _flag(self, "coalesce")


@dataclass(frozen=True)
class Call:
    """One arrow of the graph. ``caller="client"`` marks the entry.

    ``share`` of the requests need the call, and of them the classes ``only`` (none named: all).
    ``timeout`` counts from sending, with network and queue (None: wait for ever). ``retry`` says
    how often it is tried, ``breaker`` when not at all; ``bulkhead`` caps the calls out at once,
    ``rate_limit`` those per second. ``balance`` chooses the replica. ``network`` is the delay one
    way, in s. ``soft``: the caller goes on without the answer, degraded, and verifies it later by
    ``recheck``. ``event``: the caller does not wait at all. ``cache``: the caller keeps answers.

    ``parallel``: sent together with the call before it in the list; the caller waits for all.
    ``copies``: so many calls at once, each with its own work. ``hedge``: after so many seconds
    without an answer one more try is sent, the first good answer counts. ``every``: calls leave
    in batches, at multiples of so many seconds (0: at once). ``lag``: the callee sees updates of
    keys so many seconds late.
    """

    caller: str
    callee: str
    share: float = 1.0
    timeout: float | None = None
    retry: Retry = field(default_factory=Retry)
    breaker: Breaker | None = None
    bulkhead: int | None = None
    balance: str = "round_robin"
    network: float = 0.0
    soft: bool = False
    event: bool = False
    recheck: Recheck | None = None
    cache: Cache | None = None
    only: tuple[str, ...] = ()
    parallel: bool = False
    copies: int = 1
    hedge: float | None = None
    rate_limit: RateLimit | None = None
    every: float = 0.0
    lag: float = 0.0

    def __post_init__(self) -> None:
        _name(self, "caller")
        _name(self, "callee")
        _number(self, "share", 0.0, 1.0)
        if self.timeout is not None:
            _time(self, "timeout", open_low=True)
        _instance(self, "retry", (Retry,))
        _optional(self, "breaker", Breaker)
        if self.bulkhead is not None:
            _whole(self, "bulkhead", 1)
        _choice(self, "balance", BALANCES)
        _time(self, "network")
        _flag(self, "soft")
        _flag(self, "event")
        _optional(self, "recheck", Recheck)
        _optional(self, "cache", Cache)
        _tuple(self, "only", str)
        _flag(self, "parallel")
        _whole(self, "copies", 1, 1000)
        if self.hedge is not None:
            _time(self, "hedge")
        _optional(self, "rate_limit", RateLimit)
        _time(self, "every")
        _number(self, "every", 1e-6 if self.every else 0.0)
        _time(self, "lag")
        where = _where(self)
        if self.recheck is not None and not self.soft:
            raise ValueError(
                f"{where}: recheck needs soft=True; only a soft call can go unverified."
            )
        if self.event and (self.soft or self.cache is not None):
            raise ValueError(f"{where}: an event has no answer, so soft and cache make no sense.")
        if self.event and (self.parallel or self.hedge is not None or self.lag):
            raise ValueError(f"{where}: nobody waits for an event: no parallel, hedge or lag.")
        if self.cache is not None and self.copies > 1:
            raise ValueError(f"{where}: copies would all ask the cache for the same key.")
        if self.caller == CLIENT and (self.soft or self.event or self.share != 1.0):
            raise ValueError(f"{where}: the entry call is hard: no soft, no event, share 1.")
        if self.caller == CLIENT and (self.only or self.parallel or self.copies > 1):
            raise ValueError(f"{where}: the entry call is one call: no only, parallel or copies.")


@dataclass(frozen=True)
class System:
    """Services and the calls between them. Calls of one caller are made in the order given."""

    services: tuple[Service, ...]
    calls: tuple[Call, ...]

    def __post_init__(self) -> None:
        _tuple(self, "services", Service)
        _tuple(self, "calls", Call)
        names = [s.name for s in self.services]
        if len(names) > MAX_SERVICES:
            raise ValueError(
                f"System: services holds {len(names)}; at most {MAX_SERVICES} are allowed."
            )
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"System: two services have the same name '{name}'.")
        seen: set[tuple[str, str]] = set()
        for call in self.calls:
            for end in ("caller", "callee"):
                name = getattr(call, end)
                if name not in names and not (end == "caller" and name == CLIENT):
                    raise ValueError(
                        f"{_where(call)}: {end} '{name}' is not a service; "
                        f"the services are {', '.join(names) or 'none yet'}."
                    )
            if (call.caller, call.callee) in seen:
                raise ValueError(f"{_where(call)}: this call is listed twice.")
            seen.add((call.caller, call.callee))
        entries = sum(call.caller == CLIENT for call in self.calls)
        if entries != 1:
            raise ValueError(
                f"System: calls needs exactly one call from '{CLIENT}'; it has {entries}."
            )
        circle = _circle(self.calls)
        if circle:
            raise ValueError(f"System: the calls form a circle: {' → '.join(circle)}.")

    def service(self, name: str) -> Service:
        """Return the service of that name."""
        for service in self.services:
            if service.name == name:
                return service
        raise ValueError(f"System: there is no service '{name}'.")

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON data; ``System.from_dict`` reads it back."""
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Any) -> System:
        """Read what ``to_dict`` wrote; ``ValueError`` names what does not fit."""
        return _read_as(cls, data)

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change exactly when the design changes."""
        return _digest(self)


# ---- load, faults, scenario ----------------------------------------------------------------------


@dataclass(frozen=True)
class Poisson:
    """Independent customers: ``rate`` arrivals a second."""

    rate: float

    def __post_init__(self) -> None:
        _rate(self, "rate")

    @property
    def steps(self) -> tuple[tuple[float, float], ...]:
        """The same load as steps."""
        return ((0.0, self.rate),)


@dataclass(frozen=True)
class Steps:
    """Poisson arrivals whose rate changes.

    ``steps`` are ((start in s, rate per second), …), the first start is 0.
    """

    steps: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        try:
            pairs = tuple((start, rate) for start, rate in self.steps)
        except (TypeError, ValueError):
            raise ValueError(
                "Steps: steps must be pairs of (start in s, rate per second)."
            ) from None
        clean = tuple(
            (
                _value("Steps: a start", _converted("Steps: a start", start, TIME_UNITS), 0.0),
                _value("Steps: a rate", _converted("Steps: a rate", rate, RATE_UNITS), 0.0),
            )
            for start, rate in pairs
        )
        starts = [start for start, _ in clean]
        if not starts or starts[0] != 0.0:
            raise ValueError("Steps: the first step must start at 0 s.")
        if any(b <= a for a, b in pairwise(starts)):
            raise ValueError("Steps: each step must start later than the one before.")
        if all(rate == 0.0 for _, rate in clean):
            raise ValueError("Steps: every rate is 0, so nobody would ever arrive.")
        object.__setattr__(self, "steps", clean)


@dataclass(frozen=True)
class Arrivals:
    """Requests at the given ``times``, in s, in order: for replays and worked examples."""

    times: tuple[float, ...]

    def __post_init__(self) -> None:
        times = tuple(
            _value("Arrivals: a time", _converted("Arrivals: a time", t, TIME_UNITS), 0.0)
            for t in self.times
        )
        if not times:
            raise ValueError("Arrivals: times is empty; give at least one moment.")
        if any(b < a for a, b in pairwise(times)):
            raise ValueError("Arrivals: times must be in order.")
        object.__setattr__(self, "times", times)


@dataclass(frozen=True)
class Users:
    """A closed loop: ``count`` users each ``think``, ask, wait for the answer, and think again."""

    count: int
    think: Work

    def __post_init__(self) -> None:
        _whole(self, "count", 1, MAX_REQUESTS)
        _instance(self, "think", (Constant, Exponential, LogNormal, Hyperexponential))


Load = Poisson | Steps | Arrivals | Users


@dataclass(frozen=True)
class Slow:
    """Work that starts in the window takes ``factor`` times as long."""

    service: str
    factor: float
    at: float
    for_: float

    def __post_init__(self) -> None:
        _number(self, "factor", 0.0)
        _window(self)


@dataclass(frozen=True)
class Down:
    """New calls are refused in the window; what the service already holds goes on."""

    service: str
    at: float
    for_: float

    def __post_init__(self) -> None:
        _window(self)


@dataclass(frozen=True)
class Errors:
    """``rate`` of the calls fail in the window (if that is more than the usual error rate)."""

    service: str
    rate: float
    at: float
    for_: float

    def __post_init__(self) -> None:
        _number(self, "rate", 0.0, 1.0)
        _window(self)


@dataclass(frozen=True)
class Slots:
    """Each replica has ``slots`` workers in the window (``for_=None``: from then on).

    Fewer than are busy: the running work finishes first.
    """

    service: str
    slots: int
    at: float
    for_: float | None = None

    def __post_init__(self) -> None:
        _whole(self, "slots", 0)
        _window(self)


@dataclass(frozen=True)
class Flush:
    """The cache on the call ``caller`` → ``callee`` is emptied."""

    caller: str
    callee: str
    at: float

    def __post_init__(self) -> None:
        _name(self, "caller")
        _name(self, "callee")
        _time(self, "at")


@dataclass(frozen=True)
class Loss:
    """``rate`` of the calls ``caller`` → ``callee`` get lost on their way in the window."""

    caller: str
    callee: str
    rate: float
    at: float
    for_: float

    def __post_init__(self) -> None:
        _name(self, "caller")
        _name(self, "callee")
        _number(self, "rate", 0.0, 1.0)
        _time(self, "at")
        _time(self, "for_", open_low=True)


Fault = Slow | Down | Errors | Slots | Flush | Loss


@dataclass(frozen=True)
class RequestClass:
    """A kind of request: its ``share`` of all, and its ``priority`` (higher goes first)."""

    name: str
    share: float
    priority: int = 0

    def __post_init__(self) -> None:
        _name(self, "name")
        _number(self, "share", 0.0, 1.0)
        _whole(self, "priority", -1000, 1000)


@dataclass(frozen=True)
class Keys:
    """What requests ask for: ``count`` keys, the k-th in proportion to (k + ``shift``)^−``zipf``.

    This is the Zipf–Mandelbrot law, k = 1, 2, …; with zipf 0 all keys are alike. Every key changes
    ``updates`` times a second on average, independently of the others and of being read.
    """

    count: int
    zipf: float = 1.0
    shift: float = 0.0
    updates: float = 0.0

    def __post_init__(self) -> None:
        _whole(self, "count", 1, 5_000_000)
        _number(self, "zipf", 0.0, 10.0)
        _number(self, "shift", 0.0)
        _rate(self, "updates", open_low=False)


@dataclass(frozen=True)
class Scenario:
    """A ``load``, what goes wrong (``faults``), and a ``seed``.

    Give either ``duration`` (s of arrivals) or ``n`` (number of arrivals); neither with
    ``Arrivals``, ``n`` with ``Users``. After the last arrival the run goes on until everything is
    answered, at most ``drain`` s. Requests that arrive before ``warmup`` s are left out of the
    result's figures. ``keys``: what is asked for, where a cache, a lag or a hash needs to know.
    ``classes``: the kinds of requests, whose shares add up to 1.
    """

    load: Load
    duration: float | None = None
    n: int | None = None
    faults: tuple[Fault, ...] = ()
    seed: int = 1
    warmup: float = 0.0
    keys: Keys | None = None
    drain: float = math.inf
    classes: tuple[RequestClass, ...] = ()

    def __post_init__(self) -> None:
        _instance(self, "load", (Poisson, Steps, Arrivals, Users))
        if isinstance(self.load, Arrivals):
            if self.duration is not None or self.n is not None:
                raise ValueError("Scenario: Arrivals fix the length; leave out duration and n.")
        elif (self.duration is None) == (self.n is None):
            raise ValueError("Scenario: give either duration (seconds) or n (requests), not both.")
        if self.duration is not None:
            _time(self, "duration", open_low=True)
        if self.n is not None:
            _whole(self, "n", 1, MAX_REQUESTS)
            if isinstance(self.load, Steps) and self.load.steps[-1][1] == 0.0:
                raise ValueError("Scenario: n needs a load whose last rate is above 0.")
        _time(self, "drain", math.inf)
        if isinstance(self.load, Users) and (self.n is None or self.drain < math.inf):
            raise ValueError("Scenario: Users need n (requests) and run until all are answered.")
        _tuple(self, "faults", (Slow, Down, Errors, Slots, Flush, Loss))
        _tuple(self, "classes", RequestClass)
        if self.classes and abs(math.fsum(c.share for c in self.classes) - 1.0) > 1e-9:
            raise ValueError("Scenario: the shares of classes must add up to 1.")
        if len({c.name for c in self.classes}) < len(self.classes):
            raise ValueError("Scenario: two classes have the same name.")
        _whole(self, "seed", 0)
        _time(self, "warmup")
        _optional(self, "keys", Keys)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON data; ``Scenario.from_dict`` reads it back."""
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Any) -> Scenario:
        """Read what ``to_dict`` wrote; ``ValueError`` names what does not fit."""
        return _read_as(cls, data)

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change exactly when the scenario changes."""
        return _digest(self)


# ---- to and from JSON ----------------------------------------------------------------------------

_KINDS: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        *(Constant, Exponential, LogNormal, Hyperexponential, Autoscale, Service, Retry, Breaker),
        *(RateLimit, Recheck, Cache, Call, System, Poisson, Steps, Arrivals, Users, Slow, Down),
        *(Errors, Slots, Flush, Loss, Keys, RequestClass, Scenario),
    )
}


def to_dict(value: Any) -> Any:
    """Return plain JSON data: {"kind": class name, field: value, …} without fields at default."""
    if isinstance(value, tuple):
        return [to_dict(v) for v in value]
    if type(value).__name__ not in _KINDS:
        return "inf" if value == math.inf else value
    data: dict[str, Any] = {"kind": type(value).__name__}
    for f in fields(value):
        default = f.default_factory() if f.default_factory is not MISSING else f.default
        if getattr(value, f.name) != default:
            data[f.name] = to_dict(getattr(value, f.name))
    return data


def from_dict(data: Any) -> Any:
    """Read what ``to_dict`` wrote."""
    if isinstance(data, list):
        return tuple(from_dict(v) for v in data)
    if not isinstance(data, dict):
        return math.inf if data == "inf" else data
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError(f"kind is {_show(kind)}; it must be one of {', '.join(_KINDS)}.")
    known = {f.name: f for f in fields(_KINDS[kind])}
    given = {k: from_dict(v) for k, v in data.items() if k != "kind"}
    for name in given:
        if name not in known:
            raise ValueError(f"{kind}: there is no field {_show(name)}; it has {', '.join(known)}.")
    for name, f in known.items():
        if f.default is MISSING and f.default_factory is MISSING and name not in given:
            raise ValueError(f"{kind}: the field '{name}' is missing.")
    return _KINDS[kind](**given)


def _read_as(cls: Any, data: Any) -> Any:
    try:
        value = from_dict(data)
    except RecursionError:
        raise ValueError(f"This is not a {cls.__name__}: it is nested too deeply.") from None
    if not isinstance(value, cls):
        raise ValueError(f"This is not a {cls.__name__}: kind must be '{cls.__name__}'.")
    return value


def _digest(value: Any) -> str:
    text = json.dumps(to_dict(value), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# ---- checks --------------------------------------------------------------------------------------


def _where(owner: Any) -> str:
    kind = type(owner).__name__
    if kind == "Service":
        return f"Service {owner.name!r}"
    if kind in ("Call", "Flush", "Loss"):
        return f"{kind} '{owner.caller}' → '{owner.callee}'"
    return kind


def _show(value: Any) -> str:
    """Return the value as text that fits in a sentence."""
    try:
        text = repr(value)
    except Exception:  # a learner's object, or a whole number of thousands of digits
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else text[:57] + "..."


def _value(
    what: str, value: Any, low: float, high: float = 1e15, *, open_low: bool = False
) -> float:
    """Return a float in [low, high]; (low, high] if open_low. Infinity only if high is."""
    try:
        number = (
            float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
        )
    except OverflowError:  # a whole number beyond any float
        number = math.inf
    if math.isnan(number):
        raise ValueError(f"{what} is {_show(value)}; it must be a number.")
    if number < low or number > high or (open_low and number == low):
        if high < 1e15:
            least = "above" if open_low else "at least"
            rule = f"{least} {low:g} and at most {high:g}"
        else:
            rule = f"above {low:g}" if open_low else f"{low:g} or more"
            rule += "" if high == math.inf else ", and finite"
        raise ValueError(f"{what} is {_show(value)}; it must be {rule}.")
    return number


def _number(
    owner: Any, name: str, low: float, high: float = 1e15, *, open_low: bool = False
) -> None:
    what = f"{_where(owner)}: {name}"
    object.__setattr__(
        owner, name, _value(what, getattr(owner, name), low, high, open_low=open_low)
    )


def _time(owner: Any, name: str, high: float = 1e15, *, open_low: bool = False) -> None:
    """Read a time in s, or text with its unit."""
    _read(owner, name, TIME_UNITS)
    _number(owner, name, 0.0, high, open_low=open_low)


def _rate(owner: Any, name: str, *, open_low: bool = True) -> None:
    """Read a rate per second, or text with its unit."""
    _read(owner, name, RATE_UNITS)
    _number(owner, name, 0.0, open_low=open_low)


def _read(owner: Any, name: str, units: dict[str, Fraction]) -> None:
    what = f"{_where(owner)}: {name}"
    object.__setattr__(owner, name, _converted(what, getattr(owner, name), units))


def _converted(what: str, value: Any, units: dict[str, Fraction]) -> Any:
    """Return what text such as "150 ms" means; everything else as it is."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*(\S*)\s*", value)
    if found is None or found[2] not in units:
        bare = found is not None and not found[2]
        why = "has no unit" if bare else "is not a number with a unit"
        raise ValueError(f"{what} is {_show(value)}, which {why}; units are {', '.join(units)}.")
    return float(Fraction(found[1]) * units[found[2]])


def _whole(owner: Any, name: str, low: int, high: int = 2**53) -> None:
    value = getattr(owner, name)
    whole = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
    if whole is None or not low <= whole <= high:
        most = "" if high == 2**53 else f" and at most {high}"
        rule = f"a whole number of at least {low}{most}"
        raise ValueError(f"{_where(owner)}: {name} is {_show(value)}; it must be {rule}.")
    object.__setattr__(owner, name, whole)


def _name(owner: Any, name: str) -> None:
    value = getattr(owner, name)
    if not isinstance(value, str) or not value.strip() or any(c in value for c in ">#/"):
        raise ValueError(
            f"{type(owner).__name__}: {name} is {_show(value)}; it must be a name without '>', '#', '/'."
        )


def _choice(owner: Any, name: str, allowed: tuple[str, ...]) -> None:
    value = getattr(owner, name)
    if value not in allowed:
        raise ValueError(
            f"{_where(owner)}: {name} is {_show(value)}; it must be one of {', '.join(allowed)}."
        )


def _flag(owner: Any, name: str) -> None:
    if not isinstance(getattr(owner, name), bool):
        raise ValueError(
            f"{_where(owner)}: {name} is {_show(getattr(owner, name))}; it must be True or False."
        )


def _instance(owner: Any, name: str, kinds: tuple[type, ...]) -> None:
    if not isinstance(getattr(owner, name), kinds):
        names = ", ".join(k.__name__ for k in kinds)
        raise ValueError(
            f"{_where(owner)}: {name} is {_show(getattr(owner, name))}; it must be one of {names}."
        )


def _optional(owner: Any, name: str, kind: type) -> None:
    if getattr(owner, name) is not None:
        _instance(owner, name, (kind,))


def _tuple(owner: Any, name: str, kinds: type | tuple[type, ...]) -> None:
    value = getattr(owner, name)
    if isinstance(value, str | dict) or not isinstance(value, Iterable):
        raise ValueError(f"{_where(owner)}: {name} must be a list.")
    value = tuple(value)
    for item in value:
        if not isinstance(item, kinds):
            raise ValueError(
                f"{_where(owner)}: {name} holds {_show(item)}, which does not belong there."
            )
    object.__setattr__(owner, name, value)


def _window(owner: Any) -> None:
    _name(owner, "service")
    _time(owner, "at")
    if owner.for_ is not None:
        _time(owner, "for_", open_low=True)


def _circle(calls: tuple[Call, ...]) -> list[str]:
    """Return one circle of calls as a list of names (first = last), or an empty list."""
    callees: dict[str, list[str]] = {}
    for call in calls:
        callees.setdefault(call.caller, []).append(call.callee)
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for callee in callees.get(name, ()):
            circle = visit(callee, [*trail, name])
            if circle:
                return circle
        done.add(name)
        return []

    for name in list(callees):
        circle = visit(name, [])
        if circle:
            return circle
    return []
