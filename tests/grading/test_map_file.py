"""4.1 answered with the editor: the map is a file beside the notebook, and nbgrader grades it."""

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.grading.course import KEY, nbgrader, part, right
from tpo.exercises import find
from tpo.exercises.contract import grade_artefact
from tpo.exercises.hidden import draw
from tpo.grading.config import COURSE_ID
from tpo.labs.map_editor import draw_map
from tpo.notebook_env import SECRET
from tpo.paths import checkout

ASSIGNMENT = "M04_map_and_ripple"
LEARNERS = ("ada", "ben")  # Ben forgets to hand the file in


@pytest.fixture(scope="module")
def grades(tmp_path_factory):
    base = tmp_path_factory.mktemp("map")
    root = base / "course"
    root.mkdir()
    shutil.copy(checkout() / "nbgrader_config.py", root)
    for folder in ("solutions", "exercises"):
        shutil.copytree(checkout() / folder / ASSIGNMENT, root / folder / ASSIGNMENT)
    exercise = find("4.1")
    for learner in LEARNERS:
        home = root / "grading" / "submitted" / learner / ASSIGNMENT
        shutil.copytree(root / "exercises" / ASSIGNMENT, home)
        notebook = nbformat.read(home / "exercises.ipynb", as_version=4)
        cell = part(notebook, exercise, "answer")
        cell.source = 'system_map = open("system_map.yaml").read()'
        nbformat.write(notebook, home / "exercises.ipynb")
    drawing = draw_map(str(root / "grading/submitted/ada" / ASSIGNMENT / "system_map.yaml"))
    drawing._receive(drawing, {"kind": "typed", "text": right(exercise).artefact}, [])
    env = {SECRET: KEY}
    nbgrader(["generate_assignment", ASSIGNMENT, "--force"], root, base, env)
    nbgrader(["autograde", ASSIGNMENT, "--create"], root, base, env)
    with Gradebook(f"sqlite:///{root}/grading/gradebook.db", COURSE_ID) as book:
        return {
            who: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for grade in book.find_submission_notebook("exercises", ASSIGNMENT, who).grades
            }
            for who in LEARNERS
        }


def test_a_drawn_map_earns_what_the_same_map_as_text_earns(grades):
    exercise = find("4.1")
    due = grade_artefact(exercise, right(exercise).artefact, draw(KEY, "ada", "4.1"))
    assert due.points == exercise.points == 10
    assert grades["ada"]["4-1-grade"] == (10, False)


def test_without_its_file_the_answer_earns_nothing_and_the_rest_is_graded(grades):
    assert grades["ben"]["4-1-grade"] == (0, False)
    assert grades["ben"].keys() == grades["ada"].keys()
