"""The warm process: Python with the course loaded, forked once for each kernel.

Started inside bubblewrap as ``python -m tpo.grading.warm FD``; FD is one end of a SOCK_SEQPACKET
pair over which JSON requests come. It has one thread, an environment of its own and never saw a
secret. Asked to ``share``, it forks itself to serve the connection that came along.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

PRELOAD = (
    "IPython.core.completerlib",
    "IPython.core.magics",
    "IPython.extensions.storemagic",
    "comm",
    "ipykernel.comm",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.subshell_manager",
    "ipykernel.zmqshell",
    "jupyter_client.localinterfaces",
    "matplotlib_inline.backend_inline",
    "numpy",
    "tpo.exercises.handover",
    "tpo.exercises.render",
    "tpo.learner.ledger",
    "tpo.learner.pacing",
)  # not tpo.notebook: it has to be imported where IPython runs


READY = "ready"
START_S = 30  # a fork is ready after 0.02 s; this is for a machine under heavy load


def load() -> None:
    """Import what every kernel of the course imports."""
    for name in PRELOAD:
        with suppress(ImportError):  # a part of another version of IPython or ipykernel
            importlib.import_module(name)
    from tpo.exercises import MODULES, module

    for name in MODULES:
        module(name)


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes: kernel, probe, poll, signal, share."""
    alone()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alive: dict[int, int | None] = {}
    while True:
        data, sent, _, _ = socket.recv_fds(connection, 1 << 20, 1)
        if not data:
            break
        request = json.loads(data)
        if request["do"] == "poll":
            answer: dict[str, Any] = {"code": _ended(request["pid"], alive)}
        elif request["do"] == "share":
            if os.fork() == 0:
                connection.close()
                connection, alive = socket.socket(fileno=sent[0]), {}
                continue
            os.close(sent[0])
            answer = {}
        elif request["do"] == "signal":
            if alive.get(request["pid"], 0) is None:  # not waited for, so the pid is still its own
                with suppress(OSError):
                    os.killpg(request["pid"], request["number"])
            answer = {}
        else:
            pid, trouble = _fork(request, connection)
            if request["do"] == "probe":
                os.waitpid(pid, 0)
            else:
                alive[pid] = None
            answer = {"pid": pid, "trouble": trouble}
        connection.send(json.dumps(answer).encode())
    for pid, code in alive.items():
        if code is None:
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)


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


def _fork(request: dict[str, Any], connection: socket.socket) -> tuple[int, str]:
    """The child's pid and, if it could not be shut in, why."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _child(request, connection, writer)
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
        from tpo.grading.sandbox import Limits, enter

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
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # half of a start, and not needed
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize([*arguments, "--HistoryManager.enabled=False"])
    ports = (app.shell_port, app.iopub_port, app.stdin_port, app.control_port, app.hb_port)
    while not all(os.path.exists(f"{app.ip}-{port}") for port in ports):  # a thread makes the last
        time.sleep(0.001)
    seal()
    app.start()


def main() -> None:
    """Load, then serve the file descriptor named on the command line."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]
    load()
    gc.collect()
    gc.freeze()
    serve(connection)


if __name__ == "__main__":
    main()
