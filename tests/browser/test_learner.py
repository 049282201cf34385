"""A learner in the real notebooks: every cell runs, a wrong answer explains, a right one pays."""

import shutil

import pytest
from harness import SECONDS, open_notebook, panel, picture_of, run_all

from tests.answers.bank import bank
from tpo.paths import checkout

pytestmark = pytest.mark.browser

SET_AND_RUN = """async ([id, source]) => {
  const app = window.jupyterapp, notebook = app.shell.currentWidget.content;
  const at = name => notebook.widgets.findIndex(cell => cell.model.id === name);
  notebook.activeCellIndex = at(id);
  notebook.activeCell.model.sharedModel.setSource(source);
  await app.commands.execute('notebook:run-cell');
  notebook.activeCellIndex = at(id.replace('answer', 'check'));
  await app.commands.execute('notebook:run-cell');
  notebook.deselectAll();
}"""


@pytest.fixture
def course(lab_server):
    """The learner's copies, in the running workspace."""
    for folder in ("course", "exercises"):
        shutil.copytree(checkout() / folder, lab_server.root / folder, dirs_exist_ok=True)
    return lab_server


def answer(kind, name):
    """The text of an answer file, without its header."""
    [path] = [a.path for a in bank(kind) if a.path.stem == name and a.exercise == "6.3"]
    lines = path.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def check(page, source):
    """Put an answer to 6.3 into its cell, run it and its check, return the message's card."""
    page.evaluate(SET_AND_RUN, ["6-3-answer", source])
    return panel(page).locator(".jp-OutputArea [role=status]", has_text="6.3 ·")


@pytest.mark.parametrize(
    "name",
    [
        "course/00_start_here.ipynb",
        "course/M06_under_load/lesson.ipynb",
        "course/M07_data_flows/lesson.ipynb",
        "course/M08_seeing_it_run/lesson.ipynb",
    ],
)
def test_every_cell_of_a_lesson_runs_and_nothing_complains(page, course, name):
    open_notebook(page, course, name)
    run_all(page)
    picture_of(page, name.replace("/", "-").removesuffix(".ipynb"))
    assert page.problems == []


def test_a_wrong_answer_explains_and_a_right_one_pays(page, course):
    open_notebook(page, course, "exercises/M06_under_load/exercises.ipynb")
    run_all(page)
    card = check(page, answer("wrong", "6.3e-breaker-but-hard"))
    card.get_by_text("The breaker opened and refused customers").wait_for(timeout=30 * SECONDS)
    assert card.get_by_text("What can booking do without the address check?").is_visible()
    assert card.get_by_text('stuck? run hint("6.3")').is_visible()
    picture_of(page, "exercise-wrong", card)
    card = check(page, answer("right", "reference"))
    card.get_by_text("of bookings live through Address Friday").wait_for(timeout=30 * SECONDS)
    assert card.get_by_text("12 of 12 points").is_visible()
    picture_of(page, "exercise-right", card)
    assert page.problems == []
