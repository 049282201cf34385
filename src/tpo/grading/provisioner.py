"""Sandboxed kernels for everything that starts kernels with jupyter_client.

`SandboxedKernel` is an entry point (`tpo-sandbox`), so nbclient, nbgrader, nbval and JupyterLab can
use it: set JUPYTER_DEFAULT_PROVISIONER_NAME=tpo-sandbox. Our own Execute asks for it by itself.
"""

from __future__ import annotations

import asyncio
import atexit
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Integer

from tpo.grading.sandbox import HOME, Limits
from tpo.notebook_env import HANDOVER
from tpo.paths import checkout

NAME = "tpo-sandbox"
SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/bin",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
)
PASSED_ON = (HANDOVER, "NBGRADER_EXECUTION")
ENVIRONMENT = {
    "HOME": HOME,
    "USER": "learner",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "IPYTHONDIR": f"{HOME}/.ipython",
    "JUPYTER_RUNTIME_DIR": f"{HOME}/.jupyter",
    "MPLCONFIGDIR": f"{HOME}/.matplotlib",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


class SandboxError(RuntimeError):
    """No sandbox can be made here; the message says why."""


def readable() -> list[str]:
    """The folders a kernel may read: the system's programs, Python, the course's code and data."""
    course = checkout()
    packages = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    own = [
        sys.prefix,
        sys.base_prefix,
        *packages,
        str(course / "src" / "tpo"),
        str(course / "datasets"),
    ]
    return [*SYSTEM, *dict.fromkeys(os.path.abspath(path) for path in own)]


@cache
def why_not() -> str:
    """Why kernels can't be sandboxed on this machine, or "" when they can."""
    if not sys.platform.startswith("linux"):
        return f"{sys.platform} has no namespaces"
    with TemporaryDirectory(prefix="tpo-") as shared, TemporaryDirectory(prefix="tpo-") as files:
        try:
            ask = _request("probe", files, shared, [], Limits())
            answer = warm_process().ask(ask)
        except (OSError, ValueError, SandboxError) as error:
            return str(error)
        return str(answer["trouble"])


class WarmProcess:
    """One end of the conversation with `tpo.grading.warm`."""

    def __init__(self, shared: socket.socket | None = None) -> None:
        self._lock = threading.Lock()
        if shared is not None:
            self._socket = shared
            return
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        path = os.pathsep.join(p for p in sys.path if p)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tpo.grading.warm", str(its.fileno())],
            pass_fds=[its.fileno()],
            env={**ENVIRONMENT, "PYTHONPATH": path},
            cwd="/",
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        its.close()
        self._socket = mine
        atexit.register(mine.close)  # then it ends, and its kernels with it

    def share(self) -> socket.socket:
        """A connection to a fork of it, for another process of ours (see `adopt`)."""
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with self._lock, its:
            socket.send_fds(self._socket, [b'{"do": "share"}'], [its.fileno()])
            self._socket.recv(1 << 16)
        return mine

    def alive(self) -> bool:
        """Whether somebody is at the other end."""
        try:
            return bool(self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send one request and wait for its answer."""
        with self._lock:
            self._socket.send(json.dumps(request).encode())
            answer = self._socket.recv(1 << 16)
        if not answer:
            raise SandboxError("the process that starts kernels has ended")
        return json.loads(answer)


_warm: dict[int, WarmProcess] = {}


def warm_process() -> WarmProcess:
    """The warm process of this process; a new one if the last has ended."""
    own = _warm.get(os.getpid())
    if own is None or not own.alive():
        own = _warm[os.getpid()] = WarmProcess()
    return own


def adopt(connection: socket.socket) -> None:
    """In a forked process: use this connection (of `WarmProcess.share`) for kernels."""
    _warm[os.getpid()] = WarmProcess(connection)


def _request(
    do: str, files: str, shared: str, arguments: list[str], limits: Limits
) -> dict[str, Any]:
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        "do": do,
        "files": os.path.realpath(files),
        "shared": shared,
        "arguments": arguments,
        "readable": readable(),
        "limits": dataclasses.asdict(limits),
        "env": {**ENVIRONMENT, **passed},
    }


class Forked:
    """A kernel forked by the warm process: the part of `subprocess.Popen` that is used of it."""

    stdin = stdout = stderr = None

    def __init__(self, warm: WarmProcess, pid: int):
        self.warm, self.pid = warm, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None:
            try:
                self.returncode = self.warm.ask({"do": "poll", "pid": self.pid})["code"]
            except (OSError, SandboxError):
                self.returncode = -signal.SIGKILL
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the process that holds the namespaces."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it and everything it started."""
        self.send_signal(signal.SIGKILL)


class SandboxedKernel(LocalProvisioner):
    """A Python kernel, forked warm and shut in."""

    memory_mb = Integer(Limits.memory_mb, help="MiB of address space").tag(config=True)
    cpu_s = Integer(Limits.cpu_s, help="seconds of processor time").tag(config=True)
    processes = Integer(Limits.processes, help="processes and threads").tag(config=True)
    file_mb = Integer(Limits.file_mb, help="MiB of one file").tag(config=True)

    _shared: TemporaryDirectory[str] | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Put the kernel's sockets and connection file into one folder that both sides see."""
        if trouble := why_not():
            raise SandboxError(f"Kernels can't be sandboxed here: {trouble}.")
        if self._shared is None:
            self._shared = TemporaryDirectory(prefix="tpo-", ignore_cleanup_errors=True)
            kernels = self.parent
            assert kernels is not None
            kernels.transport, kernels.ip = "ipc", f"{self._shared.name}/k"
            kernels.cache_ports = False
            kernels.connection_file = f"{self._shared.name}/kernel.json"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel instead of starting a program."""
        if "ipykernel_launcher" not in cmd:
            raise SandboxError("Only Python kernels can be sandboxed.")
        assert self._shared is not None
        limits = Limits(self.memory_mb, self.cpu_s, self.processes, self.file_mb)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        files = str(kwargs.get("cwd") or Path.cwd())
        request = _request("kernel", files, self._shared.name, arguments, limits)
        environment = kwargs.get("env") or {}
        request["env"].update({k: environment[k] for k in PASSED_ON if k in environment})
        warm = warm_process()
        answer = warm.ask(request)
        if answer["trouble"]:
            raise SandboxError(f"The kernel could not be shut in: {answer['trouble']}.")
        self.process = Forked(warm, answer["pid"])  # type: ignore[assignment]
        self.pid = self.pgid = answer["pid"]
        self.cwd = files
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end, looking every 5 ms (a local process: every 100)."""
        code: int | None = 0
        if self.process is not None:
            while (code := await self.poll()) is None:
                await asyncio.sleep(0.005)
            self.process = None
        return code

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the shared folder with the kernel."""
        await super().cleanup(restart=restart)
        if not restart and self._shared is not None:
            self._shared.cleanup()
            self._shared = None


def register() -> None:
    """Make the provisioner known also where the installed package is older than its code."""
    entry = EntryPoint(
        NAME, f"{__name__}:{SandboxedKernel.__name__}", KernelProvisionerFactory.GROUP_NAME
    )
    KernelProvisionerFactory.instance().provisioners.setdefault(NAME, entry)
