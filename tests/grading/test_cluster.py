"""`tpo grade --scheduler`: workers that share nothing with the grader, one of them killed.

As root on Linux each worker lives in a network namespace of its own, joined to the scheduler by a
virtual cable, and in a mount namespace where the course's folder is empty. Elsewhere they are two
processes with separate folders.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.grading import needs
from tests.grading.classroom import GRADEBOOK, rows, start, ungraded
from tests.grading.course import ASSIGNMENT
from tpo.paths import checkout

pytest.importorskip("distributed") if not os.environ.get("TPO_REQUIRE_CLUSTER") else None
pytestmark = needs.sandbox
NAMES = ("tpo1", "tpo2")


def ip(*args, check=True):
    return subprocess.run(["ip", *args], check=check, capture_output=True, text=True)


def namespaces():
    """Whether two network namespaces with cables to this one could be made."""
    if not sys.platform.startswith("linux") or os.getuid() or shutil.which("ip") is None:
        return False
    try:
        for i, name in enumerate(NAMES):
            ip("netns", "add", name)
            ip("link", "add", f"{name}h", "type", "veth", "peer", "name", f"{name}w")
            ip("link", "set", f"{name}w", "netns", name)
            ip("addr", "add", f"198.18.{i}.1/30", "dev", f"{name}h")
            ip("link", "set", f"{name}h", "up")
            inside = ("netns", "exec", name, "ip")
            ip(*inside, "addr", "add", f"198.18.{i}.2/30", "dev", f"{name}w")
            ip(*inside, "link", "set", f"{name}w", "up")
            ip(*inside, "link", "set", "lo", "up")
    except (OSError, subprocess.CalledProcessError):
        remove()
        return False
    return True


def remove():
    for name in NAMES:
        ip("netns", "del", name, check=False)
        ip("link", "del", f"{name}h", check=False)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers: (its port, the workers' processes, whether in namespaces)."""
    apart = namespaces()
    base = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("", 0))
        port = free.getsockname()[1]
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("TPO_", "JUPYTER"))},
        "PYTHONPATH": os.pathsep.join([str(checkout() / "src"), str(checkout())]),
        "DASK_DISTRIBUTED__DASHBOARD__LINK": "",
    }
    made = []

    def run(*command, **more):
        with (base / f"{len(made)}.log").open("wb") as log:
            made.append(
                subprocess.Popen(
                    command, env={**env, **more}, cwd=base, stdout=log, stderr=log,
                    start_new_session=True,
                )
            )  # fmt: skip
        return made[-1]

    dask = [sys.executable, "-m", "distributed.cli"]
    dask = [sys.executable, "-m"]
    listen = ["--host", "0.0.0.0" if apart else "127.0.0.1", "--port", str(port)]
    run(*dask, "distributed.cli.dask_scheduler", *listen, "--no-dashboard", "--no-show")
    workers = []
    for i, name in enumerate(NAMES):
        home = base / name
        home.mkdir()
        host = f"198.18.{i}.1" if apart else "127.0.0.1"
        command = [
            *dask, "distributed.cli.dask_worker", f"tcp://{host}:{port}", "--nthreads", "1",
            "--no-nanny", "--no-dashboard", "--local-directory", str(home), "--name", name,
        ]  # fmt: skip
        if apart:
            hide = f'mount -t tmpfs none {tmp_path_factory.getbasetemp()}/hidden && exec "$@"'
            (tmp_path_factory.getbasetemp() / "hidden").mkdir(exist_ok=True)
            command = [
                "ip",
                "netns",
                "exec",
                name,
                "unshare",
                "-m",
                "sh",
                "-c",
                hide,
                "sh",
                *command,
            ]
        workers.append(run(*command, HOME=str(home)))
    try:
        yield port, workers, apart, tmp_path_factory.getbasetemp() / "hidden"
    finally:
        for process in made:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if apart:
            remove()


def test_a_class_is_graded_by_workers_that_share_nothing_and_one_is_killed(cluster, due):
    port, workers, apart, hidden = cluster
    hidden.mkdir(exist_ok=True)
    root = ungraded(due[0], hidden / "course")
    process = start(root, "--scheduler", f"tcp://127.0.0.1:{port}")
    autograded = root / "grading" / "autograded"
    end = time.monotonic() + 200
    while not list(autograded.glob(f"s*/{ASSIGNMENT}")) and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(workers[0].pid, signal.SIGKILL)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert f"{ASSIGNMENT}: 6 graded" in out
    assert rows(root / GRADEBOOK) == due[1]
    assert len(list(autograded.glob(f"s*/{ASSIGNMENT}/exercises.ipynb"))) == 6
    if apart:
        from distributed import Client

        with Client(f"tcp://127.0.0.1:{port}", set_as_default=False) as client:
            seen = client.run(lambda: (os.readlink("/proc/self/ns/net"), os.listdir(str(hidden))))
        assert seen
        for network, files in seen.values():
            assert network != os.readlink("/proc/self/ns/net")
            assert files == []


def test_no_scheduler_is_one_sentence(monkeypatch):
    from tpo.grading import cluster as ours
    from tpo.trouble import TroubleError

    monkeypatch.setattr(ours, "WAIT_S", 1)
    with pytest.raises(TroubleError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        ours.Cluster("tcp://127.0.0.1:9")


def test_another_version_of_the_code_is_refused():
    from tpo.grading.work import Job, RefusedError, code_version, work

    assert len(code_version()) == 64
    with pytest.raises(RefusedError, match="another version of the course's code"):
        work(Job("a", "ada", {}, {}, {}, code="0" * 64))
