"""`tpo grade` against `nbgrader autograde` on the same submissions, and what only it can do."""

import json
import re
import shutil
import sqlite3
import stat

import pytest

from tests.grading import needs
from tests.grading.classroom import GRADEBOOK, grade, rows, ungraded
from tests.grading.course import ASSIGNMENT, LEARNERS

pytestmark = needs.sandbox


# A kernel's number, a new cell's id, the number of a cell whose kernel died while it was told.
RANDOM = re.compile(rb'ipykernel_\d+|"id": "[0-9a-f]{8}"|"execution_count": (null|\d+)')


@pytest.fixture(scope="module")
def batch(course, tmp_path_factory):
    """The cycle's submissions, graded again by one `tpo grade`: (its folder, what it said)."""
    root = ungraded(course.root, tmp_path_factory.mktemp("batch") / "course")
    done = grade(root)
    assert done.returncode == 0, done.stderr
    return root, done


def joined(path):
    """A file's bytes; of a notebook, with a stream that came in pieces in one piece."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        whole = []
        for output in cell.get("outputs", []):
            text = "".join(output.pop("text", []))
            if whole and text and whole[-1].get("name", "") == output.get("name"):
                whole[-1]["text"] += text
            else:
                whole.append({**output, "text": text})
        cell["outputs"] = whole
    return json.dumps(nb, indent=1, sort_keys=True).encode()


def tree(root):
    """Every file of the autograded tree: its mode and content, without what is random in it."""
    top = root / "grading" / "autograded"
    return {
        str(path.relative_to(top)): (
            stat.filemode(path.stat().st_mode),
            RANDOM.sub(b"", joined(path)),
        )
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


def test_the_gradebook_is_the_one_that_nbgrader_autograde_writes(course, batch):
    root, _ = batch
    stock, ours = rows(course.root / GRADEBOOK), rows(root / GRADEBOOK)
    assert len(stock["grades"]) >= 5 * len(LEARNERS)
    for table in stock:
        assert ours[table] == stock[table]


def test_the_autograded_tree_is_the_one_that_nbgrader_autograde_writes(course, batch):
    root, _ = batch
    stock, ours = tree(course.root), tree(root)
    assert list(ours) == list(stock)
    for path in stock:
        assert ours[path] == stock[path], path
    assert not (root / "grading" / "autograded" / ".unfinished").exists()


def test_the_instructor_is_told_the_same(batch):
    _, done = batch
    assert "Repaired for eve: cell 6-1-grade had other marks or settings" in done.stderr
    assert re.search(r"Kernel lost in cell .*\(dee\)", done.stderr)
    assert re.search(r"\] 5 of 5 · ", done.stderr)
    assert re.search(rf"{ASSIGNMENT}: 5 graded in [\d.]+ s \(.* s each\), 0 failed\.", done.stdout)


def test_a_second_run_leaves_everything_alone_and_finishes_what_was_cut_off(batch, tmp_path):
    """Left by a killed `nbgrader autograde`: a folder without grades (ada). Then there is a newer
    submission (ben), one that can't be read (chi) and one whose notebook a browser has renamed (eve).
    """
    root = tmp_path / "course"
    shutil.copytree(batch[0], root)
    before = rows(root / GRADEBOOK)
    autograded = root / "grading" / "autograded"
    with sqlite3.connect(root / GRADEBOOK) as db:
        db.execute("""
            UPDATE grade SET auto_score = NULL, needs_manual_grade = 0 WHERE notebook_id IN (
                SELECT sn.id FROM submitted_notebook sn
                JOIN submitted_assignment sa ON sa.id = sn.assignment_id
                WHERE sa.student_id = 'ada')""")
    db.close()
    newer = root / "grading" / "submitted" / "ben" / ASSIGNMENT / "timestamp.txt"
    newer.write_text("2099-01-01 00:00:00 UTC", encoding="utf-8")
    for who in ("chi", "eve"):
        shutil.rmtree(autograded / who)
    (root / "grading" / "submitted" / "chi" / ASSIGNMENT / "exercises.ipynb").write_text("{not")
    own = root / "grading" / "submitted" / "eve" / ASSIGNMENT
    (own / "exercises.ipynb").rename(own / "exercises (1).ipynb")
    done = grade(root)
    assert done.returncode == 1
    assert f"{ASSIGNMENT}: 3 graded" in done.stdout
    assert "1 graded before, left alone" in done.stdout
    assert "chi: exercises.ipynb is not a notebook: it is no valid JSON." in done.stderr
    misnamed = "eve: not graded. It holds exercises (1).ipynb, and what is graded is called exercises.ipynb."
    assert misnamed in done.stdout
    kept = rows(root / GRADEBOOK)["grades"]
    whole = ("ada", "ben", "dee")
    assert [r for r in kept if r[0] in whole] == [r for r in before["grades"] if r[0] in whole]
    assert not any(r[4] for r in kept if r[0] == "chi")
    assert not (autograded / "eve" / ASSIGNMENT).exists()
    assert not (autograded / ".unfinished").exists()
