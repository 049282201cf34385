"""Read py:percent text into notebook cells.

An author writes prose and one marker per exercise, ``# %% exercise="6.3"``. The marker
becomes the learner's cells: answer, check, hint and grade. Numbers stand in the text as
``{{name}}`` and come from the module's facts.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tpo.exercises import find
from tpo.exercises.contract import Exercise
from tpo.facts import fill
from tpo.paths import answers

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

RUBRIC = """**How a person marks this.** Each line earns 0–3: missing, present, sound, persuasive \
with evidence.

| | What the reader looks for |
|---|---|
| Outcome | the result for a user or the business, with a number |
| Technical truth | the fact is right and in plain words |
| Tradeoff or risk | named, and owned by someone |
| Next step | what you ask for, of whom, by when |
"""


class BadSource(Exception):
    """The author's text can't be built; the message names the place."""


def notebook(text: str, facts: Mapping[str, str], where: str) -> NotebookNode:
    """The notebook made from one py:percent file, without outputs."""
    cells: list[NotebookNode] = []
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        source = cell.source.strip()
        if "exercise" in cell.metadata:
            cells += exercise_cells(find(str(cell.metadata["exercise"])))
        elif cell.cell_type == "markdown":
            cells.append(new_markdown_cell(fill(source, facts, where)))
        elif cell.cell_type == "code":
            if "magic" in cell.metadata:
                name, text = _assigned(source)
                source = f"%%{cell.metadata['magic']} {name}\n{text}"
            cells.append(new_code_cell(source, metadata=_kept(cell.metadata)))
    name_cells(cells)
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
            "generated": f"from authoring/{where} by `tpo build`; edit the source, not this file",
        },
    )


def exercise_cells(exercise: Exercise) -> list[NotebookNode]:
    """The learner's cells of one exercise, with nbgrader's marks."""
    name = exercise.id.replace(".", "-")
    stub = exercise.shape.cell(exercise.answer)
    solution = f"{stub}\n### BEGIN SOLUTION\n{_solution(exercise)}\n### END SOLUTION"
    call = f'("{exercise.id}", {exercise.answer})'
    points = exercise.points
    cells = {
        "answer": new_code_cell(
            solution, metadata=_mark(f"{name}-answer", True, points if exercise.manual else None)
        ),
        "check": new_code_cell("check" + call),
        "hint": new_code_cell(f'hint("{exercise.id}")'),
    }
    if exercise.manual:
        cells = {"rubric": new_markdown_cell(RUBRIC), **cells}
    else:
        cells["grade"] = new_code_cell(
            "grade" + call, metadata=_mark(f"{name}-grade", False, points)
        )
    for part, cell in cells.items():
        cell["id"] = f"{name}-{part}"
        cell.metadata["deletable"] = False
    return list(cells.values())


def _solution(exercise: Exercise) -> str:
    """The reference answer; in a %%criteria cell its scenarios, to follow those handed out."""
    code = reference(exercise)
    if not getattr(exercise.shape, "magic", ""):
        return code
    return re.sub(r"^Feature:.*\n", "", _assigned(code)[1]).strip("\n")


def _assigned(code: str) -> tuple[str, str]:
    """("criteria", the text) of ``criteria = \"\"\"the text\"\"\"``: what a cell magic makes of it."""
    match ast.parse(code).body:
        case [ast.Assign([ast.Name(name)], ast.Constant(str(text)))]:
            return name, text.strip()
    raise BadSource(f"A cell with a magic is one text with a name, not: {code[:60]}")


def reference(exercise: Exercise) -> str:
    """The reference answer as it stands in the answers bank: one source for solution and test."""
    folder = answers(exercise.id) / "right"
    path = folder / "reference.py"
    if not path.exists():
        raise BadSource(f"{exercise.id} has no reference answer (right/reference.py).")
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#")).strip()


def name_cells(cells: list[NotebookNode]) -> None:
    """Give every cell an id that stays the same while its section stays the same."""
    section, counts = "top", Counter[str]()
    for cell in cells:
        heading = re.match(r"#+ (.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            section = re.sub(r"[^a-z0-9]+", "-", heading[1].lower()).strip("-")[:40]
        if "nbgrader" in cell.metadata or cell.metadata.get("deletable") is False:
            continue
        counts[section] += 1
        cell["id"] = f"{section}-{counts[section]}"


def _mark(grade_id: str, solution: bool, points: float | None) -> NotebookNode:
    """nbgrader's cell metadata (schema 3)."""
    mark = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        mark["points"] = points
    return NotebookNode({"nbgrader": mark})


def _kept(metadata: Mapping[str, object]) -> dict[str, object]:
    return {k: v for k, v in metadata.items() if k in ("tags", "jupyter", "deletable")}
