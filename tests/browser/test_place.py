"""A card of W01a is dragged to another person with the mouse; the keyboard is test_labs' part."""

import harness
import pytest
from test_labs import both_differ, card_of, predict, shown

pytestmark = pytest.mark.browser


def test_a_card_is_dragged_to_another_person(page, lab_server):
    harness.notebook(lab_server.root / "place.ipynb", "from tpo.labs import show", 'show("W01a")')
    harness.open_notebook(page, lab_server, "place.ipynb")
    harness.run_all(page)
    card = card_of(harness.panel(page), "W01a")
    if not card.locator(".tpo-reveal").count():  # another test may have predicted already
        predict(card)
    before = shown(card)
    column = card.get_by_role("group", name="Amara · engineering")
    one = card.locator(".tpo-place", has_text="How changes are stored in the database")
    one.drag_to(column)
    column.locator(".tpo-place", has_text="How changes are stored").wait_for()
    assert both_differ(before, shown(card))
    assert one.locator("select").input_value() == "2"
    harness.picture_of(page, "W01a-dragged", card)
    nameless = card.locator("input, button, select").evaluate_all(
        """all => all.filter(one => !(one.labels?.length || one.textContent.trim()
          || one.getAttribute('aria-label'))).map(one => one.outerHTML)"""
    )
    assert nameless == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert card.evaluate("card => card.scrollWidth - card.clientWidth") <= 0
    assert page.problems == []
