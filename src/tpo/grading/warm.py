"""The warm process: Python with the course loaded, forked once for each kernel.

Started inside bubblewrap as ``python -m tpo.grading.warm FD FOLDER [MODULE...]``; FD is one end of a
SOCK_SEQPACKET pair over which JSON requests come, FOLDER is where kernels' files and sockets lie. It
has one thread, an environment of its own and never saw a secret. Asked to ``share``, it forks itself
to serve the connection that came along.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import select
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from tpo.fast_start import no_garbage
from tpo.grading.sandbox import Limits, enter

PRELOAD = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "comm",
    "faulthandler",
    "ipykernel.comm",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.subshell_manager",
    "ipykernel.zmqshell",
    "jupyter_client.localinterfaces",
    "numpy",
    "resource",
    "runpy",
    "tornado.platform.asyncio",
    "tornado.queues",
    "tpo.exercises.handover",
    "tpo.exercises.render",
    "tpo.learner.ledger",
    "tpo.learner.pacing",
    "tpo.notebook_env",
    "unicodedata",
)  # not tpo.notebook: it has to be imported where IPython runs


READY = "ready"
START_S = 30  # a fork is ready after 0.02 s; this is for a machine under heavy load


def load(modules: Sequence[str]) -> None:
    """Import what every kernel of the course imports, and the exercises of these modules, or all."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # half of a start, and not needed
    for name in PRELOAD:
        with suppress(ImportError):  # a part of another version of IPython or ipykernel
            importlib.import_module(name)
    from tpo.exercises import MODULES, module

    for name in modules or MODULES:
        module(name)


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes: kernel, probe, poll, signal, share.

    However it ends, its kernels end with it: the grader may be killed at any moment.
    """
    alone()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alive: dict[int, int | None] = {}  # each child and, when it has ended, its exit code
    try:
        while True:
            data, sent, _, _ = socket.recv_fds(connection, 1 << 20, 1)
            if not data:
                return
            request = json.loads(data)
            answer: dict[str, Any] = {}
            if request["do"] == "poll":
                answer = {"code": _ended(request["pid"], alive)}
            elif request["do"] == "share":
                if os.fork() == 0:
                    connection.close()
                    connection, alive = socket.socket(fileno=sent[0]), {}
                    continue
                os.close(sent[0])
            elif request["do"] == "signal":
                _signal(request["pid"], request["number"], alive)
            else:
                pid, trouble = _fork(request, connection, alive)
                if request["do"] == "probe":
                    os.waitpid(alive.popitem()[0], 0)
                answer = {"pid": pid, "trouble": trouble}
            connection.send(json.dumps(answer).encode())
    except ConnectionError:  # nobody is there to hear the answer
        return
    finally:
        for pid in alive:
            _signal(pid, signal.SIGKILL, alive)


def _signal(pid: int, number: int, alive: dict[int, int | None]) -> None:
    if alive.get(pid, 0) is None:  # not waited for, so the pid is still its own
        for send in (os.killpg, os.kill):  # it has no group yet when it is very young
            with suppress(OSError):
                return send(pid, number)


def alone() -> None:
    """A fork copies one thread only; with others running it may hang."""
    if threading.active_count() > 1 or len(os.listdir("/proc/self/task")) > 1:
        sys.exit("A module that the course loads started a thread, so kernels can't be forked.")


def _ended(pid: int, alive: dict[int, int | None]) -> int | None:
    if alive.get(pid, 0) is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            alive[pid] = os.waitstatus_to_exitcode(status)
    return alive.get(pid, 0)


def _fork(
    request: dict[str, Any], connection: socket.socket, alive: dict[int, int | None]
) -> tuple[int, str]:
    """The child's pid and, if it could not be shut in, why."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _child(request, connection, writer)
    alive[pid] = None
    os.close(writer)
    try:  # one message; no waiting for the pipe's end, which the kernel's ancestors hold open
        told = select.select([reader], [], [], START_S)[0] and os.read(reader, 4096).decode()
    finally:
        os.close(reader)
    return pid, "" if told == READY else told or "it ended or hung before it was ready"


def _child(request: dict[str, Any], connection: socket.socket, writer: int) -> None:
    """Shut in, then be a kernel; never returns."""
    code = 1
    try:
        connection.close()
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        limits = Limits(**request["limits"])
        seal = enter(request["files"], request["shared"], request["readable"], limits)
        os.environ.clear()
        os.environ.update(request["env"])
        os.write(writer, READY.encode())
        os.close(writer)
        if request["do"] == "kernel":
            _kernel(request["arguments"], seal)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException as error:
        with suppress(OSError):
            os.write(writer, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(code)


def _kernel(arguments: list[str], seal: Callable[[], None]) -> None:
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.argv = ["ipykernel_launcher", *arguments]
    sys.path.insert(0, "")
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize([*arguments, "--HistoryManager.enabled=False"])
    ports = (app.shell_port, app.iopub_port, app.stdin_port, app.control_port, app.hb_port)
    while not all(os.path.exists(f"{app.ip}-{port}") for port in ports):  # a thread makes the last
        time.sleep(0.001)
    seal()
    app.start()


def main() -> None:
    """Load, serve, clear up."""
    number, run, *modules = sys.argv[1:]
    connection = socket.socket(fileno=int(number))
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]
    me = os.getpid()
    with no_garbage():
        load(modules)
    serve(connection)
    if os.getpid() == me:  # not a fork of it: a killed grader leaves no copy of a submission
        shutil.rmtree(run, ignore_errors=True)  # all but the folder itself, which is mounted here


if __name__ == "__main__":
    main()
