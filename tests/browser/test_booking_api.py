"""The Booking API and the product page in a real JupyterLab.

One notebook: a server started, called and stopped from cells, a page kept.
"""

import harness
import pytest

from tests.answers.bank import bank

pytestmark = pytest.mark.browser

PAGE = next(a.artefact for a in bank("right") if a.id == "5.5/right/reference")


def test_the_service_answers_and_the_page_shows(page, lab_server):
    harness.notebook(
        lab_server.root / "booking_api.ipynb",
        "from tpo.judges.booking_server import start_booking\nfrom tpo.notebook import *",
        "booking = start_booking(lose=1)\nprint(booking.book('k'))\nprint(booking.book('k'))\n"
        "print(booking.show_log())\nbooking.stop()\nprint('running:', booking.running)",
        f'page = """{PAGE}"""\nkeep("5.5", page)',
    )
    harness.open_notebook(page, lab_server, "booking_api.ipynb")
    harness.run_all(page)
    lesson = harness.panel(page)
    lesson.get_by_text("running: False").wait_for()
    assert lesson.get_by_text("seen before: the first answer again").count() == 1
    frame = lesson.frame_locator("iframe[title='5.5 as a page']")
    assert frame.locator("h2").count() == 6
    assert frame.locator("table tr").count() == 4
    harness.picture_of(page, "5.5-page", lesson.locator("iframe[title='5.5 as a page']"))
    assert (lab_server.root / "page-5.5.html").is_file()
    assert page.problems == []
