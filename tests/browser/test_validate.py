"""A learner presses nbgrader's Validate: the dialog speaks our words, not Python's."""

import re

import nbformat
import pytest
from harness import SECONDS, open_notebook, panel, picture_of

from tests.grading.course import ASSIGNMENT, AUTOMATIC, blank, every_wrong, perfect, wrong
from tpo.exercises.contract import check_artefact
from tpo.paths import checkout

pytestmark = pytest.mark.browser


@pytest.fixture
def validate(page, lab_server):
    """Hand in the released notebook with some work in it; return what the dialog says."""

    def press(work):
        name = f"{work.__name__}.ipynb"
        released = checkout() / "exercises" / ASSIGNMENT / "exercises.ipynb"
        nb = nbformat.read(released, as_version=4)
        work(nb)
        nbformat.write(nb, lab_server.root / name)
        open_notebook(page, lab_server, name)
        panel(page).get_by_role("button", name="Validate").click()
        dialog = page.get_by_role("dialog")
        dialog.wait_for(timeout=90 * SECONDS)  # it runs the whole notebook in a new kernel
        said = dialog.inner_text()
        picture_of(page, f"validate-{work.__name__}")
        return said

    yield press
    assert page.problems == []


def kind(said):
    return not re.search(r"Traceback|tpo[/\\]|NotYet|line \d", said)


def test_an_untouched_notebook_says_where_to_begin(validate):
    said = validate(blank)
    for exercise in AUTOMATIC:
        message = check_artefact(exercise, exercise.shape.blank()).message
        assert message.first in said
        assert message.next in " ".join(said.split())
    assert kind(said)


def test_wrong_answers_show_their_messages(validate):
    said = validate(every_wrong)
    for exercise in AUTOMATIC:
        assert wrong(exercise).header["first"] in said
    assert kind(said)


def test_right_answers_pass(validate):
    assert "Success! Your notebook passes all the tests." in validate(perfect)
