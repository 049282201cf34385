"""What a grade cell may look like: one line, one call, the exercise's own points, locked."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from tpo.exercises import find

CALL = re.compile(r'grade\("(\d+\.\d+)", (\w+)\)')
MAX_LINES = 5  # code that a learner doesn't edit; longer code belongs in the package


def faults(nb: NotebookNode) -> list[str]:
    """Everything in a notebook that breaks the house rules; empty when it is clean."""
    found: list[str] = []
    for cell in nb.cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code":
            continue
        if mark.get("grade") and not mark.get("solution"):
            found += _grade_cell(cell, mark)
        elif not _is_learners(cell, mark) and len(cell.source.splitlines()) > MAX_LINES:
            found.append(f"{cell.id}: more than {MAX_LINES} lines; move the code to tpo.")
    return found


def _is_learners(cell: NotebookNode, mark: NotebookNode) -> bool:
    return bool(mark.get("solution")) or "learner" in cell.metadata.get("tags", [])


def _grade_cell(cell: NotebookNode, mark: NotebookNode) -> list[str]:
    call = CALL.fullmatch(cell.source.strip())
    if not call:
        return [f'{cell.id}: a grade cell is the one line grade("6.3", answer).']
    exercise = find(call[1])
    found = []
    if call[2] != exercise.answer:
        found.append(f"{cell.id}: {call[1]} grades `{exercise.answer}`, not `{call[2]}`.")
    if mark.get("points") != exercise.points:
        found.append(f"{cell.id}: {call[1]} is worth {exercise.points:g} points.")
    if not mark.get("locked"):
        found.append(f"{cell.id}: a grade cell must be locked.")
    return found
