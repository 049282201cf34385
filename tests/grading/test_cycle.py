"""A course from release to export with stock nbgrader commands: is every score the one due?"""

import re
import shutil
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from tests.grading.course import (
    ASSIGNMENT,
    AUTOMATIC,
    EXERCISES,
    KEY,
    KILLER,
    LEARNERS,
    MANUAL,
    RAISER,
    expected,
    part,
    right,
    wrong,
)
from tests.grading.leaks import body, leaks, numbers, tokens
from tpo.exercises.contract import Verdict
from tpo.exercises.handover import MIME, pack
from tpo.exercises.hidden import draw
from tpo.exercises.render import LOOK, as_html
from tpo.exercises.words import Message
from tpo.grading.execute import WHY, Execute
from tpo.grading.judge import NOTE, JudgeArtefacts, SaveGrades
from tpo.notebook_env import HANDOVER, SECRET
from tpo.paths import checkout

BEFORE_MARKING = sum(e.points for e in AUTOMATIC)
FULL = sum(e.points for e in EXERCISES.values())


def name(exercise, part):
    return f"{exercise.id.replace('.', '-')}-{part}"


def grade_cell(*outputs, source=""):
    """The first exercise's grade cell."""
    first = AUTOMATIC[0]
    mark = {"grade": True, "solution": False, "points": first.points}
    mark["grade_id"] = name(first, "grade")
    source = source or f'grade("{first.id}", {first.answer})'
    return new_code_cell(source, metadata={"nbgrader": mark}, outputs=list(outputs))


def handed_over(exercise, artefact):
    return new_output("display_data", {MIME: pack(exercise.id, artefact)})


# ---- scores --------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", AUTOMATIC, ids=lambda e: e.id)
@pytest.mark.parametrize("learner", LEARNERS)
def test_every_score_is_the_one_due(course, learner, exercise):
    grade = course.grades[learner][name(exercise, "grade")]
    assert grade["auto_score"] == expected(learner, exercise.id).points
    assert 0 <= grade["auto_score"] <= grade["max_score"] == exercise.points
    assert grade["manual_score"] is None
    assert not grade["needs_manual_grade"]


def test_the_expected_scores_tell_the_learners_apart():
    """If all were 0 or all were full, the comparison above would prove little."""
    due = {who: [expected(who, e.id).points for e in AUTOMATIC] for who in LEARNERS}
    full = [e.points for e in AUTOMATIC]
    assert due["ada"] == full
    assert due["ben"] == [0] * len(full)
    assert all(0 <= points < most for points, most in zip(due["chi"], full, strict=True))
    assert any(due["chi"])
    lost = [e for e, points in zip(AUTOMATIC, due["dee"], strict=True) if points < e.points]
    assert lost == [RAISER] != [KILLER]
    assert all(points < most for points, most in zip(due["eve"], full, strict=True))


@pytest.mark.parametrize("exercise", MANUAL, ids=lambda e: e.id)
def test_a_text_waits_for_a_person_unless_it_is_untouched(course, exercise):
    for learner in LEARNERS:
        grade = course.grades[learner][name(exercise, "answer")]
        untouched = learner == "ben"
        assert grade["needs_manual_grade"] is not untouched
        assert grade["auto_score"] == (0 if untouched else None)


def test_the_export_adds_up_and_knows_the_names(course):
    assert sorted(course.exported) == sorted(LEARNERS)
    for learner, last in LEARNERS.items():
        row = course.exported[learner]
        total = sum(expected(learner, e.id).points for e in AUTOMATIC)
        assert float(row["score"]) == pytest.approx(total)
        assert float(row["max_score"]) == FULL
        assert (row["first_name"], row["last_name"]) == (learner.title(), last)
    assert float(course.exported["ada"]["score"]) == BEFORE_MARKING


# ---- the release ---------------------------------------------------------------------------------


def test_nbgraders_release_is_the_committed_one_byte_for_byte(course):
    path = f"exercises/{ASSIGNMENT}/exercises.ipynb"
    assert (course.root / path).read_bytes() == (checkout() / path).read_bytes()


def test_what_learners_fetch_holds_no_solution(course):
    fetched = course.submitted("ben")
    for exercise in EXERCISES.values():
        handed_out = part(fetched, exercise, "answer").source.strip()
        assert handed_out == exercise.shape.cell(exercise.answer).strip()


# ---- what a learner reads ------------------------------------------------------------------------


@pytest.mark.parametrize("learner", LEARNERS)
def test_feedback_says_what_was_kept_and_what_was_not(course, learner):
    page = words(course.feedback(learner))
    for exercise in AUTOMATIC:
        assert words(as_html(expected(learner, exercise.id), NOTE)) in page


def test_feedback_of_a_wrong_answer_names_every_broken_promise(course):
    page = words(course.feedback("chi"))
    for exercise in AUTOMATIC:
        broken = [promise for promise, ok in expected("chi", exercise.id).kept if not ok]
        assert broken
        for promise in broken:
            assert f"✗ {promise}" in page


@pytest.mark.parametrize("learner", LEARNERS)
def test_feedback_shows_no_number_of_a_hidden_scenario(course, learner):
    found = leaks(course.feedback(learner), hidden_numbers(learner), public(course, learner))
    assert found == set()


def test_the_verdicts_hold_no_number_but_points_and_those_of_the_promises(course):
    """Stricter than the finder of leaks: whatever the format, no number of a run is there."""
    words = checkout() / "src/tpo/exercises/m06.yaml"
    known = tokens(words.read_text(encoding="utf-8")) | tokens(repr(LOOK))
    for learner in LEARNERS:
        nb = course.autograded(learner)
        for exercise in AUTOMATIC:
            shown = [o.data["text/plain"] for o in part(nb, exercise, "grade").outputs]
            points = tokens(f"{expected(learner, exercise.id).points:g} {exercise.points:g}")
            assert tokens(" ".join(shown)) <= known | points | {exercise.id}


@pytest.mark.parametrize("learner", LEARNERS)
def test_feedback_shows_neither_the_secret_nor_the_judge(course, learner):
    page = course.feedback(learner)
    for private in (KEY, "def judge", "misconception", "src/tpo", MIME):
        assert private not in page


def test_learners_fetch_the_same_page(course):
    for learner in ("ada", "ben"):
        [page] = (course.home(learner) / ASSIGNMENT / "feedback").rglob("exercises.html")
        assert page.read_text(encoding="utf-8") == course.feedback(learner)


def words(html):
    """What a reader reads, spaces collapsed."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body(html))).split())


@cache
def hidden_numbers(learner):
    """The numbers of a learner's hidden cases, and those observed in them."""
    found = []
    for exercise in AUTOMATIC:
        answer = exercise.shape.read(right(exercise).artefact)
        for case in exercise.hidden(draw(KEY, learner, exercise.id)):
            found += [*numbers(case.given), *numbers(exercise.judge(answer, case))]
    return found


def public(course, learner):
    """The numbers that a learner may see: all in the notebook, the words and the scores."""
    words = (checkout() / "src/tpo/exercises/m06.yaml").read_text(encoding="utf-8")
    card = as_html(Verdict("", "right", 0, 0, Message("", "")))  # for its style sheet
    scores = " ".join(str(grade) for grade in course.grades[learner].values())
    totals = f"{course.exported[learner]}"
    return tokens(" ".join([str(course.submitted(learner)), words, card, scores, totals]))


# ---- what a submission can and can't reach ---------------------------------------------------------


def test_the_kernel_never_sees_the_secret(course):
    answer = part(course.autograded("eve"), AUTOMATIC[-1], "answer")
    printed = "".join(o.text for o in answer.outputs if o.output_type == "stream")
    names, values = printed.split("] [")
    assert repr(HANDOVER) in names  # it did look into the environment
    assert SECRET not in names
    assert values.strip() == "]"
    for path in (course.root / "grading").rglob("*.*"):
        assert KEY.encode() not in path.read_bytes(), path


def test_the_crash_is_told_where_it_happened_and_noise_costs_nothing(course):
    nb = course.autograded("dee")
    lost = [cell for cell in nb.cells if "os._exit" in cell.source]
    assert [o.evalue for o in lost[0].outputs] == ["this cell ended the Python process"]
    noisy = [o for cell in nb.cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]
    assert noisy
    assert "Python said: ZeroDivisionError: division by zero" in words(course.feedback("dee"))


ENDLESS = "while True:\n    pass"
STUBBORN = """
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass
"""


def test_endless_cells_and_lost_kernels_cost_nothing_that_came_before(tmp_path):
    """The first loop is interrupted, the second ends its kernel, the exit ends the run."""
    answer = right(AUTOMATIC[0]).path.read_text(encoding="utf-8")
    sources = [ENDLESS, f"from tpo.notebook import *\n{answer}", STUBBORN, "import os\nos._exit(1)"]
    endless, first, stubborn, ends = map(new_code_cell, sources)
    never = new_code_cell("print(1)")
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    cells = [endless, first, stubborn, grade_cell(), ends, never]
    nb = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    resources = {"metadata": {"path": str(tmp_path)}, "nbgrader": {"student": "ada"}}
    limit = {ENDLESS: 1, STUBBORN: 1}
    Execute(max_restarts=1, timeout_func=lambda cell: limit.get(cell.source, 60)).preprocess(
        nb, resources
    )
    told = [cell.outputs[-1].evalue for cell in (endless, stubborn, ends)]
    assert told == [WHY["CellTimeoutError"]] * 2 + [WHY["DeadKernelError"]]
    assert never.outputs == []
    JudgeArtefacts().preprocess(nb, resources)
    assert resources["nbgrader"]["verdicts"][name(AUTOMATIC[0], "grade")].outcome == "right"


# ---- what the guide says ---------------------------------------------------------------------------


GUIDE = (checkout() / "docs" / "instructors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "Repaired for eve: cell 6-1-grade had other marks or settings",
        "Repaired for eve: cell 6-2-grade was missing and has been put back",
        "Kernel lost in cell",
    ],
)
def test_the_guide_explains_lines_that_nbgrader_really_writes(course, line):
    assert line in " ".join(course.log.read_text(encoding="utf-8").split())
    assert line in GUIDE.replace("*", "").replace("ada", "eve")
    assert "Grading with the secret" not in course.log.read_text(encoding="utf-8")


def test_the_guide_names_commands_that_exist():
    from nbgrader.apps.nbgraderapp import NbGraderApp

    named = set(re.findall(r"(?:^|`)nbgrader (\w+)", GUIDE, re.MULTILINE))
    assert {"autograde", "generate_assignment", "export"} <= named <= set(NbGraderApp.subcommands)


# ---- what an instructor must see when we fail ------------------------------------------------------


@pytest.fixture
def gradebook(course, tmp_path):
    """A copy of the course's gradebook (making a fresh one takes seconds)."""
    from nbgrader.api import Gradebook

    shutil.copy(course.root / "grading" / "gradebook.db", tmp_path)
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        yield gradebook


def saved(gradebook, learner):
    """What is saved for a right answer to the first exercise: its cell, verdict and grade."""
    cell = grade_cell(handed_over(AUTOMATIC[0], right(AUTOMATIC[0]).artefact))
    id, url = cell.metadata.nbgrader.grade_id, str(gradebook.engine.url)
    names = {"student": learner, "assignment": ASSIGNMENT, "notebook": "exercises", "db_url": url}
    nb, resources = JudgeArtefacts().preprocess(new_notebook(cells=[cell]), {"nbgrader": names})
    config = Config()
    config.CourseDirectory.root = str(Path(gradebook.engine.url.database).parent)
    SaveGrades(config=config).preprocess(nb, resources)
    grade = gradebook.find_grade(id, "exercises", ASSIGNMENT, learner)
    verdict = resources["nbgrader"]["verdicts"][id]
    return cell, verdict.outcome, (grade.auto_score, grade.needs_manual_grade)


def test_our_own_failure_leaves_the_grade_open(gradebook, monkeypatch):
    assert saved(gradebook, "chi")[1:] == ("right", (AUTOMATIC[0].points, False))
    monkeypatch.setattr("tpo.grading.judge.draw", lambda *anything: None)  # breaks every judge
    cell, outcome, grade = saved(gradebook, "ben")
    assert (outcome, grade) == ("our checker failed", (None, True))
    assert "That is our fault; you lose nothing." in cell.outputs[0].data["text/plain"]


# ---- red proofs ------------------------------------------------------------------------------------


def test_without_the_judge_a_wrong_answer_would_show_up_as_full_marks():
    from nbgrader.utils import determine_grade

    exercise = AUTOMATIC[0]
    cell = grade_cell(handed_over(exercise, wrong(exercise).artefact))
    assert determine_grade(cell)[0] == exercise.points > expected("chi", exercise.id).points


def test_a_grade_cell_that_is_not_ours_earns_nothing():
    from nbgrader.utils import determine_grade

    nb = new_notebook(cells=[grade_cell(source="print('full marks')")])
    assert determine_grade(nb.cells[0])[0] == 6
    JudgeArtefacts().preprocess(nb, {"nbgrader": {"student": "ada"}})
    assert determine_grade(nb.cells[0])[0] == 0


def test_a_message_that_quotes_a_hidden_run_would_be_found(course):
    page, known, hidden = course.feedback("ada"), public(course, "ada"), hidden_numbers("ada")
    private = [n for n in hidden if leaks(f"<p>{n:g}</p>", [n], known)]
    assert len(private) > len(AUTOMATIC)
    for number in private:
        said = expected("ada", AUTOMATIC[0].id).message.first
        assert leaks(page.replace(said, f"You waited {number:g} s."), hidden, known)
