"""The labs of M01 in a real JupyterLab: moved by keyboard, and a card dragged with the mouse."""

import harness
import pytest
from test_labs import both_differ, card_of, move_each_control_by_keyboard, predict, shown

pytestmark = pytest.mark.browser

LABS = ("W01a", "W01b", "W01c", "W01d")


def test_every_control_moves_picture_and_sentence_and_a_card_is_dragged(page, lab_server):
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
        if not card.locator(".tpo-reveal").count():  # another test may have predicted already
            harness.picture_of(page, f"{lab_id}-locked", card)
            predict(card)
        harness.picture_of(page, f"{lab_id}-reveal", card)
        if lab_id == "W01a":
            a_card_is_dragged(page, card)
        move_each_control_by_keyboard(card)
    card = card_of(lesson, "W01a")
    nameless = card.locator("input, button, select").evaluate_all(
        """all => all.filter(one => !(one.labels?.length || one.textContent.trim()
          || one.getAttribute('aria-label'))).map(one => one.outerHTML)"""
    )
    assert nameless == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert card.evaluate("card => card.scrollWidth - card.clientWidth") <= 0
    harness.picture_of(page, "W01a-at-800", card)
    assert page.problems == []


def a_card_is_dragged(page, card):
    before = shown(card)
    column = card.get_by_role("group", name="Amara · engineering")
    one = card.locator(".tpo-place", has_text="How changes are stored in the database")
    one.drag_to(column)
    column.locator(".tpo-place", has_text="How changes are stored").wait_for()
    assert both_differ(before, shown(card))
    assert one.locator("select").input_value() == "2"
    harness.picture_of(page, "W01a-dragged", card)
