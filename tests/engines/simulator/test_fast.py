"""The compiled loop tells the same as the one in Python, to the bit, and is what its source says."""

import dataclasses
import importlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tpo.engines import simulator
from tpo.engines.simulator import (
    Call,
    Constant,
    Poisson,
    RunTooLong,
    Scenario,
    Service,
    System,
    loop,
    simulate,
)
from tpo.engines.simulator import _played as played
from tpo.engines.simulator import compile as compiler
from tpo.engines.simulator.plan import Plan
from tpo.engines.simulator.trace import Jobs, Trace

from .graphs import random_case, rich_case

fast = pytest.importorskip(
    "tpo.engines.simulator.fast", reason="wasmtime is not installed", exc_type=ImportError
)

PER_REQUEST = (
    *("arrived", "answered", "outcome", "attempts"),
    *("degraded", "stale", "verified", "unverified"),
)


def differences(case):
    """Names of the tables that differ between the two loops."""
    slow, quick = (engine.run(Plan(*case), 3_000_000) for engine in (loop, fast))
    found = [n for n in PER_REQUEST if bytes(getattr(slow, n)) != getattr(quick, n).tobytes()]
    found += ["replicas"] if slow.replicas != quick.replicas else []
    a, b = slow.table(), quick.table()
    names = [f.name for f in dataclasses.fields(Jobs)]
    return found + [n for n in names if getattr(a, n).tobytes() != getattr(b, n).tobytes()]


@pytest.mark.parametrize("make", [random_case, rich_case])
@pytest.mark.parametrize("block", range(15))
def test_both_loops_tell_the_same(make, block):
    for seed in range(10 * block, 10 * block + 10):
        assert differences(make(seed)) == [], seed


def test_the_comparison_sees_a_billionth():
    system, scenario = random_case(3)
    first = system.services[0]
    nearly = dataclasses.replace(first.work, mean=first.work.mean * (1.0 + 1e-9))
    other = System((dataclasses.replace(first, work=nearly), *system.services[1:]), system.calls)
    slow = loop.run(Plan(system, scenario), 10**6)
    assert bytes(slow.answered) == fast.run(Plan(system, scenario), 10**6).answered.tobytes()
    assert bytes(slow.answered) != fast.run(Plan(other, scenario), 10**6).answered.tobytes()


def test_a_run_that_cannot_end_says_the_same():
    system = System(
        (Service("a", Constant(0.0), slots=9999), Service("b", Constant(9.0))),
        (Call("client", "a"), Call("a", "b")),
    )
    said = []
    for engine in (loop, fast):
        with pytest.raises(RunTooLong) as error:
            engine.run(Plan(system, Scenario(Poisson(10.0), n=1000)), 600)
        said.append(str(error.value))
    assert said[0] == said[1]


@pytest.fixture
def no_runtime(monkeypatch):
    monkeypatch.setitem(sys.modules, "tpo.engines.simulator.fast", None)
    monkeypatch.delattr("tpo.engines.simulator.fast")
    simulator._fast.cache_clear()
    yield
    simulator._fast.cache_clear()


def test_it_is_what_runs():
    assert isinstance(played(Plan(*random_case(1)), 10**6)[1], fast.FastTrace)


def test_without_its_runtime_the_python_loop_gives_the_same_result(request):
    quick = simulate(*rich_case(5))
    request.getfixturevalue("no_runtime")
    assert isinstance(played(Plan(*rich_case(5)), 10**6)[1], Trace)
    slow = simulate(*rich_case(5))
    assert slow.latency.tobytes() == quick.latency.tobytes()
    assert slow.outcomes == quick.outcomes


@pytest.mark.parametrize("error", ["OSError", "RuntimeError", "ImportError"])
def test_a_runtime_without_a_build_for_the_machine_is_like_none(error, monkeypatch, tmp_path):
    (tmp_path / "wasmtime.py").write_text(f"raise {error}('no library for this machine')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "wasmtime")
    monkeypatch.delitem(sys.modules, "tpo.engines.simulator.fast")
    with pytest.raises(ImportError):
        importlib.import_module("tpo.engines.simulator.fast")


def test_where_a_sandbox_leaves_no_room_the_python_loop_runs(monkeypatch):
    def no_room(*_):
        raise fast.wasmtime.WasmtimeError("mmap failed to reserve 0x104000000 bytes")

    monkeypatch.setattr(fast, "_idle", [])
    monkeypatch.setattr(fast.wasmtime, "Instance", no_room)
    assert isinstance(played(Plan(*random_case(1)), 10**6)[1], Trace)


def test_where_the_memory_cannot_grow_the_python_loop_runs(monkeypatch):
    class Cramped(fast.wasmtime.Store):
        def __init__(self, engine):
            super().__init__(engine)
            self.set_limits(memory_size=3_000_000)

    monkeypatch.setattr(fast, "_idle", [])
    monkeypatch.setattr(fast.wasmtime, "Store", Cramped)
    case = (
        System((Service("s", Constant(1.0)),), (Call("client", "s"),)),
        Scenario(Poisson(0.5), n=30_000),
    )
    plan = Plan(*case)
    with pytest.raises(fast.NoRoom):
        fast.run(plan, 10**6)
    assert isinstance(played(plan, 10**6)[1], Trace)
    assert fast._idle == []  # a broken one is not used again


def test_a_memory_that_is_used_again_is_as_good_as_new():
    first = fast.run(Plan(*rich_case(7)), 10**6)
    seen = first.answered.tobytes(), first.table().end.tobytes()
    fast.run(Plan(*rich_case(8)), 10**6).table()
    again = fast.run(Plan(*rich_case(7)), 10**6)
    assert (again.answered.tobytes(), again.table().end.tobytes()) == seen


def test_the_committed_file_is_its_compiled_source():
    try:
        made = compiler.compiled()
    except ModuleNotFoundError:
        if os.environ.get("TPO_REQUIRE_COMPILER"):
            raise
        pytest.skip("The compiler is not installed: pip install ziglang==0.14.1")
    if made != compiler.TARGET.read_bytes():
        pytest.fail("loop.wasm is stale: run python -m tpo.engines.simulator.compile")


def test_threads_get_the_same_results():
    cases = [rich_case(seed) for seed in range(4)]
    alone = [simulate(*case).latency.tobytes() for case in cases]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda case: simulate(*case).latency.tobytes(), cases * 8))
    assert together == alone * 8
