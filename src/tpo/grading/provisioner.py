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
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import EntryPoint
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Integer

from tpo.grading.sandbox import BUBBLEWRAP, HOME, Limits, copy_files, outer
from tpo.notebook_env import HANDOVER, UNSANDBOXED
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


def unsandboxed() -> bool:
    """Whether the instructor has chosen to let submissions run with the instructor's rights."""
    return os.environ.get(UNSANDBOXED) == "1"


@cache
def why_not() -> str:
    """Why kernels can't be sandboxed on this machine, or "" when they can."""
    if not sys.platform.startswith("linux"):
        return f"bubblewrap exists only for Linux, not for {sys.platform}"
    if shutil.which(BUBBLEWRAP) is None:
        return "bubblewrap is not installed (the package bubblewrap, the program bwrap)"
    try:
        warm = warm_process()
        answer = warm.ask(_request("probe", *warm.folders(), [], Limits()))
    except (OSError, ValueError, SandboxError) as error:
        return str(error)
    return str(answer["trouble"])


class WarmProcess:
    """One end of the conversation with `tpo.grading.warm`, which runs inside bubblewrap."""

    def __init__(
        self, modules: Sequence[str] = (), shared: tuple[socket.socket, str] | None = None
    ) -> None:
        self._lock, self._kernels = threading.Lock(), count()
        if shared is not None:
            self._socket, self.run = shared
            return
        self.run = os.path.realpath(mkdtemp(prefix="tpo-"))  # short: a socket's path is limited
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        path = os.pathsep.join(os.path.abspath(p) for p in sys.path if p)
        warm = [sys.executable, "-m", "tpo.grading.warm", str(its.fileno()), self.run, *modules]
        with open(f"{self.run}/trouble", "wb") as trouble:
            self.process = subprocess.Popen(
                [*outer(self.run, readable()), *warm],
                pass_fds=[its.fileno()],
                env={**ENVIRONMENT, "PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=trouble,
                start_new_session=True,
            )
        its.close()
        self._socket = mine
        atexit.register(self.close)

    def close(self) -> None:
        """End it, and its kernels with it."""
        self._socket.close()
        shutil.rmtree(self.run, ignore_errors=True)

    def folders(self, old: tuple[str, str] | None = None) -> tuple[str, str]:
        """Empty folders for one kernel: its copy of the files, and its sockets.

        A restarted kernel keeps the ``old`` places: whoever was connected connects again.
        """
        own = f"{self.run}/{os.getpid()}-{next(self._kernels)}"
        if old and old[0].startswith(f"{self.run}/"):
            own = os.path.dirname(old[0])
            shutil.rmtree(own, ignore_errors=True)
        for name in ("files", "s"):
            os.makedirs(f"{own}/{name}", mode=0o700)
        return f"{own}/files", f"{own}/s"

    def share(self) -> tuple[socket.socket, str]:
        """A fork of it for another process of ours (see `adopt`)."""
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with self._lock, its:
            socket.send_fds(self._socket, [b'{"do": "share"}'], [its.fileno()])
            self._socket.recv(1 << 16)
        return mine, self.run

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
            try:
                self._socket.send(json.dumps(request).encode())
                answer = self._socket.recv(1 << 16)
            except OSError:
                answer = b""
        if not answer:
            raise SandboxError(self._last_words() or "the process that starts kernels has ended")
        return json.loads(answer)

    def _last_words(self) -> str:
        with suppress(OSError):
            said = Path(f"{self.run}/trouble").read_text(encoding="utf-8", errors="replace")
            return said.strip().rpartition("\n")[2]
        return ""


_warm: dict[int, WarmProcess] = {}
_starting = threading.Lock()


def warm_process(modules: Sequence[str] = ()) -> WarmProcess:
    """The warm process of this process; a new one if the last has ended.

    A new one loads these modules of the course ("m06"), or all.
    """
    with _starting:
        own = _warm.get(os.getpid())
        if own is None or not own.alive():
            own = _warm[os.getpid()] = WarmProcess(modules)
        return own


def scratch() -> str | None:
    """Where to put copies of submissions: here they go even when the grader is killed."""
    return None if unsandboxed() else warm_process().run


def adopt(shared: tuple[socket.socket, str]) -> None:
    """In a forked process: use what `WarmProcess.share` gave for kernels."""
    _warm[os.getpid()] = WarmProcess(shared=shared)


def _request(
    do: str, files: str, shared: str, arguments: list[str], limits: Limits
) -> dict[str, Any]:
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        "do": do,
        "files": files,
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
            except SandboxError:
                self.returncode = -signal.SIGKILL
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes that hold its namespaces."""
        with suppress(SandboxError):
            self.warm.ask({"do": "signal", "pid": self.pid, "number": int(number)})

    def kill(self) -> None:
        """End it and everything it started."""
        self.send_signal(signal.SIGKILL)


class SandboxedKernel(LocalProvisioner):
    """A Python kernel, forked warm and shut in."""

    memory_mb = Integer(Limits.memory_mb, help="MiB of address space").tag(config=True)
    cpu_s = Integer(Limits.cpu_s, help="seconds of processor time").tag(config=True)
    processes = Integer(Limits.processes, help="processes and threads").tag(config=True)
    file_mb = Integer(Limits.file_mb, help="MiB of one file").tag(config=True)

    _folders: tuple[str, str] | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Put the kernel's sockets and connection file into one folder that both sides see."""
        if trouble := why_not():
            raise SandboxError(f"Kernels can't be sandboxed here: {trouble}.")
        self._folders = warm_process().folders(self._folders)
        kernels = self.parent
        assert kernels is not None
        kernels.transport, kernels.ip = "ipc", f"{self._folders[1]}/k"
        kernels.cache_ports = False
        kernels.connection_file = f"{self._folders[1]}/kernel.json"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel instead of starting a program."""
        if "ipykernel_launcher" not in cmd:
            raise SandboxError("Only Python kernels can be sandboxed.")
        assert self._folders is not None
        files, shared = self._folders
        limits = Limits(self.memory_mb, self.cpu_s, self.processes, self.file_mb)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder = str(kwargs.get("cwd") or Path.cwd())
        copy_files(folder, files, limits.folder_mb << 20)
        request = _request("kernel", files, shared, arguments, limits)
        environment = kwargs.get("env") or {}
        request["env"].update({k: environment[k] for k in PASSED_ON if k in environment})
        warm = warm_process()
        answer = warm.ask(request)
        if answer["trouble"]:
            raise SandboxError(f"The kernel could not be shut in: {answer['trouble']}.")
        self.process = Forked(warm, answer["pid"])  # type: ignore[assignment]
        self.pid = answer["pid"]  # as the warm process counts; nobody else can signal it
        self.pgid = None
        self.cwd = folder
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
        """Remove the kernel's folders with the kernel."""
        await super().cleanup(restart=restart)
        if not restart and self._folders is not None:
            shutil.rmtree(Path(self._folders[0]).parent, ignore_errors=True)
            self._folders = None


def register() -> None:
    """Make the provisioner known also where the installed package is older than its code."""
    entry = EntryPoint(
        NAME, f"{__name__}:{SandboxedKernel.__name__}", KernelProvisionerFactory.GROUP_NAME
    )
    KernelProvisionerFactory.instance().provisioners.setdefault(NAME, entry)
