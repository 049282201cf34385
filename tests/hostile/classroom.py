"""A class in a temporary folder, graded behind a wall of the tests' own.

The submissions are meant to do harm, and a test that fails must not do it: `kill -9 -1` by a root
whose sandbox is broken ends every program of the machine. So every command runs in bubblewrap: it
sees the machine as it is, can write only to the class's folder, and has processes and a network of
its own. That wall is around the grader, not between grader and submission; what it sees a
submission reach, the submission has reached.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.grading.course import ASSIGNMENT, KEY, NBGRADER, lay_out
from tests.hostile.submissions import SUBMISSIONS, Submission, hand_in
from tpo.grading.sandbox import _may_mount
from tpo.notebook_env import SECRET
from tpo.paths import checkout

NEIGHBOURS = ("aaa-first", "mmm-middle", "zzz-last")
PASSWORD = "an-instructors-password"
TIMEOUT_S = 4

STOCK = """
c = get_config()
c.CourseDirectory.course_id = "two-languages"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
for step in ("submitted", "autograded", "feedback", "solution"):
    setattr(c.CourseDirectory, f"{step}_directory", f"grading/{step}")
c.CourseDirectory.db_url = "sqlite:///grading/gradebook.db"
c.ClearSolutions.code_stub = {"python": ""}
"""
"""nbgrader as it comes, in our folders."""


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    said: str
    seconds: float
    left: list[str]  # the command lines of processes that outlived it
    reached: int  # connections to the listener


class Classroom:
    """A course folder, its submissions and the commands that are run there."""

    def __init__(self, base: Path, stock: bool = False):
        self.base, self.root, self.stock = base, base / "course", stock
        lay_out(self.root)
        (self.root / "grading").mkdir()
        if stock:
            (self.root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")

    def hand_in(self, names: Iterable[str]) -> None:
        """Put submissions where collect would; a name that isn't in SUBMISSIONS is perfect work."""
        for name in names:
            perfect = Submission(name, lambda nb, folder: None, {})
            hand_in(SUBMISSIONS.get(name, perfect), self._folder("submitted", name))

    def run(self, *commands: Sequence[str], limit_s: float = 1800) -> list[Done]:
        """Run commands behind the wall, one after the other: `tpo grade`, or nbgrader's."""
        stock, ours = ["-c", NBGRADER], ["-m", "tpo.cli"]
        whole = [
            [sys.executable, *(ours if words[0] == "grade" else stock), *words]
            for words in commands
        ]
        words = wall(self.base, nested=not self.stock)
        return watch(self.base, whole, self.root, self._environment(), words, limit_s)

    def _environment(self) -> dict[str, str]:
        ours = ("TPO_", "JUPYTER", "NBGRADER")
        mine = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        source = f"{checkout() / 'src'}{os.pathsep}{checkout()}"  # this code and no other
        return {
            **mine,
            "HOME": str(self.base),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # alembic
            "PYTHONPATH": source,
            "PYTHONDONTWRITEBYTECODE": "1",
            SECRET: KEY,
            "PASSWORD": PASSWORD,
        }

    def grades(self) -> dict[str, dict[str, float | None]]:
        """What the gradebook holds: learner → cell → points, or None where there is no grade."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/grading/gradebook.db") as gradebook:
            submissions = gradebook.assignment_submissions(ASSIGNMENT)
            return {
                one.student_id: {g.name: g.auto_score for nb in one.notebooks for g in nb.grades}
                for one in submissions
            }

    def manual(self) -> dict[str, list[float | None]]:
        """What people have marked: learner → points of every cell."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/grading/gradebook.db") as gradebook:
            return {
                one.student_id: [g.manual_score for nb in one.notebooks for g in nb.grades]
                for one in gradebook.assignment_submissions(ASSIGNMENT)
            }

    def folder_of(self, name: str) -> Path:
        """A learner's graded folder."""
        return self._folder("autograded", name)

    def graded(self, name: str) -> NotebookNode | None:
        """A learner's graded notebook, if there is one."""
        path = self.folder_of(name) / "exercises.ipynb"
        return nbformat.read(path, as_version=4) if path.exists() else None

    def digest(self, name: str, step: str = "autograded") -> dict[str, str]:
        """The files of a learner's folder."""
        return digest(self._folder(step, name))

    def _folder(self, step: str, name: str) -> Path:
        return self.root / "grading" / step / name / ASSIGNMENT


def watch(
    base: Path,
    commands: Sequence[Sequence[str]],
    folder: Path,
    environment: Mapping[str, str],
    wall: Sequence[str],
    limit_s: float = 1800,
) -> list[Done]:
    """Run commands in a folder behind a wall."""
    plan, report = base / "plan.json", base / "report.json"
    report.unlink(missing_ok=True)
    plan.write_text(json.dumps(commands), encoding="utf-8")
    inside = [sys.executable, str(Path(__file__).with_name("inside.py"))]
    ran = subprocess.run(
        [*wall, *inside, str(plan), str(report)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=limit_s,
    )
    assert report.exists(), ran.stderr[-2000:]
    return [Done(**one) for one in json.loads(report.read_text(encoding="utf-8"))]


def wall(writable: Path, nested: bool = True) -> list[str]:
    """bubblewrap around a whole test: the machine to read, one folder to write, own processes.

    ``nested`` lets root make further walls inside; stock nbgrader makes none.
    """
    rights = [] if _may_mount() else ["--unshare-user"]
    rights = ["--cap-add", "ALL"] if nested and not rights else rights
    spaces = ["--unshare-pid", "--unshare-net", "--unshare-ipc"]
    spaces += ["--die-with-parent", "--as-pid-1"]  # the first process survives `kill -9 -1`
    system = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
    shown = [w for path in _below_tmp() for w in ("--ro-bind", path, path)]
    own = str(writable)
    return ["bwrap", *rights, *spaces, *system, *shown, "--bind", own, own]


def _below_tmp() -> list[str]:
    """Python and the checkout, where they lie in the folder that the wall replaces."""
    places = (sys.prefix, sys.base_prefix, str(checkout()))
    return [place for place in dict.fromkeys(places) if place.startswith("/tmp/")]


def digest(folder: Path) -> dict[str, str]:
    """Every plain file below a folder and its content's hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
