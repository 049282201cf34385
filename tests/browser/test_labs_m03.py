"""The three labs of M03 in a real JupyterLab, moved by keyboard."""

import harness
import pytest
from test_labs import card_of, move_each_control_by_keyboard, predict

pytestmark = pytest.mark.browser

LABS = ("W03a", "W03b", "W03c")


def test_every_control_of_the_three_labs_moves_picture_and_sentence(page, lab_server):
    harness.notebook(
        lab_server.root / "labs.ipynb",
        "from tpo.labs import show",
        *(f'show("{lab_id}")' for lab_id in LABS),
    )
    harness.open_notebook(page, lab_server, "labs.ipynb")
    harness.run_all(page)
    lesson = harness.panel(page)
    for lab_id in LABS:
        card = card_of(lesson, lab_id)
        predict(card)
        harness.picture_of(page, f"{lab_id}-reveal", card)
        move_each_control_by_keyboard(card)
    assert page.problems == []
