"""What users of one machine see of each other: the part of a JupyterHub that keeps secrets.

Real Linux users fetch, submit and read feedback through nbgrader's exchange; then one of them tries
to read what is another's or the grader's. It needs root, as a hub does.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.grading import needs
from tests.grading.classroom import grade
from tests.grading.course import ASSIGNMENT, KEY, NBGRADER, lay_out, nbgrader
from tpo.grading.config import COURSE_ID
from tpo.notebook_env import SECRET
from tpo.paths import checkout

PACKAGES = [entry for entry in sys.path if Path(entry).name == "site-packages"]
USERS = ("tpo-test-ada", "tpo-test-ben")

pytestmark = [
    needs.sandbox,
    pytest.mark.skipif(
        sys.platform != "linux" or os.getuid() != 0 or shutil.which("useradd") is None,
        reason="making users takes root on Linux",
    ),
]


def as_user(name, *command, cwd=None):
    """Run a command as a user, with the environment a hub gives; (exit code, what it said)."""
    who = pwd.getpwnam(name)
    env = {
        "HOME": who.pw_dir,
        "USER": name,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join([str(checkout() / "src"), str(checkout()), *PACKAGES]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command, cwd=cwd or who.pw_dir, env=env, capture_output=True, text=True,
        user=who.pw_uid, group=who.pw_gid, extra_groups=[], umask=0o022,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def learners_python():
    """A Python of this version that other users can run: this one, or the system's."""
    said = ""
    for python in (sys.executable, "/usr/bin/python{}.{}".format(*sys.version_info)):
        with contextlib.suppress(OSError):
            code, said = as_user(USERS[0], python, "-c", "import nbgrader, tpo")
            if code == 0:
                return python
    pytest.skip(f"other users can't run a Python {sys.version_info[:2]} here: {said[-200:]}")


@pytest.fixture(scope="module")
def hub():
    """Two learners who have submitted, a grader who has graded and released feedback."""
    base = Path(tempfile.mkdtemp(prefix="tpo-hub-", dir="/tmp"))
    base.chmod(0o755)
    for name in USERS:
        home = ["--create-home", "--home-dir", str(base / name)]
        subprocess.run(["useradd", *home, "-K", "HOME_MODE=0700", name], check=True)
    try:
        python = learners_python()
        root, exchange = base / "grader" / "course", base / "exchange"
        (base / "grader").mkdir(mode=0o700)
        exchange.mkdir()
        exchange.chmod(0o777)
        lay_out(root)
        place = [f"--Exchange.root={exchange}", "--course", COURSE_ID]
        env = {SECRET: KEY}

        def grader(*command):
            return nbgrader(command, root, base / "grader", env)

        def learner(name, command, *more):
            line = [python, "-c", NBGRADER, command, ASSIGNMENT, *place, *more]
            code, said = as_user(name, *line)
            assert code == 0, said

        grader("generate_assignment", ASSIGNMENT, "--force")
        grader("release_assignment", ASSIGNMENT, place[0])
        for name in USERS:
            learner(name, "fetch_assignment")
            learner(name, "submit")
        grader("collect", ASSIGNMENT, place[0])
        done = grade(root)
        assert done.returncode == 0, done.stderr
        assert f"{ASSIGNMENT}: 2 graded" in done.stdout
        grader("generate_feedback", ASSIGNMENT)
        grader("release_feedback", ASSIGNMENT, place[0])
        for name in USERS:
            learner(name, "fetch_feedback")
        yield base, root, exchange / COURSE_ID
    finally:
        for name in USERS:
            subprocess.run(["userdel", name], check=False)
        shutil.rmtree(base, ignore_errors=True)


def test_each_learner_has_their_own_feedback(hub):
    base, _, _ = hub
    for name in USERS:
        assert list((base / name / ASSIGNMENT / "feedback").rglob("exercises.html"))


def test_a_learner_reads_nothing_of_the_graders(hub):
    _, root, _ = hub
    (root / "secret").write_text(KEY, encoding="utf-8")
    for path in (
        "grading/gradebook.db",
        f"solutions/{ASSIGNMENT}/exercises.ipynb",
        f"grading/submitted/{USERS[1]}/{ASSIGNMENT}/exercises.ipynb",
        f"grading/autograded/{USERS[1]}/{ASSIGNMENT}/exercises.ipynb",
        f"grading/feedback/{USERS[1]}/{ASSIGNMENT}/exercises.html",
        "grading/attempts.jsonl",
        "secret",
    ):
        assert (root / path).is_file(), path
        code, said = as_user(USERS[0], "cat", str(root / path))
        assert code, path
        assert "Permission denied" in said


def test_a_learner_reads_nothing_of_another_learners(hub):
    base, _, exchange = hub
    for path in (base / USERS[1], exchange / "inbound", exchange / "feedback"):
        code, said = as_user(USERS[0], "ls", str(path))
        assert code, path
        assert "Permission denied" in said
    own = as_user(USERS[0], "ls", str(base / USERS[0] / ASSIGNMENT))
    assert own[0] == 0
    assert "exercises.ipynb" in own[1]


def test_who_is_not_the_owner_cannot_change_what_was_handed_in(hub):
    _, _, exchange = hub
    [theirs] = [p for p in (exchange / "inbound").iterdir() if p.name.startswith(USERS[1])]
    notebook = theirs / "exercises.ipynb"
    before = notebook.read_bytes()
    code, _ = as_user(USERS[0], "sh", "-c", f"echo x >> '{notebook}'")
    assert code
    assert notebook.read_bytes() == before


def test_open_homes_would_be_noticed(hub):
    """Red proof: with Debian's usual mode the same attempt succeeds."""
    base, _, _ = hub
    with contextlib.ExitStack() as after:
        (base / USERS[1]).chmod(0o755)
        after.callback((base / USERS[1]).chmod, 0o700)
        assert as_user(USERS[0], "ls", str(base / USERS[1]))[0] == 0
