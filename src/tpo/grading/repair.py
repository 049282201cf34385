"""Put a submitted notebook's graded cells back in shape before anything else looks at them.

People delete, copy, retype and rename cells. Stock nbgrader then drops the whole submission or,
for a doctored schema version, stops grading everybody. Here the released notebook says which
graded cells there are; each of them is found again or put back, so that a lost cell costs its own
question at most. What was mended stands at the top of the notebook, for learner and instructor.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from tpo.grading.reading import KINDS, UNREADABLE, number

ASSIGNED = re.compile(r"^(\w+)\s*=(?!=)", re.MULTILINE)
TAG = re.compile(r"<(?=[a-zA-Z/!?])")
SCRIPT = re.compile(r"javascript\s*:", re.IGNORECASE)
NOTE_ID = "repaired-before-grading"
COPIED = "was copied; the last changed copy counts"
GONE = "was missing and has been put back; without an answer in it, it is worth nothing"
PUT_BACK = "was missing and has been put back; that costs nothing"
EDITED = "was edited; the course's own line counts"
RETYPED = "had become a cell of another type and is a {} cell again"
RENAMED = "had lost its name and was found again by its content"
MARKED = "had other marks or settings; the course's own count"
MOVED = "stood before the answer it grades and was moved after it"


class RepairStructure(NbGraderPreprocessor):
    """The first sanitize preprocessor."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Repair the notebook; say in the log and in the notebook what was repaired."""
        names = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        folder = course.format_path(course.release_directory, ".", names["assignment"])
        path = Path(folder) / f"{names['notebook']}.ipynb"
        if not path.is_file():
            self.log.warning("No released notebook %s, so damaged cells stay damaged.", path)
            return nb, resources
        released = nbformat.read(path, as_version=4)
        findings = []
        if trouble := resources.get(UNREADABLE):
            self.log.warning("%s: %s", names.get("student", ""), trouble)
            nb.cells = copy.deepcopy(released.cells)
            findings = [trouble]
        repaired = repair(nb, released)
        defuse(nb, released)
        for finding in repaired:
            self.log.warning("Repaired for %s: cell %s", names.get("student", ""), finding)
        findings += [f"Cell {finding}" for finding in repaired]
        if findings:
            nb.cells.insert(0, note(findings))
        return nb, resources


def repair(nb: NotebookNode, released: NotebookNode) -> list[str]:
    """Mend ``nb`` in place; return one sentence per repaired cell, in the released order."""
    _tidy(nb)
    wanted = {_name(cell): cell for cell in released.cells if _name(cell)}
    found: dict[str, list[NotebookNode]] = {name: [] for name in wanted}
    strays = []
    for cell in nb.cells:
        if _name(cell) in wanted:
            found[_name(cell)].append(cell)
        else:
            cell.metadata.pop("nbgrader", None)
            strays.append(cell)
    findings: dict[str, list[str]] = {name: [] for name in wanted}
    for name, original in wanted.items():
        cells = found[name]
        if not cells and (stray := _recognise(original, strays)) is not None:
            strays.remove(stray)
            cells.append(stray)
            findings[name].append(RENAMED)
        if len(cells) > 1:
            findings[name].append(COPIED)
    previous = None
    for name, original in wanted.items():
        cell = _choose(found[name], original)
        for other in found[name]:
            if other is not cell:
                other.metadata.pop("nbgrader", None)
        if cell is None:
            cell = copy.deepcopy(original)
            nb.cells.insert(_place(nb, released, original, previous), cell)
            findings[name].append(PUT_BACK if _locked(original) else GONE)
        else:
            findings[name] += _restore(cell, original)
            if _locked(original) and _after(nb, cell) <= _after(nb, previous):
                nb.cells.pop(_after(nb, cell) - 1)
                nb.cells.insert(_after(nb, previous), cell)
                findings[name].append(MOVED)
        previous = cell
    nb.metadata = copy.deepcopy(released.metadata)
    number(nb)
    return [f"{name} {'; it '.join(said)}." for name, said in findings.items() if said]


def defuse(nb: NotebookNode, released: NotebookNode) -> None:
    """Show HTML in the learner's own text as it is typed; formgrader would run what is in it."""
    ours = {cell.source for cell in released.cells}
    for cell in nb.cells:
        if cell.cell_type == "markdown" and cell.source not in ours:
            cell.source = SCRIPT.sub("javascript-", TAG.sub("&lt;", cell.source))
        elif cell.cell_type == "raw" and cell.source not in ours:
            cell.metadata["raw_mimetype"] = "text/plain"  # not shown as HTML


def note(findings: list[str]) -> NotebookNode:
    """What was repaired, as the notebook's first cell."""
    lines = "\n".join(f"- {finding}" for finding in findings)
    return new_markdown_cell(f"**Repaired before grading.**\n\n{lines}", id=NOTE_ID)


def _tidy(nb: NotebookNode) -> None:
    """Drop what isn't a cell, and metadata that isn't a table: nobody writes those by accident."""
    nb.cells = [cell for cell in nb.get("cells", []) if _is_cell(cell)]
    for cell in nb.cells:
        if not isinstance(cell.get("metadata"), Mapping):
            cell.metadata = NotebookNode()
        mark = cell.metadata.get("nbgrader")
        if not isinstance(mark, Mapping) or not isinstance(mark.get("grade_id"), str):
            cell.metadata.pop("nbgrader", None)
        cell.pop("attachments", None)  # a file's name in there is the learner's; nobody grades it
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, Mapping) or cell.get("cell_type") not in KINDS:
        return False
    return isinstance(cell.get("source"), str) and cell.get("id") != NOTE_ID


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _locked(original: NotebookNode) -> bool:
    return not original.metadata.nbgrader.get("solution", False)


def _recognise(original: NotebookNode, strays: list[NotebookNode]) -> NotebookNode | None:
    """The cell that used to be ``original``: same id, same text, or the same name assigned."""
    same = [c for c in strays if original.get("id") and c.get("id") == original.get("id")]
    if not same and _locked(original):
        same = [c for c in strays if c.source.strip() == original.source.strip()]
    elif not same and (names := ASSIGNED.findall(original.source)):
        same = [c for c in strays if names[0] in ASSIGNED.findall(c.source)]
    return same[-1] if same else None


def _choose(cells: list[NotebookNode], original: NotebookNode) -> NotebookNode | None:
    """Of several copies, the last one that was worked on: it ran last, and it was meant."""
    if _locked(original):
        untouched = [c for c in cells if c.source.strip() == original.source.strip()]
        return next(iter(untouched or cells), None)
    changed = [c for c in cells if c.source.strip() != original.source.strip()]
    return next(reversed(changed or cells), None)


def _restore(cell: NotebookNode, original: NotebookNode) -> list[str]:
    """Type, settings and, where it is locked, the text of the released cell."""
    said = []
    if cell.cell_type != original.cell_type:
        said.append(RETYPED.format(original.cell_type))
        cell.cell_type = original.cell_type
        if original.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    mark, due = cell.metadata.get("nbgrader", {}), original.metadata.nbgrader
    fixed = ("grade", "solution", "task", "points", "locked")
    if mark and any(mark.get(key) != due.get(key) for key in fixed):
        said.append(MARKED)
    cell.metadata = copy.deepcopy(original.metadata)
    if _locked(original) and cell.source.strip() != original.source.strip():
        said.append(EDITED)
    if _locked(original):
        cell.source = original.source
    return said


def _after(nb: NotebookNode, cell: NotebookNode | None) -> int:
    """The place behind a cell; 0 when there is none (compared by identity: copies look equal)."""
    return next((i + 1 for i, other in enumerate(nb.cells) if other is cell), 0)


def _place(
    nb: NotebookNode, released: NotebookNode, original: NotebookNode, previous: NotebookNode | None
) -> int:
    """Where a missing cell goes: behind its nearest released neighbour that is still there.

    Not straight behind ``previous``: the learner's own cells in between may finish the answer.
    """
    ids = [cell.get("id") for cell in released.cells[: released.cells.index(original)]]
    places = {cell.get("id"): i + 1 for i, cell in enumerate(nb.cells)}
    near = next((places[id] for id in reversed(ids) if id in places), 0)
    return max(near, _after(nb, previous))
