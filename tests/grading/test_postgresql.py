"""A gradebook on a PostgreSQL server that the test starts."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.grading import needs
from tests.grading.classroom import grade, new, rows
from tests.grading.course import ASSIGNMENT, KEY, nbgrader
from tpo.notebook_env import SECRET

pytestmark = [needs.sandbox, needs.server]


@pytest.fixture(scope="module")
def server():
    """The address of an empty database; the server listens on a socket in a private folder."""
    base = Path(tempfile.mkdtemp(prefix="tpo-pg-", dir="/tmp"))
    who = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(base, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(program, *args):
        command = [f"{needs.postgresql()}/{program}", *args]
        done = subprocess.run(command, cwd=base, capture_output=True, text=True, **who)
        assert done.returncode == 0, done.stderr

    run("initdb", "-D", f"{base}/data", "-A", "trust", "-U", "grader", "--no-sync")
    listen = f"-c listen_addresses='' -c unix_socket_directories={base} -c fsync=off"
    run("pg_ctl", "-D", f"{base}/data", "-w", "-l", f"{base}/log", "-o", listen, "start")
    try:
        run("createdb", "-h", str(base), "-U", "grader", "gradebook")
        yield f"postgresql+psycopg://grader@/gradebook?host={base}"
    finally:
        with contextlib.suppress(AssertionError):
            run("pg_ctl", "-D", f"{base}/data", "-m", "immediate", "stop")
        shutil.rmtree(base, ignore_errors=True)


def test_a_server_holds_the_same_gradebook_as_a_file(server, due, tmp_path):
    root = new(tmp_path / "course", f"CourseDirectory.db_url = {server!r}")
    shutil.copytree(due[0] / "grading" / "submitted", root / "grading" / "submitted")
    done = grade(root, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert rows(server) == due[1]
    assert not list((root / "grading").glob("*.db"))
    again = grade(root)
    assert f"{ASSIGNMENT}: 0 graded" in again.stdout
    command = ["export", "--exporter=tpo.grading.lms.MoodleExporter", "--to=moodle.csv"]
    nbgrader(command, root, root, {SECRET: KEY})
    lines = (root / "moodle.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Username", *(f"s{i:04}" for i in range(6))]


def test_a_server_that_does_not_answer_is_named(server, due, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(due[0], root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        gone = server.replace("tpo-pg-", "nobody-")
        file.write(f"\nget_config().CourseDirectory.db_url = {gone!r}\n")
    done = grade(root)
    assert done.returncode == 1
    assert "The gradebook did not answer" in done.stderr
    assert "Traceback" not in done.stderr
