"""Every lab in a real JupyterLab, moved by keyboard and mouse like a learner would."""

import re

import harness
import pytest

import tpo.labs
from tpo.learner.ledger import open_ledger

pytestmark = pytest.mark.browser

LABS = tuple(tpo.labs.labs())


@pytest.fixture
def lesson(page, lab_server):
    """A notebook with every lab, each in its own cell, run from top to bottom."""
    harness.notebook(
        lab_server.root / "labs.ipynb",
        "from tpo.labs import show",
        *(f'show("{lab_id}")' for lab_id in LABS),
        "print('after the labs')",
    )
    harness.open_notebook(page, lab_server, "labs.ipynb")
    harness.run_all(page)
    return harness.panel(page)


def card_of(lesson, lab_id):
    card = lesson.locator(f'[data-lab="{lab_id}"]')
    card.scroll_into_view_if_needed()
    card.locator(".tpo-picture svg").wait_for()
    return card


def predict(card):
    """Answer by keyboard alone: choose, say how sure, lock in."""
    number = card.locator("input[type=number]")
    if number.count():
        number.focus()
        number.press_sequentially("80")
    else:
        card.locator(".tpo-question input[type=radio]").first.focus()
        card.page.keyboard.press("Space")
    card.get_by_role("radio", name="70").focus()
    card.page.keyboard.press("Space")
    card.get_by_role("button", name="Lock in my prediction").focus()
    card.page.keyboard.press("Enter")
    card.locator(".tpo-reveal").wait_for()


def shown(card):
    """Picture and sentence, once the full run of the last move is drawn."""
    card.locator('figure[aria-busy="false"]').wait_for()
    return (
        card.locator(".tpo-picture").inner_html(),
        card.locator(".tpo-sentence").inner_text(),
    )


def both_differ(before, after):
    return before[0] != after[0] and before[1] != after[1]


def move_each_control_by_keyboard(card):
    """Move every control one step and back; see picture and sentence change and return."""
    controls = []
    for slider in card.get_by_role("slider").all():
        keys = ("ArrowLeft", "ArrowRight")
        controls.append((slider, *(keys if slider.input_value() != "0" else reversed(keys))))
    for group in card.locator(".tpo-controls .tpo-radios").all():
        controls.append((group.locator(":checked"), "ArrowDown", "ArrowUp"))
    for id in card.locator(".tpo-place select").evaluate_all("all => all.map(one => one.id)"):
        places = card.locator(f'[id="{id}"]')  # a card that moves stands elsewhere in the page
        last = places.locator("option").count() - 1
        keys = ("ArrowDown", "ArrowUp")
        controls.append((places, *(keys if places.input_value() != str(last) else reversed(keys))))
    for box in card.get_by_role("checkbox").all():
        controls.append((box, "Space", "Space"))
    assert len(controls) == card.locator(".tpo-control").count() > 0
    start = shown(card)
    for control, there, back in controls:
        for key, changed in ((there, True), (back, False)):
            control.focus()
            card.page.keyboard.press(key)
            now = shown(card)
            assert both_differ(start, now) if changed else now == start, (control, key)


def drag_across(card, slider):
    """Drag the slider's thumb with the mouse to near the end that is farther away."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    now = int(slider.input_value()) / int(slider.get_attribute("max"))

    def at(share):
        return box["x"] + 8 + (box["width"] - 16) * share, box["y"] + box["height"] / 2

    mouse = card.page.mouse
    mouse.move(*at(now))
    mouse.down()
    mouse.move(*at(0.1 if now > 0.5 else 0.9), steps=8)
    mouse.up()


def cells(page):
    return page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")


def test_a_learner_works_through_the_labs(page, lesson, lab_server):
    assert cells(page) == len(LABS) + 2
    for lab_id in LABS:
        card = card_of(lesson, lab_id)
        inputs = card.locator(".tpo-controls input")
        assert all(inputs.nth(i).is_disabled() for i in range(inputs.count()))
        assert card.locator(".tpo-reveal").count() == 0
        harness.picture_of(page, f"{lab_id}-1-locked", card)

        predict(card)
        compared = card.locator(".tpo-reveal h4").get_attribute("aria-label")
        assert re.fullmatch(r"You said .+, 70 % sure\. The run says .+\.", compared)
        harness.picture_of(page, f"{lab_id}-2-reveal", card)

        move_each_control_by_keyboard(card)
        for slider in card.get_by_role("slider").all()[:1]:
            before = shown(card)
            drag_across(card, slider)
            assert both_differ(before, shown(card))

        card.locator(".tpo-controls input").first.focus()
        page.keyboard.type("ddaabbxx")
        assert cells(page) == len(LABS) + 2

        line = card.get_by_label("So what?")
        line.fill(f"A line about {lab_id}")
        line.press("Enter")
        card.get_by_text("Kept in your learning record.").wait_for()
        harness.picture_of(page, f"{lab_id}-3-moved", card)

    nameless = lesson.locator(".tpo-lab :is(input, button)").evaluate_all(
        """all => all.filter(one => !(one.labels?.length || one.textContent.trim()
          || one.getAttribute('aria-label'))).map(one => one.outerHTML)"""
    )
    assert nameless == []
    pictures = lesson.locator(".tpo-picture svg")
    assert pictures.evaluate_all("all => all.every(one => one.getAttribute('aria-label'))")

    ledger = open_ledger(lab_server.root)
    for lab_id in LABS:
        (prediction,) = ledger.predictions(lab_id)
        assert prediction.confidence == 70
        assert [note.text for note in ledger.notes(lab_id)] == [f"A line about {lab_id}"]

    # Running the cells again finds the predictions: open at once, and not asked a second time.
    harness.run_all(page)
    for lab_id in LABS:
        card = card_of(lesson, lab_id)
        card.locator(".tpo-reveal").wait_for()
        assert card.locator(".tpo-question").count() == 0
        assert card.get_by_label("So what?").input_value() == f"A line about {lab_id}"
    harness.picture_of(page, "page-1280")
    page.set_viewport_size({"width": 800, "height": 900})
    for lab_id in LABS:
        card = card_of(lesson, lab_id)
        wide = card.evaluate("card => card.scrollWidth - card.clientWidth")
        assert wide <= 0
        harness.picture_of(page, f"{lab_id}-4-at-800", card)
    harness.picture_of(page, "page-800")
    assert page.problems == []
