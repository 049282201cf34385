"""The hand-over seen from the grader's side, without a gradebook."""

import logging

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.answers.bank import bank
from tpo.exercises import find
from tpo.exercises.handover import MIME, pack
from tpo.grading.judge import NOTHING, JudgeArtefacts, judge_cell, write

FLIGHT = find("6.1")
RIGHT = next(a.artefact for a in bank("right") if a.id == "6.1/right/reference")


def handed(*records):
    return [new_output("display_data", {MIME: record, "text/plain": "x"}) for record in records]


def cell(outputs=(), source='grade("6.1", flight)'):
    mark = {"grade": True, "grade_id": "6-1-grade", "locked": True, "points": 6, "solution": False}
    return new_code_cell(source, metadata={"nbgrader": mark}, outputs=list(outputs))


def judged(outputs, error=""):
    return judge_cell(FLIGHT, cell(outputs), "ada", error)


def test_a_right_artefact_gets_full_points_whoever_asks():
    for learner in ("ada", "ben", "chi"):
        verdict = judge_cell(FLIGHT, cell(handed(pack("6.1", RIGHT))), learner, "")
        assert (verdict.outcome, verdict.points) == ("right", 6)


def test_an_answer_that_was_handed_over_counts_even_if_another_line_failed():
    assert judged(handed(pack("6.1", RIGHT)), "ZeroDivisionError: x").outcome == "right"


@pytest.mark.parametrize(
    ("outputs", "error", "outcome", "words"),
    [
        ([], "", "not yet", NOTHING[:30]),
        ([], "SyntaxError: x", "your cell raised", "SyntaxError: x"),
        ([new_output("error", ename="KeyError", evalue="'k'")], "", "your cell raised", "KeyError"),
        (handed(pack("6.2", RIGHT)), "", "not yet", "another exercise"),
        (handed("full marks please"), "", "not yet", "unknown form"),
        (handed(pack("6.1", {}), pack("6.1", RIGHT)), "", "not yet", "more than one answer"),
        ([new_output("execute_result", {"text/plain": "6"})], "", "not yet", "Nothing was handed"),
        ([new_output("stream", name="stdout", text="6.0")], "", "not yet", "Nothing was handed"),
    ],
)
def test_whatever_else_the_cell_shows_earns_nothing(outputs, error, outcome, words):
    verdict = judged(outputs, error)
    assert (verdict.outcome, verdict.points) == (outcome, 0)
    assert words in " ".join([verdict.message.first, *verdict.message.paragraphs()])


def test_the_same_record_shown_twice_is_one_answer():
    assert judged(handed(*[pack("6.1", RIGHT)] * 2)).outcome == "right"


def test_the_verdict_replaces_every_output_and_nbgrader_reads_its_points():
    from nbgrader.utils import determine_grade

    one = cell([*handed(pack("6.1", RIGHT)), new_output("stream", name="stderr", text="warning")])
    write(one, judge_cell(FLIGHT, one, "ada", ""))
    assert determine_grade(one) == (6, 6)
    assert MIME not in nbformat.writes(new_notebook(cells=[one]))


def test_errors_belong_to_the_answer_before_the_grade_cell_only():
    broken = new_code_cell("x", outputs=[new_output("error", ename="TypeError", evalue="no")])
    nb = new_notebook(cells=[broken, cell(), cell()])
    nb.cells[2].metadata.nbgrader.grade_id = "again"
    resources = {"nbgrader": {"student": "ada"}}
    JudgeArtefacts().preprocess(nb, resources)
    verdicts = resources["nbgrader"]["verdicts"]
    assert verdicts["6-1-grade"].outcome == "your cell raised"
    assert verdicts["again"].outcome == "not yet"


def test_the_answer_cells_own_error_is_the_one_told():
    def failed(name, **mark):
        outputs = [new_output("error", ename=name, evalue="x")]
        return new_code_cell("x", outputs=outputs, metadata={"nbgrader": mark} if mark else {})

    answer = failed("KeyError", grade=False, grade_id="a", locked=False, solution=True)
    nb = new_notebook(cells=[failed("Scratch"), answer, failed("NameError"), cell()])
    _, resources = JudgeArtefacts().preprocess(nb, {"nbgrader": {"student": "ada"}})
    assert resources["nbgrader"]["verdicts"]["6-1-grade"].message.saw == "Python said: KeyError: x"


@pytest.mark.parametrize(("key", "warnings"), [("self-study", 1), ("mine", 0)])
def test_grading_without_a_secret_of_ones_own_is_said(monkeypatch, caplog, key, warnings):
    monkeypatch.setenv("TPO_GRADING_SECRET", key)
    judge = JudgeArtefacts()
    judge.log = logging.getLogger("test")
    judge.preprocess(new_notebook(cells=[cell()]), {"nbgrader": {"student": "ada"}})
    assert caplog.text.count('Grading with the secret "self-study"') == warnings
