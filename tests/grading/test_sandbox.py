"""A kernel that is shut in: what it can't see, reach, use up or leave behind."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client import KernelManager

from tests.grading import sandboxed
from tests.grading.sandboxed import sandbox_or_skip
from tpo.grading import provisioner
from tpo.grading.execute import refuse_without_sandbox
from tpo.notebook_env import HANDOVER, SECRET, UNSANDBOXED
from tpo.paths import checkout

needs_sandbox = pytest.mark.usefixtures("sandbox")


@pytest.fixture(scope="module")
def sandbox():
    sandbox_or_skip()


@contextmanager
def kernel(folder, **environment):
    """A function that runs code in one sandboxed kernel and returns all it showed."""
    provisioner.register()
    manager = KernelManager()
    manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": provisioner.NAME}
    manager.start_kernel(cwd=str(folder), env={**os.environ, **environment})
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)

    def run(code):
        shown = []
        client.execute_interactive(
            code, timeout=60, allow_stdin=False, output_hook=lambda m: shown.append(m["content"])
        )
        return "".join(
            part.get("text") or part.get("evalue") or part.get("data", {}).get("text/plain") or ""
            for part in shown
        )

    run.manager = manager
    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def shut_in(tmp_path_factory, sandbox):
    """One kernel for all the questions that don't harm it."""
    course = tmp_path_factory.mktemp("course")
    (course / "gradebook.db").write_text("every grade")
    folder = course / "autograded" / "ada" / "M06"
    folder.mkdir(parents=True)
    (folder / "data.csv").write_text("1,2\n")
    (folder / "exercises.ipynb").write_text("hidden")
    (folder / "submission_secret.txt").write_text("hidden")
    (folder / "link.csv").symlink_to(course / "gradebook.db")
    (folder / "folder").symlink_to(course)
    with kernel(folder, **{SECRET: "not-for-kernels", HANDOVER: "1"}) as run:
        run.course = course
        yield run


@needs_sandbox
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("import os; print(sorted(os.listdir('.')))", "['data.csv']\n"),
        ("print(open('data.csv').read())", "1,2\n\n"),
        ("open('mine', 'w').write('x'); print(os.path.exists('mine'))", "True\n"),
        ("print(os.environ.get('TPO_GRADING_SECRET'), 'not-for-kernels' in str(os.environ))", "None False\n"),
        ("print(os.environ['TPO_HANDOVER'], os.getuid() != 0)", "1 True\n"),
        ("import socket; socket.create_connection(('127.0.0.1', 22), 3)", "Network is unreachable"),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53))", "unreachable"),
        ("open('/usr/mine', 'w')", "Read-only file system"),
        ("os.mkdir('/mine')", "Read-only file system"),
        ("import subprocess; print(subprocess.run(['unshare', '-U', 'id']).returncode)", "1"),
        ("import glob; sockets = os.path.dirname(*glob.glob('/tmp/**/k-1', recursive=True)); print(len(os.listdir(sockets)))", "6"),
        ("open(sockets + '/mine', 'w')", "Read-only file system"),
        ("print(os.listdir(sockets + '/..'), os.listdir(sockets + '/../..'))", "['s'] ["),
        ("print([l for l in open('/proc/self/status') if l[:6] in ('CapEff', 'CapBnd')])", "0000000000000000"),
        ("print([p for p in os.listdir('/proc') if p.isdigit()])", "['1', '2']"),
        ("print(os.path.exists('/etc/passwd'), os.path.exists('/sys'), os.path.exists('/var'))", "False False False"),
    ],
)  # fmt: skip
def test_a_kernel_sees_its_own_folder_and_python(shut_in, code, shown):
    assert shown in shut_in(code)


@needs_sandbox
def test_a_kernel_finds_nothing_of_the_course(shut_in):
    course, own = str(shut_in.course), str(checkout())
    code = f"""
import os
for place in ({course!r}, {own!r} + "/solutions", {own!r} + "/tests", {own!r} + "/grading",
              os.path.expanduser("~instructor"), {str(Path.home())!r} + "/.two-languages"):
    print(os.path.exists(place))
names = ("gradebook.db", "grading-secret", "submission_secret.txt", "exercises.ipynb")
found = [os.path.join(d, n) for d, _, ns in os.walk("/") for n in ns
         if n in names and "site-packages" not in d]  # nbgrader's package holds its own tests
print(found)
"""
    assert shut_in(code) == "False\n" * 6 + "[]\n"


@needs_sandbox
def test_what_a_kernel_writes_stays_in_it(shut_in):
    shut_in("open('left-behind', 'w').write('x'); open('data.csv', 'w').write('changed')")
    folder = shut_in.course / "autograded" / "ada" / "M06"
    assert (folder / "data.csv").read_text() == "1,2\n"
    assert not (folder / "left-behind").exists()


@needs_sandbox
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("hog = bytearray(4 << 30)", "MemoryError"),
        ("open('big', 'wb').write(bytes(65 << 20))", "File too large"),
        ("import os\nfor i in range(200): os.fork() or __import__('time').sleep(60)", "unavailable"),
    ],
)  # fmt: skip
def test_resources_are_bounded(tmp_path, code, shown):
    with kernel(tmp_path) as run:
        said = run(
            f"try:\n    {code.replace(chr(10), chr(10) + '    ')}\nexcept BaseException as e: print(type(e), e)"
        )
    assert shown in said


@needs_sandbox
def test_children_end_with_their_kernel(tmp_path):
    mark = f"mark-{os.getpid()}"
    with kernel(tmp_path) as run:
        run(
            f"import subprocess; subprocess.Popen(['sleep', '987'], start_new_session=True, env={{'A': '{mark}'}})"
        )
        assert _running("sleep 987") >= 1
    for _ in range(200):
        if not _running("sleep 987"):
            return
        time.sleep(0.02)
    pytest.fail("a child outlived its kernel")


def _running(command):
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return found.stdout.splitlines().count(command)


@needs_sandbox
def test_a_kernel_can_not_signal_its_grader(shut_in):
    said = shut_in(
        "import os\nprint(os.getppid())\ntry: os.kill(1, 9)\nexcept OSError as e: print(e)"
    )
    assert said.startswith("1\n")
    assert shut_in("print(2)") == "2\n"


@needs_sandbox
def test_kernels_end_when_their_grader_is_killed(tmp_path):
    code = f"""
import time
from jupyter_client import KernelManager
from tests.grading.test_sandbox import family
from tpo.grading import provisioner
provisioner.register()
km = KernelManager()
km.kernel_spec.metadata["kernel_provisioner"] = {{"provisioner_name": provisioner.NAME}}
km.start_kernel(cwd={str(tmp_path)!r})
kc = km.client(); kc.start_channels(); kc.wait_for_ready(timeout=60)
print(*family(provisioner.warm_process().process.pid), flush=True)
time.sleep(60)
"""
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    pids = [int(pid) for pid in grader.stdout.readline().split()]
    grader.kill()
    grader.wait()
    assert len(pids) >= 6  # bubblewrap twice, the warm process, a kernel and its two guards
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() and _state(pid) != "Z" for pid in pids):
            return
        time.sleep(0.02)
    pytest.fail("a kernel outlived its grader")


def family(pid):
    """A process and all that came from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(child))]


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_without_a_sandbox_grading_refuses_and_says_what_is_at_stake(monkeypatch):
    monkeypatch.setattr("tpo.grading.execute.why_not", lambda: "this machine has no namespaces")
    monkeypatch.delenv(UNSANDBOXED, raising=False)
    with pytest.raises(SystemExit, match=r"no namespaces.*gradebook.*TPO_UNSANDBOXED=1"):
        refuse_without_sandbox(assignment="M06", student="ada", notebooks=[])
    monkeypatch.setenv(UNSANDBOXED, "1")
    refuse_without_sandbox(assignment="M06", student="ada", notebooks=[])


def test_where_a_sandbox_is_required_its_absence_fails(monkeypatch):
    monkeypatch.setattr(sandboxed, "why_not", lambda: "this machine has no namespaces")
    monkeypatch.delenv("TPO_REQUIRE_SANDBOX", raising=False)
    with pytest.raises(pytest.skip.Exception, match="this machine has no namespaces"):
        sandbox_or_skip()
    monkeypatch.setenv("TPO_REQUIRE_SANDBOX", "1")
    with pytest.raises(pytest.fail.Exception, match="TPO_REQUIRE_SANDBOX=1 asks for it"):
        sandbox_or_skip()


def test_the_flag_of_run_py_says_the_same_as_the_variable(monkeypatch):
    from tpo.grading import command

    monkeypatch.setenv(UNSANDBOXED, "0")
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr("nbgrader.apps.nbgraderapp.main", lambda: None)
    assert command.run(["autograde", "M06", "--unsandboxed"]) == 0
    assert sys.argv == ["nbgrader", "autograde", "M06"]
    assert os.environ[UNSANDBOXED] == "1"
