"""The event loop compiled to WebAssembly: the same results to the bit, twenty times as fast.

``loop.wasm`` is ``loop.c``, which is ``loop.py`` line by line. This file lays a ``Plan`` out in the
module's memory as the structs of ``loop.c``, runs it, and reads the trace back without copying
more than it must. Importing it raises ``ImportError`` where the runtime (``wasmtime``) is missing or
has no build for the machine.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import BALANCES, JITTERS
from .parts import Edge, Group, Path
from .plan import Plan
from .trace import Jobs, RunTooLong, too_long

try:
    import wasmtime
except (OSError, RuntimeError) as error:  # it installs everywhere, and works where it was built
    raise ImportError("wasmtime has no build for this machine.") from error

_CHANGES = ("scale", "down", "error_rate", "slots", "loss", "flush")


def _struct(**fields: str) -> np.dtype[Any]:
    """A table of fields as C lays it out on a 32-bit machine: d double, p pointer, i int, b byte."""
    code = {"d": "<f8", "p": "<u4", "i": "<i4", "b": "u1"}
    pairs = [(name, code[kind]) for kind, names in fields.items() for name in names.split()]
    return np.dtype(pairs, align=True)


_JOB = _struct(
    d="t_sent t_accepted t_start t_free t_end",
    p="edge parent path station next twin",
    i="request number parent_number edge_number step pending",
    b="waiting why result failed part attempt hedged unused",
)
_STATION = _struct(d="slots written", p="lanes", i="busy waiting in_flight")
_GROUP = _struct(
    d="scale limit error_rate slots target every boot",
    p="stations calls",
    i="number n_stations n_lanes n_calls active booting least most "
    "priorities autoscale lifo drop sync conflicts may_fail down",
)
_CACHE = _struct(
    d="hit_time invalidate_after capacity",
    p="lifetimes expires changes older newer first last present flying",
    i="coalesce size oldest newest",
)
_EDGE = _struct(
    d="timeout backoff cap budget tokens threshold open_for open_until bulkhead network "
    "hedge rate burst level filled every lag loss recheck_after",
    p="callee recheck cache probe needed rechecked recent timers",
    i="timers_first timers_n timers_room "
    "number attempts jitter has_budget has_breaker window recent_first recent_n failures "
    "out guarded limited balance turn soft event verifies parallel copies fetches may_lose",
)
_PATH = _struct(p="work error pick jitter loss again hedge original first", i="number attempt")
_CHANGE = _struct(d="at value", p="thing", i="what")
_REPLICAS = _struct(d="t", i="group active paid unused")
_PLAN = _struct(
    d="until end",
    p="groups edges entry changes times think keys updates_of updates lanes",
    i="n n_times n_groups n_edges n_changes",
)
_JOBS_IN_CHUNK = 8192
_TRACE = _struct(
    d="now",
    p="arrived answered verified attempts unverified outcome degraded stale replicas chunks",
    i="n_replicas replicas_room n_jobs",
)


@cache
def _module() -> tuple[wasmtime.Engine, wasmtime.Module, wasmtime.FuncType]:
    """Compile the module once."""
    engine = wasmtime.Engine()
    i32 = wasmtime.ValType.i32()
    code = FilePath(__file__).with_name("loop.wasm").read_bytes()
    return engine, wasmtime.Module(engine, code), wasmtime.FuncType([i32] * 3, [i32])


class NoRoom(RuntimeError):
    """A sandbox leaves the module too little memory."""


def run(plan: Plan, max_events: int) -> FastTrace:
    """Play the plan to its end and return what happened, as ``loop.run`` does.

    Raises ``RunTooLong`` as that does, and ``NoRoom``.
    """
    return FastTrace(plan, max_events)


class _Instance:
    """One copy of the module with its memory. Used again, because fresh memory is slow."""

    def __init__(self) -> None:
        engine, module, kind = _module()
        self.store = wasmtime.Store(engine)
        self.paths: Any = None  # who draws for the run at hand
        draw = wasmtime.Func(self.store, kind, lambda *what: self.paths(*what))
        try:
            self.exports: Any = wasmtime.Instance(self.store, module, [draw]).exports(self.store)
        except wasmtime.WasmtimeError as error:
            raise NoRoom("no address space for the compiled loop") from error
        self.memory: Any = self.exports["memory"]

    def give_back(self) -> None:
        """Keep it for the next run, if it is not large and there are few."""
        if len(_idle) < 2 and self.memory.data_len(self.store) <= _KEPT:
            self.paths = None
            self.exports["reset"](self.store)
            _idle.append(self)


_idle: list[_Instance] = []
_KEPT = 1 << 26  # bytes


class FastTrace:
    """What happened, in the memory of the instance that ran it. Tables as in ``trace.Trace``."""

    def __init__(self, plan: Plan, max_events: int) -> None:
        try:
            instance = _idle.pop()  # asking first would not be safe between threads
        except IndexError:
            instance = _Instance()
        self._instance: _Instance | None = instance
        self._store, self._memory = instance.store, instance.memory
        self._grab = instance.exports["grab"]
        self._free = (0, 0)
        self._plan = plan
        self._path_at: list[int] = []  # where each path of the plan is
        instance.paths = self._more_paths
        exports = instance.exports
        try:
            ended = exports["run"](self._store, self._lay_out(plan), max_events)
        except wasmtime.Trap as error:
            self._instance = None  # what it holds now is good for nothing
            raise NoRoom("the memory of the compiled loop cannot grow") from error
        instance.paths = None
        head = self._view(exports["tables"](self._store), _TRACE, 1)[0]
        if ended != 0:
            groups = self._view(self._groups, _GROUP, len(plan.groups))
            waiting = {
                name: int(self._view(g["stations"], _STATION, g["n_stations"])["waiting"].sum())
                for name, g in zip(plan.groups, groups, strict=True)
            }
            raise RunTooLong(too_long(waiting, max_events, float(head["now"])))
        n = plan.n
        for name, code in (
            *(("arrived", "<f8"), ("answered", "<f8"), ("verified", "<f8"), ("attempts", "<i8")),
            *(("unverified", "<i8"), ("outcome", "u1"), ("degraded", "u1"), ("stale", "u1")),
        ):
            setattr(self, name, self._view(head[name], np.dtype(code), n).copy())
        log = self._view(head["replicas"], _REPLICAS, int(head["n_replicas"]))
        self.replicas = [tuple(row)[:4] for row in log.tolist()]
        self._n_jobs = int(head["n_jobs"])
        self._chunks = int(head["chunks"])

    arrived: NDArray[np.float64]
    answered: NDArray[np.float64]
    verified: NDArray[np.float64]
    attempts: NDArray[np.int64]
    unverified: NDArray[np.int64]
    outcome: NDArray[np.uint8]
    degraded: NDArray[np.uint8]
    stale: NDArray[np.uint8]

    def table(self) -> Jobs:
        """Return every job, as arrays."""
        n, size = self._n_jobs, _JOBS_IN_CHUNK
        chunks = self._view(self._chunks, np.dtype("<u4"), -(-n // size)).tolist()
        parts = [self._view(at, _JOB, min(size, n - k * size)) for k, at in enumerate(chunks)] or [
            np.zeros(0, _JOB)
        ]

        def column(name: str) -> Any:
            return np.concatenate([part[name] for part in parts])

        jobs = Jobs(
            edge=column("edge_number"),
            request=column("request"),
            attempt=column("attempt"),
            hedge=column("hedged").view(np.bool_),
            parent=column("parent_number"),
            why=column("why"),
            result=column("result"),
            sent=column("t_sent"),
            accepted=column("t_accepted"),
            start=column("t_start"),
            free=column("t_free"),
            end=column("t_end"),
        )
        instance, self._instance = self._instance, None
        if instance is not None:
            instance.give_back()
        return jobs

    def __del__(self) -> None:
        instance = self.__dict__.get("_instance")
        if instance is not None and instance.paths is None:  # not in the middle of a run
            instance.give_back()

    # ---- memory ----------------------------------------------------------------------------------

    def _view(self, at: int, kind: np.dtype[Any], n: int) -> NDArray[Any]:
        """Look at n items in the module's memory; the view dies with the next ``grab``."""
        base = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        buffer = (ctypes.c_uint8 * (n * kind.itemsize)).from_address(base + int(at))
        return np.frombuffer(memoryview(buffer), kind, n)

    def _room(self, size: int) -> int:
        """Return where there are ``size`` bytes, all zero; small ones share a ``grab``."""
        size = (size + 15) & ~15
        if size > self._free[1] - self._free[0]:
            slab = max(size, 1 << 16)
            at: int = self._grab(self._store, slab)
            self._free = (at, at + slab)
        at = self._free[0]
        self._free = (at + size, self._free[1])
        return at

    def _put(self, values: Any, kind: str | np.dtype[Any] | None = None) -> int:
        """Copy an array into the module's memory and return where it is; 0 for an empty one."""
        data = np.ascontiguousarray(values, kind)
        if data.nbytes == 0:
            return 0
        at = self._room(data.nbytes)
        base = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        ctypes.memmove(base + at, data.ctypes.data, data.nbytes)
        return at

    def _table(self, values: Any) -> int:
        """Put a path's draws, which are a plain table of floats."""
        return self._put(np.frombuffer(values, np.float64)) if len(values) else 0

    # ---- the plan --------------------------------------------------------------------------------

    def _lay_out(self, plan: Plan) -> int:
        edges = np.zeros(len(plan.edges), _EDGE)
        self._edges = self._put(edges)
        groups = np.zeros(len(plan.groups), _GROUP)
        self._groups = self._put(groups)
        for group in plan.groups.values():
            self._lay_out_group(groups[group.number], group)
        for edge in plan.edges:
            self._lay_out_edge(edges[edge.number], edge)
        self._view(self._groups, _GROUP, len(groups))[:] = groups
        self._view(self._edges, _EDGE, len(edges))[:] = edges
        changes = np.zeros(len(plan.changes), _CHANGE)
        for row, step in zip(changes, plan.changes, strict=True):
            thing = step.thing
            at = self._group(thing) if isinstance(thing, Group) else self._edge(thing)
            row["at"], row["value"], row["thing"] = step.at, step.value, at
            row["what"] = _CHANGES.index(step.what)
        whole = np.zeros(1, _PLAN)
        row = whole[0]
        row["until"], row["end"] = plan.until, plan.end
        row["groups"], row["edges"], row["entry"] = (
            *(self._groups, self._edges),
            self._edge(plan.entry),
        )
        row["changes"], row["times"] = self._put(changes), self._put(plan.times)
        row["think"] = 0 if plan.think is None else self._table(plan.think)
        row["lanes"] = self._put(np.frombuffer(plan.lanes, np.uint8))
        if plan.keys:
            row["keys"] = self._put(np.frombuffer(plan.keys, "i"), "<i4")
            row["updates_of"] = self._put(np.frombuffer(plan.updates_of, "i"), "<i4")
            row["updates"] = self._table(plan.updates)
        row["n"], row["n_times"], row["n_changes"] = plan.n, len(plan.times), len(changes)
        row["n_groups"], row["n_edges"] = len(groups), len(edges)
        return self._put(whole)

    def _group(self, group: Group) -> int:
        return self._groups + group.number * _GROUP.itemsize

    def _edge(self, edge: Edge) -> int:
        return self._edges + edge.number * _EDGE.itemsize

    def _lay_out_group(self, row: Any, group: Group) -> None:
        n, lanes = len(group.stations), len(group.stations[0].lanes)
        stations = np.zeros(n, _STATION)
        stations["slots"] = [s.slots for s in group.stations]
        stations["written"] = [s.written for s in group.stations]
        stations["lanes"] = self._room(n * lanes * 8) + np.arange(n) * lanes * 8
        for name in (
            *("scale", "limit", "error_rate", "slots", "number", "active", "booting"),
            *("priorities", "lifo", "drop", "sync", "conflicts", "may_fail", "down"),
        ):
            row[name] = getattr(group, name)
        row["stations"], row["n_stations"], row["n_lanes"] = self._put(stations), n, lanes
        row["calls"] = self._put([self._edge(e) for e in group.calls], "<u4")
        row["n_calls"] = len(group.calls)
        if group.autoscale is not None:
            row["autoscale"] = 1
            for name in ("target", "every", "boot", "least", "most"):
                row[name] = getattr(group.autoscale, name)

    def _lay_out_edge(self, row: Any, edge: Edge) -> None:
        for name in (
            *("timeout", "bulkhead", "network", "hedge", "every", "lag", "loss", "recheck_after"),
            *("number", "attempts", "out", "guarded", "turn", "soft", "event", "verifies"),
            *("parallel", "copies", "fetches", "may_lose"),
        ):
            row[name] = getattr(edge, name)
        row["backoff"], row["cap"] = edge.retry.backoff, edge.retry.cap
        row["jitter"] = JITTERS.index(edge.retry.jitter)
        row["balance"] = BALANCES.index(edge.balance)
        row["callee"] = self._group(edge.callee)
        row["open_until"] = -1.0
        if edge.budget is not None:
            row["has_budget"] = 1
            row["budget"], row["tokens"] = edge.budget.share, edge.budget.tokens
        if edge.breaker is not None:
            rule = edge.breaker.rule
            row["has_breaker"], row["window"] = 1, rule.window
            row["threshold"], row["open_for"] = rule.threshold, rule.open_for
            row["recent"] = self._room(rule.window + 1)
        if edge.limit is not None:
            row["limited"], row["level"], row["filled"] = 1, edge.limit.level, edge.limit.filled
            row["rate"], row["burst"] = edge.limit.rule.rate, edge.limit.rule.burst
        if edge.needed is not None:
            row["needed"] = self._put(np.frombuffer(edge.needed, np.uint8))
        if edge.recheck is not None:
            row["recheck"] = self._edge(edge.recheck)
            row["rechecked"] = self._room(self._plan.n)
        if edge.cache is not None:
            row["cache"] = self._lay_out_cache(edge)

    def _lay_out_cache(self, edge: Edge) -> int:
        table, count = edge.cache, self._plan.key_count
        assert table is not None
        whole = np.zeros(1, _CACHE)
        row = whole[0]
        for name in ("hit_time", "invalidate_after", "capacity", "coalesce"):
            row[name] = getattr(table, name)
        full = len(table.preloaded[0])
        keys = np.arange(full - 1, -1, -1, dtype="<i4")  # the first key was used last
        expires, changes, present = np.zeros(count), np.zeros(count), np.zeros(count, np.uint8)
        older, newer = np.full(count, -1, "<i4"), np.full(count, -1, "<i4")
        expires[:full], changes[:full] = table.preloaded
        present[:full] = 1
        older[keys[1:]], newer[keys[:-1]] = keys[:-1], keys[1:]
        row["oldest"], row["newest"] = (keys[0], keys[-1]) if full else (-1, -1)
        row["size"], row["lifetimes"] = full, self._table(table.lifetimes)
        row["expires"], row["changes"] = self._put(expires), self._put(changes)
        row["older"], row["newer"], row["present"] = map(self._put, (older, newer, present))
        if table.coalesce:
            row["first"], row["last"], row["flying"] = (
                self._room(size * count) for size in (4, 4, 1)
            )
        return self._put(whole)

    def _more_paths(self, kind: int, edge: int, path: int) -> int:
        """The module needs draws: of first tries of a call, of the next try, or of a hedge."""
        plan = self._plan
        if kind == 0:
            caller = plan.paths[path] if path >= 0 else None
            paths = plan.first_paths(plan.edges[edge], caller)
        else:
            paths = [(plan.next_path if kind == 1 else plan.hedge_path)(plan.paths[path])]
        rows = np.zeros(len(paths), _PATH)
        for row, made in zip(rows, paths, strict=True):
            self._lay_out_path(row, made)
        at = self._put(rows)
        for k, made in enumerate(paths):
            self._path_at += [0] * (made.number + 1 - len(self._path_at))
            self._path_at[made.number] = at + k * _PATH.itemsize
        return at

    def _lay_out_path(self, row: Any, path: Path) -> None:
        for name in ("work", "error", "pick", "jitter", "loss"):
            row[name] = self._table(getattr(path, name))
        row["first"] = self._room(4 * len(self._plan.edges))
        row["number"], row["attempt"] = path.number, path.attempt
        if path.original is not None:
            row["original"] = self._path_at[path.original.number]
