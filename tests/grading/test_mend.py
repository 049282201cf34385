"""A grader that is killed at any moment, and started again."""

import os
import signal
import subprocess
import sys

import pytest

from tests.grading.course import ASSIGNMENT, KEY, NBGRADER, lay_out, perfect
from tests.grading.sandboxed import sandbox_or_skip
from tpo.grading.mend import finished
from tpo.notebook_env import SECRET
from tpo.paths import checkout

MOMENTS = ("Overwriting files", "Writing", "Autograding", "Setting destination")
"""What the log says last before the kill: once for each learner, so each is at another point."""
LEARNERS = ("ann", "bob", "cat", "dan")


@pytest.fixture
def course(tmp_path):
    import nbformat

    root = tmp_path / "course"
    lay_out(root)
    for name in LEARNERS:
        path = root / "grading" / "submitted" / name / ASSIGNMENT / "exercises.ipynb"
        path.parent.mkdir(parents=True)
        nb = nbformat.read(root / "exercises" / ASSIGNMENT / "exercises.ipynb", as_version=4)
        perfect(nb)
        nbformat.write(nb, path)
    return root


def start(root, *command):
    ours = ("TPO_", "JUPYTER", "NBGRADER")
    mine = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return subprocess.Popen(
        [sys.executable, "-u", "-c", NBGRADER, *command],
        cwd=root,
        env={
            **mine,
            "HOME": str(root.parent),
            "PYTHONPATH": os.pathsep.join([str(checkout() / "src"), str(checkout())]),
            SECRET: KEY,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def grades(root):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/grading/gradebook.db") as gradebook:
        return {
            one.student_id: sorted(
                (g.name, g.auto_score) for nb in one.notebooks for g in nb.grades
            )
            for one in gradebook.assignment_submissions(ASSIGNMENT)
        }


def test_whoever_was_being_graded_at_a_kill_is_graded_by_the_next_run(course):
    """Stock nbgrader skips such a learner for ever: "Skipping existing assignment", 0 points."""
    sandbox_or_skip()
    assert start(course, "generate_assignment", ASSIGNMENT, "--force").wait() == 0
    for learner, moment in zip(LEARNERS, MOMENTS, strict=True):
        run = start(course, "autograde", ASSIGNMENT)
        begun = False
        for line in run.stderr:
            begun = begun or f"'{learner}'" in line  # Creating/updating student with ID …
            if begun and moment in line:
                run.send_signal(signal.SIGKILL)
                break
        assert run.wait() == -signal.SIGKILL
        run.stderr.close()
        folder = course / "grading" / "autograded" / learner / ASSIGNMENT
        if moment != "Setting destination":  # from there on it may be whole
            assert not finished(folder, 444)
    run = start(course, "autograde", ASSIGNMENT)
    said = run.stderr.read()
    assert run.wait() == 0, said
    found = grades(course)
    assert set(found) == set(LEARNERS)
    assert len({str(value) for value in found.values()}) == 1  # all were perfect
    assert [score for name, score in found["ann"] if name.endswith("-grade")] == [6, 7, 12, 7]
    assert "Skipping existing assignment" in said  # who was whole was left alone
    for learner in LEARNERS:
        assert finished(course / "grading" / "autograded" / learner / ASSIGNMENT, 444)


def test_a_folder_is_whole_when_its_notebooks_have_their_permissions(tmp_path):
    if os.name == "nt":
        pytest.skip("there are no such permissions on Windows")
    assert not finished(tmp_path, 444)
    notebook = tmp_path / "exercises.ipynb"
    notebook.write_text("{}")
    notebook.chmod(0o644)
    assert not finished(tmp_path, 444)
    notebook.chmod(0o444)
    assert finished(tmp_path, 444)
    assert not finished(tmp_path, 664)
