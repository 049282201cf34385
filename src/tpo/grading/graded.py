"""Reads what statistics need from a graded assignment: gradebook, notebooks, attempts."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import tpo.fast_start  # noqa: F401  (before nbgrader)
from tpo.trouble import TroubleError

def report(options: argparse.Namespace) -> int:
    """The command ``tpo item-stats``."""
    from nbgrader.apps import AutogradeApp

    from tpo.grading import attempts, item_stats

    app = AutogradeApp()
    app.initialize(["--log-level=ERROR"])
    course = app.coursedir
    autograded = Path(course.root, course.autograded_directory)
    results = _results(course.db_url, course.course_id, options.assignment)
    if not results:
        raise TroubleError(f"Nothing of {options.assignment} is graded in this gradebook yet.")
    seen = _misconceptions(autograded, options.assignment)
    results = [
        item_stats.Result(r.student, r.exercise, r.points, r.of, seen.get((r.student, r.exercise), ""))
        for r in results
    ]
    place = Path(course.root, course.submitted_directory).parent / attempts.ATTEMPTS
    tries = attempts.read(place, options.assignment)
    found = item_stats.items(results, tries)
    print("\n".join([*item_stats.table(found), "", *item_stats.sentences(found)]))
    if options.csv:
        item_stats.write_csv(found, options.csv)
        print(f"Wrote {options.csv}.")
    if options.picture:
        title = f"{options.assignment}: how hard, how telling"
        options.picture.write_text(item_stats.drawing(found, title), encoding="utf-8")
        print(f"Wrote {options.picture}; the lines above say what it shows.")
    return 0


def _results(db_url: str, course_id: str, assignment: str) -> list:
    """Every graded exercise of every learner; who waits for a person is left out."""
    from nbgrader.api import Gradebook, MissingEntry

    from tpo.grading.item_stats import Result

    found = []
    with Gradebook(db_url, course_id) as gradebook:
        try:
            submissions = gradebook.assignment_submissions(assignment)
        except MissingEntry:
            return []
        for submission in submissions:
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if not grade.max_score or (grade.auto_score is None and grade.manual_score is None):
                        continue
                    score = grade.auto_score if grade.manual_score is None else grade.manual_score
                    found.append(
                        Result(submission.student.id, exercise(grade.name), score, grade.max_score)
                    )
    return sorted(found, key=lambda r: (r.student, r.exercise))


def exercise(cell: str) -> str:
    """The exercise of a graded cell: ``6-3-grade`` → ``6.3``."""
    return ".".join(part for part in cell.split("-") if part.isdigit()) or cell


def _misconceptions(autograded: Path, assignment: str) -> dict[tuple[str, str], str]:
    """(learner, exercise) → the misconception that the judge noted in the autograded notebook."""
    from tpo.grading.judge import RECORD

    found = {}
    for path in sorted(autograded.glob(f"*/{assignment}/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8")).get("cells", [])
        for output in (o for cell in cells for o in cell.get("outputs", [])):
            noted = output.get("metadata", {}).get(RECORD)
            if isinstance(noted, dict) and noted.get("misconception"):
                found[path.parts[-3], noted["exercise"]] = noted["misconception"]
    return found
