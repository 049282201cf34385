"""The whole path of a newcomer, driven once, by keyboard where it is long.

Each step is one function that takes the page and the running course and leaves the newcomer where
the next step begins. The test at the end strings them together; add a step there.
"""

import json
import shutil

import pytest
from harness import SECONDS, jupyter_lab, open_notebook, panel, picture_of, run_all
from test_labs import card_of

from tpo.learner import assessment
from tpo.learner.ledger import open_ledger
from tpo.paths import answers, checkout

pytestmark = pytest.mark.browser

START = "course/00_start_here.ipynb"
LESSON = "course/M01_the_bridge/lesson.ipynb"
COMPANION = "course/00_companion.ipynb"
EXERCISES = "exercises/M01_the_bridge/exercises.ipynb"

RUN_CELL = """async id => {
  const app = window.jupyterapp, notebook = app.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.model.id === id);
  await app.commands.execute('notebook:run-cell');
  notebook.deselectAll();
}"""
TYPE_IN_CELL = """([id, source]) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.widgets.find(cell => cell.model.id === id).model.sharedModel.setSource(source);
}"""


@pytest.fixture
def course(chromium, tmp_path_factory):
    """A workspace that nobody has used, with the learner's copies, and its own JupyterLab."""
    root = tmp_path_factory.mktemp("newcomer")
    (root / ".tpo").mkdir()
    for folder in ("course", "exercises"):
        shutil.copytree(checkout() / folder, root / folder)
    state = tmp_path_factory.mktemp("jupyter")
    with jupyter_lab(root, state, env={"TPO_WORKSPACE": str(root)}) as server:
        yield server


# ---- the steps


def start_page(page, course):
    """Opens the start page, runs it from top to bottom and finds the way to M01."""
    open_notebook(page, course, START)
    run_all(page)
    lesson = panel(page)
    lesson.locator("[role=status]", has_text="6.2 · Not yet").wait_for(state="attached")
    assert lesson.get_by_text("Your gap map opens when the assessment above is finished").count()
    assert lesson.locator('a[href*="M01_the_bridge/lesson.ipynb"]').count() == 1


def begins_the_assessment(page, course):
    """Context, self-ratings and three tasks by keyboard alone; then closes the page."""
    form = the_form(page)
    assert form.get_by_role("heading", name="Three questions about you").is_visible()
    picture_of(page, "assessment-1-context", form)
    form.get_by_role("button", name="Next").click()
    form.get_by_text("One of the three questions is still open.").wait_for()
    for question in assessment.questions():
        choose(page, form.get_by_role("group", name=question.ask).get_by_role("radio").first)
    go_on(page, form)
    form.get_by_role("heading", name="How do you rate yourself today?").wait_for()
    form.get_by_role("button", name="Next").click()
    form.get_by_text("14 rows are still open, the first is Role and boundaries.").wait_for()
    for row in form.locator("tbody tr").all():
        choose(page, row.get_by_role("radio").nth(2))
    picture_of(page, "assessment-2-self", form)
    go_on(page, form)
    before = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    page.keyboard.type("ddaabbxx")  # JupyterLab would delete and add cells
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == before
    for item in assessment.items("A")[:3]:
        task(page, form, item, item.key, 90)
    assert form.get_by_text("3 of 28 tasks answered.").is_visible()
    page.goto("about:blank")


def finishes_the_assessment(page, course):
    """Comes back another day, goes on at the fourth task, and answers the rest."""
    open_notebook(page, course, START)
    run_all(page)
    form = the_form(page)
    form.get_by_role("heading", name="Task 4 of 28").wait_for()
    for item in assessment.items("A")[3:]:
        if item.shown:
            assert form.locator("pre").inner_text().strip() == item.shown.strip()
        if item.id == "K05-2":
            picture_of(page, "assessment-3-task", form)
        weak = item.competency in ("K06", "K08", "K12")
        task(page, form, item, (item.key + 1) % 4 if weak else item.key, 90 if weak else 60)
    form.get_by_role("heading", name="Before you look").wait_for()
    for box in form.get_by_role("checkbox").all()[:2]:
        choose(page, box)
    form.get_by_role("button", name="Next").click()
    form.get_by_text("Choose exactly 3; now it is 2.").wait_for()
    choose(page, form.get_by_role("checkbox", name="Load and failure"))
    picture_of(page, "assessment-4-guess", form)
    go_on(page, form)
    form.get_by_role("heading", name="Done").wait_for()
    assert nameless(form) == []


def sees_the_gap_map(page, course):
    """Runs the next cell: the map names the weak ones, and the plan lies in the workspace."""
    page.evaluate(RUN_CELL, "your-gap-map-2")
    seen = panel(page).get_by_role("region", name="Gap map")
    seen.get_by_text("You did 22 of 28 tasks right.").wait_for(timeout=30 * SECONDS)
    picture = seen.locator("img")
    assert "Load: shown 1, said 3, asked 3" in picture.get_attribute("alt")
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    assert seen.get_by_text("Where you were sure and wrong (6)").is_visible()
    assert seen.get_by_text("You know more than you think in").is_visible()
    assert seen.get_by_text("1 of 3 is among them").count()
    picture_of(page, "gap-map", seen)
    data = json.loads((course.root / "artefacts/gap_map.json").read_text("utf-8"))
    assert data["largest"][:3] == ["K06", "K08", "K12"]
    assert "6.3" in (course.root / "artefacts/learning_plan.md").read_text("utf-8")
    assert assessment.result(open_ledger(course.root), "A").levels["K06"] == 1


def opens_the_first_lesson(page, course):
    """Follows the link to M01, predicts in the first lab, and wins on day one."""
    panel(page).locator('a[href*="M01_the_bridge/lesson.ipynb"]').click()
    page.wait_for_function(
        "path => window.jupyterapp.shell.currentWidget?.context?.path === path", arg=LESSON
    )
    open_notebook(page, course, LESSON)
    run_all(page)
    card = card_of(panel(page), "W01d")
    choose(page, card.locator(".tpo-question input[type=radio]").nth(3))
    choose(page, card.get_by_role("radio", name="70"))
    card.get_by_role("button", name="Lock in my prediction").focus()
    page.keyboard.press("Enter")
    card.get_by_text("As you predicted").wait_for()
    picture_of(page, "newcomer-first-win", card)


def does_the_first_check(page, course):
    """Exercise 1.1: untouched, then the reference; each gets its message."""
    open_notebook(page, course, EXERCISES)
    run_all(page)
    message = panel(page).locator(".jp-OutputArea [role=status]", has_text="1.1 ·")
    message.get_by_text("1.1 is not started yet").wait_for()
    source = (answers("1.1") / "right" / "reference.py").read_text("utf-8")
    page.evaluate(TYPE_IN_CELL, ["1-1-answer", source])
    page.evaluate(RUN_CELL, "1-1-answer")
    page.evaluate(RUN_CELL, "1-1-check")
    message.get_by_text("16 decisions, one owner each").wait_for(timeout=30 * SECONDS)
    assert message.get_by_text("10 of 10 points").is_visible()
    picture_of(page, "newcomer-first-check", message)


def reviews_the_words_of_the_lesson(page, course):
    """Opens the companion: the words of M01 are due; answers one, by keyboard alone."""
    open_notebook(page, course, COMPANION)
    run_all(page)
    review = the_page(page, "Today: ")
    press(page, review.get_by_role("button", name="Show the answer"))
    review.locator("#answer").wait_for()
    picture_of(page, "newcomer-review", review)
    press(page, review.get_by_role("button", name="Knew it"))
    review.get_by_text("Noted. This card comes back").wait_for()
    assert [r.rating for r in open_ledger(course.root).reviews()][-1] == 3


def sees_the_own_progress(page, course):
    """The page counts the check, the prediction and the assessment."""
    progress = the_page(page, "Where you stand")
    press(page, progress.get_by_role("button", name="Draw it anew"))
    row = progress.get_by_role("row", name="M01 The bridge")
    row.get_by_text("1 of 6").wait_for()
    assert row.get_by_text("begun").is_visible()
    curve = progress.get_by_role("img")
    assert "came true" in curve.get_attribute("aria-label")
    picture_of(page, "newcomer-progress", progress)


def sends_a_portfolio(page, course):
    """Ticks the first right answer, says a line about it, and makes the page for an employer."""
    shelf = the_page(page, "What you made")
    choose(page, shelf.get_by_label("Share “Decision map”"))
    shelf.get_by_text("Kept. It is shared.").wait_for()
    shelf.get_by_label("What you say about “Decision map”").fill("One owner each; two were mine.")
    press(page, shelf.get_by_role("button", name="For an employer"))
    shelf.get_by_text("portfolio/employer/index.html in your workspace").wait_for()
    text = (course.root / "portfolio/employer/index.html").read_text("utf-8")
    assert "One owner each; two were mine." in text
    assert "Role and boundaries" in text


# ---- small moves


def the_page(page, heading):
    """The companion's page under this heading."""
    found = panel(page).locator(".tpo-page").filter(has=page.get_by_role("heading", name=heading))
    found.wait_for()
    return found


def press(page, button):
    button.focus()
    page.keyboard.press("Enter")


def the_form(page):
    form = panel(page).locator('[data-form="A"]')
    form.scroll_into_view_if_needed()
    form.get_by_role("status").first.wait_for()
    return form


def choose(page, control):
    control.focus()
    page.keyboard.press("Space")


def go_on(page, form):
    form.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")


def task(page, form, item, option, sure):
    form.get_by_text(item.ask, exact=True).wait_for()
    choose(page, form.get_by_role("group", name="Your answer").get_by_role("radio").nth(option))
    choose(page, form.get_by_role("radio", name=f"{sure}\u00a0%"))
    go_on(page, form)


def nameless(form):
    """Controls that a screen reader could not name."""
    return form.locator("input, button").evaluate_all(
        """all => all.filter(one => !(one.labels?.length || one.textContent.trim()
          || one.getAttribute('aria-label'))).map(one => one.outerHTML)"""
    )


PATH = (
    start_page,
    begins_the_assessment,
    finishes_the_assessment,
    sees_the_gap_map,
    opens_the_first_lesson,
    does_the_first_check,
    reviews_the_words_of_the_lesson,
    sees_the_own_progress,
    sends_a_portfolio,
)


def test_a_newcomer_gets_from_the_start_page_to_a_portfolio(page, course):
    for step in PATH:
        step(page, course)
        assert page.problems == [], step.__name__
