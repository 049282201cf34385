"""The three labs of M05 in a real JupyterLab, then the Booking API and the product page.

One notebook: predicted and moved by keyboard alone, a server started, called and stopped from
cells, a page kept.
"""

import harness
import pytest
from test_labs import card_of, move_each_control_by_keyboard, predict

from tests.answers.bank import bank

pytestmark = pytest.mark.browser

LABS = ("W05a", "W05b", "W05c")
PAGE = next(a.artefact for a in bank("right") if a.id == "5.5/right/reference")


def test_the_labs_move_the_service_answers_and_the_page_shows(page, lab_server):
    harness.notebook(
        lab_server.root / "labs_m05.ipynb",
        "from tpo.judges.booking_server import start_booking\nfrom tpo.notebook import *",
        *(f'lab("{lab_id}")' for lab_id in LABS),
        "booking = start_booking(lose=1)\nprint(booking.book('k'))\nprint(booking.book('k'))\n"
        "print(booking.show_log())\nbooking.stop()\nprint('running:', booking.running)",
        f'page = """{PAGE}"""\nkeep("5.5", page)',
    )
    harness.open_notebook(page, lab_server, "labs_m05.ipynb")
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
        harness.picture_of(page, f"{lab_id}-3-moved", card)
    lesson.get_by_text("running: False").wait_for()
    assert lesson.get_by_text("seen before: the first answer again").count() == 1
    frame = lesson.frame_locator("iframe[title='5.5 as a page']")
    assert frame.locator("h2").count() == 6
    assert frame.locator("table tr").count() == 4
    harness.picture_of(page, "5.5-page", lesson.locator("iframe[title='5.5 as a page']"))
    assert (lab_server.root / "page-5.5.html").is_file()
    assert page.problems == []
