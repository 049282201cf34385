"""An instructor in formgrader: the scores are there, and the written answer can be marked."""

import shutil

import pytest
from harness import TOKEN, browser_or_skip, jupyter_lab, picture_of

from tests.grading.course import ASSIGNMENT, AUTOMATIC, LEARNERS, MANUAL, Course, expected

pytestmark = pytest.mark.browser

WRITTEN = f"{MANUAL[0].id.replace('.', '-')}-answer"
COMMENT = "Your ask is clear. Which source has the 62 %?"
# Without a network formgrader can't fetch MathJax; nothing else on its pages needs it.
OFFLINE = ("net::ERR_", "MathJax is not defined")


@pytest.fixture(scope="module")
def office(course, tmp_path_factory):
    """JupyterLab in a copy of the graded course, for others read the first one."""
    browser_or_skip()
    base = tmp_path_factory.mktemp("office")
    shutil.copytree(course.root, base / "course")
    with jupyter_lab(base / "course", tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture
def formgrader(page, office):
    def go(place):
        page.goto(f"{office.url}/login?token={TOKEN}&next=/formgrader/{place}")
        return page

    yield go
    assert [said for said in page.problems if not any(word in said for word in OFFLINE)] == []


def row(page, text):
    return page.get_by_role("row").filter(has_text=text)


def test_the_pages_show_the_scores_of_all_learners(formgrader):
    most = f"{sum(e.points for e in [*AUTOMATIC, *MANUAL]):g}"
    page = formgrader(f"manage_submissions/{ASSIGNMENT}")
    for learner, last in LEARNERS.items():
        due = sum(expected(learner, e.id).points for e in AUTOMATIC)
        shown = row(page, f"{last}, {learner.title()}")
        shown.get_by_text(f"{round(due, 2):g} / {most}", exact=True).wait_for()
        status = "graded" if learner == "ben" else "needs manual grading"
        assert shown.get_by_text(status, exact=True).count() == 1
    picture_of(page, "formgrader-submissions")
    page = formgrader("gradebook")
    row(page, ASSIGNMENT).get_by_text(f"/ {most}").wait_for()
    assert row(page, ASSIGNMENT).locator("td").nth(2).inner_text() == str(len(LEARNERS))
    picture_of(page, "formgrader-gradebook")


def test_a_written_answer_is_marked_and_stays_marked(formgrader, office):
    page = formgrader(f"manage_students/ada/{ASSIGNMENT}")
    page.get_by_role("link", name="exercises").click()
    verdict = page.get_by_text("Every fresh scenario kept every promise.")
    verdict.first.wait_for()
    assert verdict.count() == len(AUTOMATIC)
    assert page.locator("input.score").count() == len(AUTOMATIC) + len(MANUAL)

    score = page.locator(f'[id="{WRITTEN}"]')
    comment = page.locator(f'[id="{WRITTEN}-comment"]')
    assert (score.input_value(), comment.input_value()) == ("", "")
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        score.fill("6.5")
        score.press("Tab")
    with page.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT"):
        comment.fill(COMMENT)
        comment.press("Tab")
    score.scroll_into_view_if_needed()
    picture_of(page, "formgrader-marking")

    page.reload()
    verdict.first.wait_for()
    holds = "([id, text]) => document.getElementById(id).value === text"
    page.wait_for_function(holds, arg=[WRITTEN, "6.5"])
    page.wait_for_function(holds, arg=[f"{WRITTEN}-comment", COMMENT])
    grade = Course(office.root.parent).grades["ada"][WRITTEN]
    assert (grade["manual_score"], grade["needs_manual_grade"]) == (6.5, False)
    page = formgrader(f"manage_submissions/{ASSIGNMENT}")
    row(page, "Lovelace, Ada").get_by_text("graded", exact=True).wait_for()
