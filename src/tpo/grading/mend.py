"""Two things in `nbgrader autograde` that it offers no setting for.

Stock nbgrader copies whatever a submission's links point at. And after a hard kill it takes the
learner whom it was just grading for graded, for ever, at 0 points.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbgrader.converters.base
from nbgrader.converters import Autograde
from nbgrader.utils import rmtree

from tpo.grading.reading import plain_files

CUT_OFF = "The grading of %s was cut off before its end and is done again."
_init_destination = Autograde.init_destination


def install() -> None:
    """Change nbgrader in this process; a second call changes nothing."""
    nbgrader.converters.base.find_all_files = plain_files
    Autograde.init_destination = init_destination


def init_destination(self: Any, assignment_id: str, student_id: str) -> bool:
    """Whether to grade a submission; what was cut off is thrown away first and graded again."""
    folder = Path(self._format_dest(assignment_id, student_id))
    if folder.exists() and not finished(folder, self.permissions):
        self.log.warning(CUT_OFF, student_id)
        rmtree(str(folder))
    return bool(_init_destination(self, assignment_id, student_id))


def finished(folder: Path, permissions: int) -> bool:
    """Whether a graded folder is whole: setting its notebooks' permissions is the last step."""
    if os.name == "nt":
        return True
    notebooks = list(folder.glob("*.ipynb"))
    due = int(str(permissions), 8)
    return bool(notebooks) and all(path.stat().st_mode & 0o777 == due for path in notebooks)
