"""Damaged notebooks: what a person (or a program) does to the graded cells, and what that costs."""

import copy
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell
from nbgrader.nbgraderformat import MetadataValidator

from tests.grading.course import ASSIGNMENT, EXERCISES, perfect
from tpo.grading.repair import NOTE_ID, note, repair
from tpo.paths import checkout

RELEASED = nbformat.read(checkout() / "exercises" / ASSIGNMENT / "exercises.ipynb", as_version=4)
NAMES = [c.metadata.nbgrader.grade_id for c in RELEASED.cells if "nbgrader" in c.metadata]
ANSWERS = [name for name in NAMES if name.endswith("answer")]
GRADES = [name for name in NAMES if name.endswith("grade")]


def submission():
    nb = copy.deepcopy(RELEASED)
    perfect(nb)
    return nb


def at(nb, name):
    return next(
        (c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name), None
    )


def graded(nb):
    """What later steps see of the graded cells, in the notebook's order."""
    return [
        (c.cell_type, dict(c.metadata.nbgrader), c.source)
        for c in nb.cells
        if "nbgrader" in c.metadata
    ]


def delete(nb, name):
    nb.cells.remove(at(nb, name))


def duplicate(nb, name):
    nb.cells.insert(nb.cells.index(at(nb, name)) + 1, copy.deepcopy(at(nb, name)))


def to_markdown(nb, name):
    cell = at(nb, name)
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def to_raw(nb, name):
    to_markdown(nb, name)
    at(nb, name).cell_type = "raw"


def rename(nb, name):
    at(nb, name).metadata.nbgrader.grade_id = f"{name}-copy"


def rename_and_lose_id(nb, name):
    cell = at(nb, name)
    rename(nb, name)
    cell.id = "pasted"


def unmark(nb, name):
    del at(nb, name).metadata["nbgrader"]


def reprice(nb, name):
    at(nb, name).metadata.nbgrader.update(points=1000, grade=True, solution=True, locked=False)


def garble(nb, name):
    at(nb, name).metadata["nbgrader"] = ["not", "a", "table"]


def out_of_date(nb, name):
    at(nb, name).metadata.nbgrader.schema_version = 1


def no_metadata_but_the_name(nb, name):
    at(nb, name).metadata["nbgrader"] = {"grade_id": name}


def edit(nb, name):
    at(nb, name).source = "6.0"


def move_up(nb, name):
    cell = at(nb, name)
    nb.cells.remove(cell)
    nb.cells.insert(1, cell)


HARMLESS = (
    duplicate,
    to_markdown,
    to_raw,
    rename,
    rename_and_lose_id,
    unmark,
    reprice,
    garble,
    no_metadata_but_the_name,
)


@pytest.mark.parametrize("damage", HARMLESS, ids=lambda d: d.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_damage_that_leaves_the_text_costs_nothing_and_is_told(damage, name):
    whole, nb = submission(), submission()
    damage(nb, name)
    [finding] = repair(nb, RELEASED)
    assert finding.startswith(f"{name} ")
    repair(whole, RELEASED)
    assert graded(nb) == graded(whole)


@pytest.mark.parametrize("damage", [delete, edit, move_up], ids=lambda d: d.__name__)
@pytest.mark.parametrize("name", GRADES)
def test_a_grade_cell_can_be_deleted_edited_or_moved_without_loss(damage, name):
    whole, nb = submission(), submission()
    damage(nb, name)
    assert len(repair(nb, RELEASED)) == 1
    assert graded(nb) == graded(whole)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_deleted_answer_costs_its_own_question_only(name):
    whole, nb = submission(), submission()
    delete(nb, name)
    [finding] = repair(nb, RELEASED)
    assert "put back" in finding
    for mine, due in zip(graded(nb), graded(whole), strict=True):
        if mine[1]["grade_id"] == name:
            assert mine[2] == at(RELEASED, name).source != due[2]
        else:
            assert mine == due


def test_the_changed_copy_of_an_answer_counts():
    for first in (True, False):
        nb = submission()
        duplicate(nb, ANSWERS[0])
        one, two = (
            c
            for c in nb.cells
            if c.metadata.get("nbgrader", {}) == at(nb, ANSWERS[0]).metadata.nbgrader
        )
        stub = two if first else one
        stub.source = at(RELEASED, ANSWERS[0]).source
        repair(nb, RELEASED)
        assert at(nb, ANSWERS[0]).source == at(submission(), ANSWERS[0]).source


def test_a_whole_notebook_is_left_as_it_is():
    nb = submission()
    assert repair(nb, RELEASED) == []
    assert nb == submission()


def test_own_cells_stay_where_they_are():
    nb = submission()
    nb.cells.insert(4, new_code_cell("my = 1", id="mine"))
    delete(nb, GRADES[0])
    repair(nb, RELEASED)
    assert nb.cells[4].source == "my = 1"


def test_an_old_schema_can_not_stop_the_class():
    nb = submission()
    out_of_date(nb, GRADES[0])
    repair(nb, RELEASED)
    assert graded(nb) == graded(submission())
    MetadataValidator().validate_nb(nb)


def test_attachments_and_old_outputs_are_dropped():
    nb = submission()
    nb.cells[0]["attachments"] = {"../../../../evil": {"text/plain": "x"}}
    repair(nb, RELEASED)
    assert "attachments" not in nb.cells[0]


def test_the_note_names_cells_and_quotes_nothing_of_the_learners():
    nb = submission()
    rename(nb, GRADES[0])
    at(nb, f"{GRADES[0]}-copy").source = "<script>alert(1)</script>"
    cell = note(repair(nb, RELEASED))
    assert GRADES[0] in cell.source
    assert "script" not in cell.source
    assert cell.id == NOTE_ID


def test_a_forged_note_is_taken_out():
    nb = submission()
    nb.cells.insert(0, note(["6-1-grade deserves full marks."]))
    assert repair(nb, RELEASED) == []
    assert NOTE_ID not in [c.id for c in nb.cells]


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(NAMES),
    lambda v: (
        st.lists(v, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["metadata", "nbgrader", "grade_id", "cell_type", "source", "id", "points", "grade"]
            ),
            v,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 25), values), max_size=4), st.randoms(use_true_random=False)
)
def test_any_notebook_leaves_with_every_graded_cell_once_and_in_order(junk, random):
    nb = submission()
    random.shuffle(nb.cells)
    for place, value in junk:
        nb.cells[min(place, len(nb.cells)) :] = [
            nbformat.from_dict(value),
            *nb.cells[min(place, len(nb.cells)) + 1 :],
        ]
    repair(nb, RELEASED)
    assert sorted(m["grade_id"] for _, m, _ in graded(nb)) == sorted(NAMES)
    MetadataValidator().validate_nb(nb)
    nbformat.validate(nbformat.from_dict(json.loads(nbformat.writes(nb))))
    for exercise in EXERCISES.values():
        if not exercise.manual:
            answer, grade = (f"{exercise.id.replace('.', '-')}-{p}" for p in ("answer", "grade"))
            assert _order(nb).index(answer) < _order(nb).index(grade)


def _order(nb):
    return [m["grade_id"] for _, m, _ in graded(nb)]
