"""A class of any size that has handed in and isn't graded yet, for `tpo grade` and the benchmark."""

import copy
import itertools
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import sqlalchemy

from tests.answers import bank
from tests.grading.course import ASSIGNMENT, EXERCISES, KEY, lay_out, nbgrader, type_in
from tpo.notebook_env import SECRET
from tpo.paths import answers, checkout

GRADEBOOK = "grading/gradebook.db"
UNGRADE = ["grade", "comment", "submitted_notebook", "submitted_assignment"]


def hand_in(root: Path, size: int) -> list[str]:
    """Write ``size`` submissions, right and wrong ones mixed; return the learners' ids."""
    released = nbformat.read(root / "exercises" / ASSIGNMENT / "exercises.ipynb", as_version=4)
    chosen = random.Random(6)
    names = [f"s{i:04}" for i in range(size)]
    for name in names:
        nb = copy.deepcopy(released)
        for exercise in EXERCISES.values():
            folders = [answers(exercise.id) / kind for kind in ("right", "right", "wrong")]
            files = sorted(itertools.chain(*(sorted(folder.glob("*.py")) for folder in folders)))
            type_in(nb, exercise, bank.read(chosen.choice(files), exercise.id))
        folder = root / "grading" / "submitted" / name / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / "exercises.ipynb")
        (folder / "timestamp.txt").write_text("2026-11-20 12:00:00 UTC", encoding="utf-8")
    return names


def ungraded(course_root: Path, root: Path, keep: bool = True) -> Path:
    """A copy of a graded course in which nothing is graded; with its submissions if ``keep``."""
    drop = ["autograded", "feedback"] if keep else ["autograded", "feedback", "submitted"]
    shutil.copytree(course_root, root, ignore=shutil.ignore_patterns(*drop))
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with sqlite3.connect(root / GRADEBOOK) as db:
        for table in UNGRADE:
            db.execute(f"DELETE FROM {table}")
    db.close()
    return root


def new(root: Path, *settings: str) -> Path:
    """A course with the assignment in its gradebook, and nobody in it."""
    lay_out(root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.writelines(f"\nget_config().{setting}\n" for setting in settings)
    nbgrader(["generate_assignment", ASSIGNMENT, "--force"], root, root, {SECRET: KEY})
    return root


def start(root: Path, *args: str, **env: str) -> subprocess.Popen[str]:
    """Start `tpo grade` in a course."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("TPO_", "JUPYTER"))}
    path = {"PYTHONPATH": os.pathsep.join([str(checkout() / "src"), str(checkout())])}
    return subprocess.Popen(
        [sys.executable, "-m", "tpo.cli", "grade", ASSIGNMENT, *args],
        cwd=root,
        env={**mine, **path, "HOME": str(root), SECRET: KEY, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def grade(root: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `tpo grade` in a course to its end."""
    process = start(root, *args, **env)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


ROWS = {
    "submissions": """
        SELECT s.id, s.first_name, s.last_name, a.name, sa.timestamp, sa.extension, n.name,
               sn.late_submission_penalty
        FROM submitted_assignment sa JOIN student s ON s.id = sa.student_id
        JOIN assignment a ON a.id = sa.assignment_id
        JOIN submitted_notebook sn ON sn.assignment_id = sa.id
        JOIN notebook n ON n.id = sn.notebook_id""",
    "grades": """
        SELECT sa.student_id, n.name, c.name, c.type, g.auto_score, g.manual_score, g.extra_credit,
               g.needs_manual_grade
        FROM grade g JOIN base_cell c ON c.id = g.cell_id
        JOIN submitted_notebook sn ON sn.id = g.notebook_id
        JOIN notebook n ON n.id = sn.notebook_id
        JOIN submitted_assignment sa ON sa.id = sn.assignment_id""",
    "comments": """
        SELECT sa.student_id, n.name, c.name, g.auto_comment, g.manual_comment
        FROM comment g JOIN base_cell c ON c.id = g.cell_id
        JOIN submitted_notebook sn ON sn.id = g.notebook_id
        JOIN notebook n ON n.id = sn.notebook_id
        JOIN submitted_assignment sa ON sa.id = sn.assignment_id""",
}


def rows(gradebook: Path | str) -> dict[str, list[tuple]]:
    """What a gradebook (a SQLite file or an address) says, without the rows' random ids."""
    url = gradebook if isinstance(gradebook, str) else f"sqlite:///{gradebook}"
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.connect() as db:
            return {
                name: sorted(
                    (tuple(map(_plain, row)) for row in db.execute(sqlalchemy.text(query))),
                    key=repr,
                )
                for name, query in ROWS.items()
            }
    finally:
        engine.dispose()


def _plain(value: Any) -> Any:
    """A server's booleans and times as SQLite keeps them."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return int(value) if isinstance(value, bool) else value
