"""The course's nbgrader settings, used by ``nbgrader_config.py`` and by the tests."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

from tpo.grading.mend import install

COURSE_ID = "two-languages"
NB = "nbgrader.preprocessors."


def configure(c: Any) -> None:
    """Set up folders and grading on an nbgrader config object."""
    _find_alembic()
    # Three lines for each submission that hide the lines an instructor should read.
    warnings.filterwarnings("ignore", message="Object of type <Submitted.* not in session")
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    for step in ("submitted", "autograded", "feedback", "solution"):
        setattr(c.CourseDirectory, f"{step}_directory", f"grading/{step}")
    c.CourseDirectory.db_url = "sqlite:///grading/gradebook.db"
    c.ClearSolutions.code_stub = {"python": ""}
    c.ExecutePreprocessor.timeout = 60  # s for one cell; a check takes under 2 s
    install()
    c.ExchangeFactory.collect = "tpo.grading.collect.Collect"
    c.Autograde.exporter_class = "tpo.grading.reading.Reader"
    c.Autograde.pre_convert_hook = "tpo.grading.execute.refuse_without_sandbox"
    c.Autograde.sanitize_preprocessors = [
        "tpo.grading.repair.RepairStructure",
        NB + "ClearOutput",
        NB + "DeduplicateIds",
        NB + "OverwriteKernelspec",
        NB + "OverwriteCells",
        NB + "CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "tpo.grading.execute.Execute",
        "tpo.grading.judge.JudgeArtefacts",
        NB + "IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        NB + "LimitOutput",
        "tpo.grading.judge.SaveGrades",
        NB + "AssignLatePenalties",
        NB + "CheckCellMetadata",
    ]


def _find_alembic() -> None:
    """nbgrader starts `alembic` by name for a new gradebook, also when no venv is activated."""
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + os.environ.get("PATH", "")
