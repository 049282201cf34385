"""Everything that starts kernels with jupyter_client can have them shut in."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.grading.sandboxed import sandbox_or_skip
from tpo.grading import provisioner
from tpo.grading.sandbox import Limits, outer
from tpo.paths import checkout

GROUP = "jupyter_client.kernel_provisioners"
WHERE = "import os; print(os.getcwd(), os.path.exists('/etc/passwd'))"
INSIDE = "/home/learner/assignment False\n"


@pytest.fixture
def environment(tmp_path):
    """Variables under which every kernel is sandboxed, and nothing else is different."""
    sandbox_or_skip()
    path = [str(checkout() / "src"), str(checkout())]
    if provisioner.NAME not in entry_points(group=GROUP).names:  # installed before it existed
        known = tmp_path / "known" / "tpo-0.dist-info"
        known.mkdir(parents=True)
        (known / "METADATA").write_text("Metadata-Version: 2.1\nName: tpo\nVersion: 0\n")
        entry = f"{provisioner.NAME} = {_declared()}"
        (known / "entry_points.txt").write_text(f"[{GROUP}]\n{entry}\n")
        path.append(str(known.parent))
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "JUPYTER_DEFAULT_PROVISIONER_NAME": provisioner.NAME,
        "HOME": str(tmp_path),
    }


def _declared():
    project = tomllib.loads((checkout() / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["entry-points"][GROUP][provisioner.NAME]


def test_the_entry_point_is_this_class():
    module, _, name = _declared().partition(":")
    assert getattr(sys.modules[module], name) is provisioner.SandboxedKernel


CLIENT = f"""
import nbformat, sys
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
nb = new_notebook(cells=[new_code_cell({WHERE!r}), new_code_cell("while True: pass")])
client = NotebookClient(nb, timeout=1, interrupt_on_timeout=True, allow_errors=True)
client.execute()
print(nb.cells[0].outputs[0].text, nb.cells[1].outputs[-1].ename)
from jupyter_client import KernelManager
manager = KernelManager()
manager.start_kernel()
for again in (True, False):
    channel = manager.blocking_client()
    channel.start_channels()
    channel.wait_for_ready(timeout=60)
    channel.execute_interactive({WHERE!r}, timeout=60)
    channel.stop_channels()
    if again:
        manager.restart_kernel(now=True)
manager.shutdown_kernel()
"""


def test_nbclient_runs_interrupts_and_restarts_them(environment, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CLIENT],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{INSIDE} KeyboardInterrupt\n{INSIDE}{INSIDE}"


def test_nbval_runs_them(environment, tmp_path):
    cell = new_code_cell(
        WHERE, execution_count=1, outputs=[new_output("stream", name="stdout", text=INSIDE)]
    )
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    nb = new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    nbformat.write(nb, tmp_path / "where.ipynb")
    nbval = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval",
        "-p",
        "no:cacheprovider",
        "where.ipynb",
    ]
    for name, code in ((provisioner.NAME, 0), ("local-provisioner", 1)):
        done = subprocess.run(
            nbval,
            env={**environment, "JUPYTER_DEFAULT_PROVISIONER_NAME": name},
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stdout


# ---- refusals --------------------------------------------------------------------------------------


@pytest.fixture
def fresh(monkeypatch):
    """`why_not` asks again."""
    provisioner.why_not.cache_clear()
    yield monkeypatch
    provisioner.why_not.cache_clear()


def test_a_kernel_that_is_just_starting_ends_with_its_grader():
    sandbox_or_skip()
    warm = provisioner.WarmProcess(["m06"])
    try:
        files, shared = warm.folders()
        sockets = ["--transport=ipc", f"--ip={shared}/k"]
        arguments = ["-f", f"{shared}/kernel.json", *sockets]
        request = provisioner._request("kernel", files, shared, arguments, Limits())
        warm._socket.send(json.dumps(request).encode())
        warm._socket.close()  # a killed grader hears no answer
        end = time.monotonic() + 30
        while (left := _named(warm.run)) and time.monotonic() < end:
            time.sleep(0.05)
        assert left == []
    finally:
        for pid in _named(warm.run):
            os.kill(pid, signal.SIGKILL)
        warm.process.wait()
        warm.close()


def _named(word):
    """The processes that have a word in their command lines."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if word.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def test_without_bubblewrap_there_is_no_sandbox(fresh):
    fresh.setattr(provisioner.shutil, "which", lambda name: None)
    fresh.setattr(provisioner.sys, "platform", "linux")
    assert provisioner.why_not().startswith("bubblewrap is not installed")


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_have_no_bubblewrap(fresh, platform):
    fresh.setattr(provisioner.sys, "platform", platform)
    assert f"not for {platform}" in provisioner.why_not()


def test_where_bubblewrap_can_not_work_it_says_why(fresh, tmp_path):
    sandbox_or_skip()
    broken = tmp_path / "bwrap"
    broken.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    broken.chmod(0o755)
    fresh.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    fresh.setattr(provisioner, "_warm", {})
    provisioner.why_not.cache_clear()  # sandbox_or_skip has asked
    assert provisioner.why_not() == "bwrap: No permissions to create new namespace"


# ---- an ordinary user ------------------------------------------------------------------------------

KERNEL = f"""
import os
from jupyter_client import KernelManager
from tpo.grading import provisioner
provisioner.register()
print(os.getuid(), repr(provisioner.why_not()))
manager = KernelManager()
manager.kernel_spec.metadata["kernel_provisioner"] = {{"provisioner_name": provisioner.NAME}}
manager.start_kernel()
channel = manager.blocking_client()
channel.start_channels()
channel.wait_for_ready(timeout=60)
for code in ({WHERE!r}, "print(os.getuid(), os.getppid(), os.path.exists('notebook.txt'))",
             "import subprocess as s; print(s.run(['unshare', '-U', 'true'], stderr=-3).returncode)",
             "print({{l for l in open('/proc/self/status') if l[:6] == 'CapEff'}})"):
    channel.execute_interactive(code, timeout=60)
manager.shutdown_kernel(now=True)
"""


def test_an_ordinary_user_gets_the_same_wall(tmp_path):
    """When root runs the tests: as another user, who sees Python and the course but owns nothing."""
    sandbox_or_skip()
    if os.getuid() != 0:
        pytest.skip("every other test of the sandbox was run by an ordinary user")
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed")
    tmp_path.chmod(0o777)
    (tmp_path / "notebook.txt").touch()
    shown = [*provisioner.readable(), str(checkout() / "src"), "/sbin"]
    words = [word for word in outer(str(tmp_path), shown) if not word.startswith("--unshare")]
    place = words.index("--proc")  # the machine's own; a new one could not be mounted again inside
    words[place : place + 2] = ["--bind", "/proc", "/proc"]
    place = words.index("--tmpfs")
    words[place:place] = ["--perms", "1777"]
    above = [str(folder) for path in [*shown, str(tmp_path)] for folder in Path(path).parents][::-1]
    place = words.index("--ro-bind-try")  # folders on the way to them, else for root's eyes only
    words[place:place] = [
        w for path in above if path not in ("/", "/tmp") for w in ("--perms", "0755", "--dir", path)
    ]
    words[words.index("--chdir") + 1] = str(tmp_path)
    someone = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"]
    done = subprocess.run(
        [*words, *someone, sys.executable, "-c", KERNEL],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PYTHONPATH": str(checkout() / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.count("\n") == 5, done.stdout + done.stderr
    first, where, who, nested, rights = done.stdout.splitlines()
    assert (first, where) == ("54321 ''", INSIDE.strip())
    assert (who, nested) == ("1000 1 True", "1")
    assert re.search(r"CapEff:\\t0{16}", rights)
