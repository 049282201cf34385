"""A learner's companion in a real JupyterLab: recall, review, progress, portfolio, and its page."""

import shutil

import harness
import pytest
from harness import SECONDS, open_notebook, panel, picture_of, run_all

from tests.answers.bank import bank
from tpo.learner.ledger import open_ledger
from tpo.paths import checkout

pytestmark = pytest.mark.browser


def reference(exercise):
    [answer] = [a for a in bank("right") if a.exercise == exercise and a.path.stem == "reference"]
    return answer.artefact


@pytest.fixture
def desk(lab_server):
    """The companion's notebook, and one that opens and closes a lesson and checks an exercise."""
    (lab_server.root / "course").mkdir(exist_ok=True)
    shutil.copy(checkout() / "course/00_companion.ipynb", lab_server.root / "course")
    harness.notebook(
        lab_server.root / "lesson.ipynb",
        "from tpo.notebook import *",
        'recall("M06")',
        'terms("M06")',
        f"policy = {reference('6.3')!r}",
        'check("6.3", policy)',
        "%%criteria\n| When | Then the change is … |\n| a stranger asks for a Nest | refusd |",
    )
    return lab_server


def keys(page, locator, *pressed):
    locator.focus()
    for key in pressed:
        page.keyboard.press(key)


def test_from_the_first_question_to_the_page_one_sends(page, desk, chromium):
    # The quartet of a lesson: opened and answered by keyboard; it counts as a review.
    open_notebook(page, desk, "lesson.ipynb")
    run_all(page)
    lesson = panel(page)
    question = lesson.locator("#card-2")
    keys(page, question.locator("summary"), "Enter")
    keys(page, question.get_by_role("button", name="Missed it"), "Enter")
    lesson.get_by_text("Noted. This card comes back tomorrow.").wait_for()
    question.get_by_text("Noted: missed it. Back tomorrow.").wait_for()
    picture_of(page, "recall", lesson.locator(".tpo-page"))
    lesson.get_by_text("Did you mean “Then the change is refused”").wait_for()
    lesson.get_by_text("Steps you may use").click()
    picture_of(page, "criteria", lesson.get_by_role("status").filter(has_text="to mend"))
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    open_notebook(page, desk, "course/00_companion.ipynb")
    run_all(page)
    review, progress, shelf = panel(page).locator(".tpo-page").all()

    # Today's cards, one after the other by keyboard alone; "d d" must not delete the cell.
    review.get_by_text("Today: ").wait_for()
    keys(page, review.get_by_role("button", name="Show the answer"), "d", "d", "Enter")
    review.locator("#answer").wait_for()
    picture_of(page, "review", review)
    keys(page, review.get_by_role("button", name="Knew it"), "Enter")
    review.get_by_text("Noted. This card comes back").wait_for()
    assert review.locator("#answer").count() == 0
    assert review.locator(".ask").evaluate("node => node === document.activeElement")
    review.get_by_label("Word", exact=True).fill("slack")
    review.get_by_label("Question", exact=True).fill("Why does a full calendar break plans?")
    review.get_by_label("Answer", exact=True).fill("There is no room for what nobody planned.")
    review.get_by_role("button", name="Add this card").click()
    review.get_by_text("“slack” is in your deck.").wait_for()
    review.get_by_role("button", name="Print a weekly sheet").click()
    review.get_by_text("Written to review/sheet-").wait_for()

    # Progress counts what was just done.
    progress.get_by_role("button", name="Draw it anew").click()
    progress.get_by_text("Drawn from your record.").wait_for()
    progress.get_by_role("row", name="M06 Under load, under failure").get_by_text(
        "begun"
    ).wait_for()
    progress.get_by_role("button", name="Save as a page").click()
    progress.get_by_text("Written to progress.html in your workspace.").wait_for()
    picture_of(page, "progress", progress)

    # The shelf: tick, comment, a finding to settle, the page.
    shelf.get_by_label("Your name, as it should stand on the page").fill("Nadia Berger")
    shelf.get_by_label("What you say about “Tame the storm”").fill(
        "Sandra and I asked who retries."
    )
    shelf.get_by_label("Share “Tame the storm”").check()
    shelf.get_by_text("Kept. It is shared.").wait_for()
    shelf.get_by_role("button", name="For an employer").click()
    shelf.get_by_text("Nothing was written.").wait_for()
    picture_of(page, "shelf", shelf)
    shelf.get_by_role("button", name="Sandra may stay").click()
    shelf.get_by_text("“Sandra” may stay.").wait_for()
    shelf.get_by_role("button", name="For an employer").click()
    shelf.get_by_text("portfolio/employer/index.html in your workspace").wait_for()
    assert panel(page).locator(".tpo-page").count() == 3
    assert page.problems == []

    book = open_ledger(desk.root)
    assert book.reviews("recall:M06:2")[-1].rating == 1
    assert [term.term for term in book.terms()] == ["slack"]
    book.close()

    # What one sends opens without a network and says what it should.
    context = chromium.new_context(offline=True, viewport={"width": 1000, "height": 900})
    sent = context.new_page()
    sent.set_default_timeout(20 * SECONDS)
    asked = []
    sent.on("request", lambda request: asked.append(request.url))
    for name in ("portfolio/employer/index.html", "progress.html"):
        sent.goto((desk.root / name).as_uri())
        picture_of(sent, name.replace("/", "-").removesuffix(".html"))
    sent.goto((desk.root / "portfolio/employer/index.html").as_uri())
    assert sent.get_by_role("heading", name="Nadia Berger").is_visible()
    assert sent.get_by_text("Sandra and I asked who retries.").is_visible()
    assert {url.partition(":")[0] for url in asked} == {"file"}
    context.close()
