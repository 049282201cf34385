"""The three labs of M09 in a real JupyterLab: predicted and moved by keyboard alone."""

import harness
import pytest
from test_labs import card_of, move_each_control_by_keyboard, predict

pytestmark = pytest.mark.browser

LABS = ("W09a", "W09b", "W09c")


def test_every_control_of_the_three_labs_moves_picture_and_sentence(page, lab_server):
    harness.notebook(
        lab_server.root / "labs_m09.ipynb",
        "from tpo.labs import show",
        *(f'show("{lab_id}")' for lab_id in LABS),
    )
    harness.open_notebook(page, lab_server, "labs_m09.ipynb")
    harness.run_all(page)
    lesson = harness.panel(page)
    for lab_id in LABS:
        card = card_of(lesson, lab_id)
        inputs = card.locator(".tpo-controls input")
        assert all(inputs.nth(i).is_disabled() for i in range(inputs.count()))
        harness.picture_of(page, f"{lab_id}-1-locked", card)
        predict(card)
        harness.picture_of(page, f"{lab_id}-2-reveal", card)
        move_each_control_by_keyboard(card)
    assert page.problems == []
