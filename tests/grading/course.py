"""One whole course in a temporary folder, run with stock nbgrader commands, for the tests to read.

Five learners hand in M06: Ada is perfect, Ben hands in what he was given, Chi answers everything
wrong, Dee's notebook crashes half-way, and Eve tampers.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from tests.answers import bank
from tpo.exercises import module
from tpo.exercises.contract import Exercise, Verdict, grade_artefact, raised, unreadable
from tpo.exercises.hidden import draw
from tpo.grading.config import COURSE_ID
from tpo.grading.judge import NOTHING
from tpo.notebook_env import SECRET
from tpo.paths import answers, checkout

ASSIGNMENT = "M06_under_load"
KEY = "a-secret-of-this-instructor"
LEARNERS = {"ada": "Lovelace", "ben": "Blank", "chi": "Wrong", "dee": "Crash", "eve": "Tamper"}
EXERCISES = module("m06")
AUTOMATIC = [e for e in EXERCISES.values() if not e.manual]
MANUAL = [e for e in EXERCISES.values() if e.manual]

# The same as the command `nbgrader`, minus two CPU seconds a start (see tpo.fast_start).
NBGRADER = "import tpo.fast_start; from nbgrader.apps.nbgraderapp import main; main()"
# Fetch and submit for several learners in one process: nbgrader's own code, fewer starts.
MANY = """
import json, os, sys, tpo.fast_start
from nbgrader.apps import FetchAssignmentApp, SubmitApp
app, args, *homes = sys.argv[1:]
for home in homes:
    os.chdir(home)
    os.environ["JUPYTER_DATA_DIR"] = os.path.join(home, ".data")
    kind = {"fetch_assignment": FetchAssignmentApp, "submit": SubmitApp}[app]
    kind.launch_instance([*json.loads(args), "--student", os.path.basename(home)])
    kind.clear_instance()
"""


@dataclass(frozen=True)
class Course:
    """A graded course: the instructor's folder, the exchange and the learners' homes."""

    base: Path

    @property
    def root(self) -> Path:
        return self.base / "course"

    @property
    def log(self) -> Path:
        """What the instructor's commands said."""
        return self.base / "instructor.log"

    def home(self, learner: str) -> Path:
        return self.base / "homes" / learner

    def submitted(self, learner: str) -> NotebookNode:
        return self._notebook("submitted", learner)

    def autograded(self, learner: str) -> NotebookNode:
        return self._notebook("autograded", learner)

    def _notebook(self, step: str, learner: str) -> NotebookNode:
        path = self.root / "grading" / step / learner / ASSIGNMENT / "exercises.ipynb"
        return nbformat.read(path, as_version=4)

    def feedback(self, learner: str) -> str:
        path = self.root / "grading" / "feedback" / learner / ASSIGNMENT / "exercises.html"
        return path.read_text(encoding="utf-8")

    @cached_property
    def grades(self) -> dict[str, dict[str, Any]]:
        """What the gradebook holds: learner → cell → its grade as a dict."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/grading/gradebook.db", COURSE_ID) as gradebook:
            return {
                learner: {
                    grade.name: grade.to_dict() | {"max_score": grade.max_score}
                    for grade in gradebook.find_submission_notebook(
                        "exercises", ASSIGNMENT, learner
                    ).grades
                }
                for learner in LEARNERS
            }

    @cached_property
    def exported(self) -> dict[str, dict[str, str]]:
        """The rows of `nbgrader export` by learner."""
        with (self.root / "grading" / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}


def graded(base: Path) -> Course:
    """Run the whole course in the folder ``base``."""
    course = Course(base)
    lay_out(course.root)
    exchange = base / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    places = [f"--Exchange.root={exchange}", "--course", COURSE_ID]

    def instructor(*args: str) -> None:
        said = nbgrader(args, course.root, base, {SECRET: KEY})
        with course.log.open("a", encoding="utf-8") as log:
            log.write(said)

    def learner(name: str, *args: str) -> None:
        home = course.home(name)
        data = {"JUPYTER_DATA_DIR": str(home / ".data")}
        nbgrader([*args, *places, "--student", name], home, base, data)

    def learners(names: Sequence[str], command: str) -> None:
        homes = [str(course.home(name)) for name in names]
        python([MANY, command, json.dumps([ASSIGNMENT, *places]), *homes], base, base)

    instructor("generate_assignment", ASSIGNMENT, "--force")
    rows = [f"{name},{name.title()},{last}" for name, last in LEARNERS.items()]
    people = "\n".join(["id,first_name,last_name", *rows]) + "\n"
    (course.root / "grading" / "people.csv").write_text(people, encoding="utf-8")
    instructor("db", "student", "import", "grading/people.csv")
    instructor("release_assignment", ASSIGNMENT, places[0])

    for name in LEARNERS:
        course.home(name).mkdir(parents=True)
    first, second, *others = LEARNERS
    for name in (first, second):
        learner(name, "fetch_assignment", ASSIGNMENT)
    learners(others, "fetch_assignment")
    for name in LEARNERS:
        path = course.home(name) / ASSIGNMENT / "exercises.ipynb"
        nb = nbformat.read(path, as_version=4)
        WORK[name](nb)
        nbformat.write(nb, path)
    for name in (first, second):
        learner(name, "submit", ASSIGNMENT)
    learners(others, "submit")

    one_account = "--ExchangeCollect.check_owner=False"  # the five are one person here
    instructor("collect", ASSIGNMENT, places[0], one_account)
    instructor("autograde", ASSIGNMENT)
    instructor("generate_feedback", ASSIGNMENT)
    instructor("release_feedback", ASSIGNMENT, places[0])
    for name in (first, second):
        learner(name, "fetch_feedback", ASSIGNMENT)
    instructor("export", "--to", "grading/grades.csv")
    return course


def lay_out(root: Path) -> None:
    """The parts of a checkout that an instructor's nbgrader commands use."""
    root.mkdir(parents=True)
    shutil.copy(checkout() / "nbgrader_config.py", root)
    for folder in ("solutions", "exercises"):
        shutil.copytree(checkout() / folder / ASSIGNMENT, root / folder / ASSIGNMENT)


def nbgrader(args: Sequence[str], cwd: Path, home: Path, env: Mapping[str, str]) -> str:
    """Run one nbgrader command as a process of its own; return what it said."""
    return python([NBGRADER, *args], cwd, home, env)


def python(args: Sequence[str], cwd: Path, home: Path, env: Mapping[str, str] = {}) -> str:
    """Run `python -c ARGS` as somebody whose home is ``home``; fail with what it said."""
    mine = {
        k: v for k, v in os.environ.items() if not k.startswith(("TPO_", "JUPYTER", "NBGRADER"))
    }
    places = {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / ".config"),
        "IPYTHONDIR": str(home / ".ipython"),
    }
    done = subprocess.run(
        [sys.executable, "-c", *args],
        cwd=cwd,
        env={**mine, **places, **env},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.fail(f"nbgrader {args[1:]} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return done.stdout + done.stderr


# ---- what each learner hands in ------------------------------------------------------------------


def part(nb: NotebookNode, exercise: Exercise, name: str) -> NotebookNode:
    """An exercise's cell in the notebook: "answer" or "grade"."""
    wanted = f"{exercise.id.replace('.', '-')}-{name}"
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == wanted)


def right(exercise: Exercise) -> bank.Answer:
    return bank.read(answers(exercise.id) / "right" / "reference.py", exercise.id)


def wrong(exercise: Exercise) -> bank.Answer:
    return bank.read(min((answers(exercise.id) / "wrong").glob("*.py")), exercise.id)


def type_in(nb: NotebookNode, exercise: Exercise, answer: bank.Answer) -> None:
    lines = answer.path.read_text(encoding="utf-8").splitlines()
    code = (line for line in lines if not line.startswith("# "))  # the bank's own remarks
    part(nb, exercise, "answer").source = "\n".join(code)


def perfect(nb: NotebookNode) -> None:
    for exercise in EXERCISES.values():
        type_in(nb, exercise, right(exercise))


def blank(nb: NotebookNode) -> None:
    pass


def every_wrong(nb: NotebookNode) -> None:
    for exercise in EXERCISES.values():
        type_in(nb, exercise, wrong(exercise))


NOISE = """
import sys
get_ipython().events.register("post_run_cell", lambda result: print("noise", file=sys.stderr))
"""
KILLER = AUTOMATIC[len(AUTOMATIC) // 2 - 1]  # the cell in front of this one ends the process
RAISER = AUTOMATIC[-1]


def crashes(nb: NotebookNode) -> None:
    """Perfect, except for accidents: noise in every cell, a grade cell deleted by mistake, a cell
    that ends the process, an answer that raises."""
    perfect(nb)
    nb.cells.remove(part(nb, AUTOMATIC[0], "grade"))
    nb.cells.insert(1, new_code_cell(NOISE))
    before = nb.cells.index(part(nb, KILLER, "answer"))
    nb.cells.insert(before, new_code_cell("import os\nos._exit(3)"))
    cell = part(nb, RAISER, "answer")
    cell.source = f"1 / 0\n{cell.source}"


def rewrites_the_grade_cell(nb: NotebookNode, exercise: Exercise) -> None:
    type_in(nb, exercise, wrong(exercise))
    cell = part(nb, exercise, "grade")
    cell.source = "6.0"
    cell.metadata.nbgrader.update(points=600, locked=False, checksum="0" * 32)
    cell.metadata.pop("deletable", None)
    cell.outputs = [new_output("execute_result", {"text/plain": "6.0"}, execution_count=1)]


def deletes_the_grade_cell(nb: NotebookNode, exercise: Exercise) -> None:
    type_in(nb, exercise, wrong(exercise))
    nb.cells.remove(part(nb, exercise, "grade"))


def prints_a_score(nb: NotebookNode, exercise: Exercise) -> None:
    type_in(nb, exercise, wrong(exercise))
    loud = f"import sys\nprint('{exercise.points}')\nprint('{exercise.points}', file=sys.stderr)"
    part(nb, exercise, "answer").source += f"\n{loud}\n{exercise.points}"


def replaces_grade(nb: NotebookNode, exercise: Exercise) -> None:
    type_in(nb, exercise, right(exercise))
    part(nb, exercise, "answer").source += f"""
import builtins, os, tpo.notebook, tpo.exercises.contract, tpo.exercises.handover
def grade(*anything):
    print("{exercise.points}")
    return {exercise.points}
for place in (builtins, tpo.notebook, tpo.exercises.contract):
    place.grade = place.grade_artefact = grade
tpo.exercises.handover.pack = grade
print(sorted(os.environ), [v for v in os.environ.values() if v.startswith("a-secret")])
"""


# In the notebook's order; the last one spoils every later cell.
TRICKS = (rewrites_the_grade_cell, deletes_the_grade_cell, prints_a_score, replaces_grade)


def tampers(nb: NotebookNode) -> None:
    for exercise, trick in zip(AUTOMATIC, TRICKS, strict=True):
        trick(nb, exercise)
    for exercise in MANUAL:
        type_in(nb, exercise, wrong(exercise))


WORK = {"ada": perfect, "ben": blank, "chi": every_wrong, "dee": crashes, "eve": tampers}


# ---- what that is worth --------------------------------------------------------------------------


@cache
def expected(learner: str, id: str) -> Verdict:
    """The verdict that a learner's automatic exercise is due, computed without a notebook."""
    exercise = EXERCISES[id]
    if learner == "dee" and exercise is RAISER:
        return raised(exercise, "ZeroDivisionError: division by zero")
    if learner == "eve" and exercise is AUTOMATIC[TRICKS.index(replaces_grade)]:
        return unreadable(exercise, NOTHING)
    answer = {
        "ben": exercise.shape.blank(),
        "chi": wrong(exercise).artefact,
        "eve": wrong(exercise).artefact,
    }.get(learner, right(exercise).artefact)
    return grade_artefact(exercise, answer, draw(KEY, learner, id))
