"""The command ``tpo grade``: start the engine, run the batch, say what happened."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from tpo.exercises import MODULES
from tpo.fast_start import no_garbage  # before nbgrader
from tpo.grading.provisioner import unsandboxed, warm_process
from tpo.notebook_env import UNSANDBOXED
from tpo.trouble import TroubleError

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

    from tpo.grading.batch import Summary


def run(options: argparse.Namespace) -> int:
    """Grade an assignment; 0 if nothing failed."""
    if options.unsandboxed:
        os.environ[UNSANDBOXED] = "1"
    modules = [name for name in MODULES if options.assignment.lower().startswith(name)]
    here = sys.platform.startswith("linux") and not unsandboxed() and not options.scheduler
    if modules and here:
        with suppress(OSError):  # `refuse_without_sandbox` will say why
            warm_process(modules)  # gets ready while nbgrader is imported
    with no_garbage():
        from nbgrader.apps import AutogradeApp
        from nbgrader.converters.base import NbGraderException

        from tpo.grading.batch import Engine, Grader
        from tpo.grading.pool import Pool

    app = AutogradeApp()
    words = [options.assignment, "--student", options.student, "--log-level=WARN"]
    app.initialize(words + ["--force"] * options.force)
    app.coursedir.assignment_id = options.assignment
    engine: Engine
    if options.scheduler:
        from tpo.grading.cluster import Cluster

        engine = Cluster(options.scheduler)
    else:
        engine = Pool(options.jobs or cores() + 1)
    grader = Grader(engine, app.coursedir, parent=app)
    summary = grader.summary
    app.log.handlers = []  # a batch says what happens itself
    try:
        grader.start()
    except NbGraderException as error:
        raise TroubleError(_nothing(app.coursedir, options)) from error
    finally:
        if summary.graded or summary.failed or summary.skipped:
            for sentence in told(options.assignment, summary):
                print(sentence)
    return 1 if summary.failed else 0


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def told(assignment: str, summary: Summary) -> list[str]:
    """The summary, one sentence a line."""
    graded, failed = len(summary.graded), len(summary.failed)
    each = f" ({summary.seconds / graded:.2f} s each)" if graded else ""
    lines = [f"{assignment}: {graded} graded in {summary.seconds:.1f} s{each}, {failed} failed."]
    if summary.skipped:
        lines.append(f"{len(summary.skipped)} graded before, left alone; --force grades them again.")
    lines += [f"  {learner}: not graded. {why}" for learner, why in sorted(summary.failed.items())]
    return lines


def _nothing(course: CourseDirectory, options: argparse.Namespace) -> str:
    """What to say when no submission was found."""
    place = course.format_path(course.submitted_directory, options.student, options.assignment)
    there = glob(course.format_path(course.submitted_directory, "*", "*"))
    near = get_close_matches(options.assignment, sorted({Path(p).name for p in there}), n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"There is no notebook in {place}.{hint}"
