"""Judge handed-over artefacts in the grader's own process, with hidden scenarios.

Runs between Execute and SaveGrades. The submitted notebook's process has ended by then, so
nothing in it can reach the scenarios, the secret, the judge or the gradebook.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveAutoGrades as StockSave
from nbgrader.utils import is_grade, is_solution

from tpo.exercises import find
from tpo.exercises.contract import Exercise, Verdict, grade_artefact, raised, unreadable
from tpo.exercises.handover import CALL, MIME, Refused, unpack
from tpo.exercises.hidden import SELF_STUDY, draw, secret
from tpo.exercises.render import as_html, as_text
from tpo.grading.attempts import ATTEMPTS, Attempt, append

Source = Callable[[str], random.Random]
EVERYBODY_KNOWS = f'Grading with the secret "{SELF_STUDY}", which everybody knows.'
NOTHING = "Nothing was handed in: the grade cell did not run to its end."
FOREIGN = "This grade cell is not one of the course's, so nothing was judged here.\n"
RECORD = "tpo"
NOTE = "judged with fresh scenarios"


class JudgeArtefacts(NbGraderPreprocessor):
    """Replace each grade cell's output with the verdict and the score nbgrader looks for."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Judge every grade cell of the notebook."""
        student = resources["nbgrader"]["student"]
        source = self.source(student)
        verdicts: dict[str, Verdict] = {}
        error = ""
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            if is_grade(cell) and not is_solution(cell):
                call = CALL.fullmatch(cell.source.strip())
                if call:
                    verdict = judge_cell(find(call[1]), cell, student, error, source)
                    verdicts[cell.metadata.nbgrader.grade_id] = verdict
                    write(cell, verdict)
                else:
                    refuse(cell)
                error = ""
            elif is_solution(cell):
                error = cell_error(cell) or error
            else:  # not what a later cell says about the name that is missing
                error = error or cell_error(cell)
        resources["nbgrader"]["verdicts"] = verdicts
        return nb, resources

    def source(self, student: str) -> Source:
        """Where a learner's hidden cases come from: an exercise's id → its random source."""
        if secret() == SELF_STUDY:
            self.log.warning(EVERYBODY_KNOWS)
        return lambda exercise: draw(secret(), student, exercise)


class SaveGrades(StockSave):
    """nbgrader's SaveAutoGrades, except that our own failure never becomes a zero.

    A verdict "our checker failed" leaves the score open and asks a person to look.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save the scores, and a line about this attempt for the statistics."""
        nb, resources = super().preprocess(nb, resources)
        names = resources["nbgrader"]
        verdicts = names.get("verdicts", {}).values()
        with Gradebook(self.db_url) as gradebook:
            handed_in = gradebook.find_submission(self.assignment_id, self.student_id).timestamp
        course = CourseDirectory(parent=self)
        append(
            Path(course.root, course.submitted_directory).parent / ATTEMPTS,
            Attempt(
                self.assignment_id,
                self.student_id,
                handed_in.isoformat() if handed_in else "",
                {v.exercise: v.points for v in verdicts if v.outcome != "our checker failed"},
            ),
        )
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_score(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        verdict = resources["nbgrader"].get("verdicts", {}).get(grade_id)
        if verdict is not None and verdict.outcome == "our checker failed":
            grade = self.gradebook.find_grade(
                grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()


def judge_cell(
    exercise: Exercise, cell: NotebookNode, student: str, error: str, source: Source | None = None
) -> Verdict:
    """The verdict on what a grade cell handed over; ``error`` is the answer cell's, if any."""
    records = [o.data[MIME] for o in cell.outputs if MIME in o.get("data", {})]
    if not records:
        error = error or cell_error(cell)
        return raised(exercise, error) if error else unreadable(exercise, NOTHING)
    if any(record != records[0] for record in records):
        return unreadable(exercise, "The grade cell handed in more than one answer.")
    try:
        artefact = unpack(records[0], exercise.id)
    except Refused as refused:
        return unreadable(exercise, str(refused))
    rng = source(exercise.id) if source else draw(secret(), student, exercise.id)
    return grade_artefact(exercise, artefact, rng)


def write(cell: NotebookNode, verdict: Verdict) -> None:
    """The verdict as the cell's only output, and its points as the last expression."""
    cell.outputs = [
        new_output(
            "display_data",
            {"text/html": as_html(verdict, NOTE), "text/plain": as_text(verdict, NOTE)},
            metadata={RECORD: record(verdict)},  # for tpo.grading.item_stats; no page shows it
        ),
        new_output("execute_result", {"text/plain": f"{verdict.points:g}"}, execution_count=None),
    ]


def record(verdict: Verdict) -> dict[str, Any]:
    """What statistics need of a verdict."""
    return {
        "exercise": verdict.exercise,
        "outcome": verdict.outcome,
        "points": verdict.points,
        "of": verdict.max_points,
        "misconception": verdict.misconception,
    }


def refuse(cell: NotebookNode) -> None:
    """A grade cell that isn't ours earns nothing; nbgrader gives full marks for a silent one."""
    cell.outputs = [
        new_output("stream", name="stdout", text=FOREIGN),
        new_output("execute_result", {"text/plain": "0"}, execution_count=None),
    ]


def cell_error(cell: NotebookNode) -> str:
    """A cell's error as "Name: first line", or ""; the last one says why it really ended."""
    for output in reversed(cell.get("outputs", [])):
        if output.output_type == "error":
            line = str(output.get("evalue", "")).strip().splitlines()
            return f"{output.ename}: {line[0] if line else ''}"[:200]
    return ""
