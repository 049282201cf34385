"""A class with everything that can go wrong in it: who pays, who notices, what gets out?"""

import hashlib
import os
import re
import subprocess
import sys

import nbformat
import pytest

from tests.grading.course import ASSIGNMENT, AUTOMATIC, KEY, NBGRADER, lay_out
from tests.hostile.submissions import FULL, SUBMISSIONS, Submission, hand_in
from tpo.grading.provisioner import why_not
from tpo.notebook_env import SECRET

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"no sandbox here: {why_not()}")

NEIGHBOURS = ("aaa-first", "mmm-middle", "zzz-last")


class Class:
    def __init__(self, base, names):
        self.base, self.root = base, base / "course"
        lay_out(self.root)
        (self.root / "grading").mkdir()
        for name in [*NEIGHBOURS, *names]:
            folder = self.root / "grading" / "submitted" / name / ASSIGNMENT
            hand_in(
                SUBMISSIONS.get(name) or Submission(name, lambda nb, folder: None, FULL), folder
            )
        self.nbgrader("generate_assignment", ASSIGNMENT, "--force")
        self.before = digest(self.root / "grading" / "submitted")
        self.done = self.nbgrader("autograde", ASSIGNMENT, "--ExecutePreprocessor.timeout=4")
        self.log = " ".join((self.done.stdout + self.done.stderr).split())

    def nbgrader(self, *args):
        mine = {
            k: v for k, v in os.environ.items() if not k.startswith(("TPO_", "JUPYTER", "NBGRADER"))
        }
        return subprocess.run(
            [sys.executable, "-c", NBGRADER, *args],
            cwd=self.root,
            env={
                **mine,
                "HOME": str(self.base),
                SECRET: KEY,
                "PASSWORD": "an-instructors-password",
            },
            capture_output=True,
            text=True,
            errors="replace",
            timeout=900,
        )

    def scores(self, name):
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/grading/gradebook.db") as gradebook:
            notebook = gradebook.find_submission_notebook("exercises", ASSIGNMENT, name)
            return {g.name: g.auto_score for g in notebook.grades}

    def graded(self, name):
        return self.root / "grading" / "autograded" / name / ASSIGNMENT


def digest(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


@pytest.fixture(scope="session")
def quiet(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("quiet"), ())


@pytest.fixture(scope="session")
def rough(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("rough"), SUBMISSIONS)


def test_there_are_enough_of_them():
    assert len(SUBMISSIONS) >= 25


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_own_marks_are_as_due(rough, name):
    scores = rough.scores(name)
    got = {e.id: scores[f"{e.id.replace('.', '-')}-grade"] or 0 for e in AUTOMATIC}
    due = SUBMISSIONS[name].due
    assert got == {id: got[id] if points is None else points for id, points in due.items()}


@pytest.mark.parametrize("name", [n for n, s in SUBMISSIONS.items() if s.told])
def test_somebody_is_told(rough, name):
    path = rough.graded(name) / "exercises.ipynb"
    page = str(nbformat.read(path, as_version=4)) if path.exists() else ""
    about = [line for line in re.split(r"(?=\[AutogradeApp \|)", rough.log) if name in line]
    assert SUBMISSIONS[name].told in " ".join([page, *about])


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_neighbours_notice_nothing(quiet, rough, name):
    assert rough.scores(name) == quiet.scores(name)
    assert digest(rough.graded(name)) == digest(quiet.graded(name)) != {}


def test_what_was_submitted_is_as_it_was(rough):
    assert digest(rough.root / "grading" / "submitted") == rough.before


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_nothing_leaks_and_nothing_grows(rough, name):
    for path in rough.graded(name).rglob("*"):
        if path.is_symlink() or not path.is_file() or path.suffix == ".zip":
            continue
        text = path.read_bytes()
        assert len(text) < 3_000_000
        for private in (KEY, "an-instructors-password", "NET-OPEN", "LOOT b", "SQLite format"):
            assert private.encode() not in text


def test_nothing_is_left_behind(rough):
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "sleep 86321" not in running.stdout
    found = [p.name for p in rough.base.rglob("evil*")]
    assert found == []
    assert "Traceback" not in rough.nbgrader("export", "--to", "grading/grades.csv").stderr


def test_the_quiet_class_says_nothing_alarming(quiet):
    assert quiet.done.returncode == 0
    assert "Repaired" not in quiet.log
    assert "lost" not in quiet.log
    assert "changed!" not in quiet.log
