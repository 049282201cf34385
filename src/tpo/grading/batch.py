"""``tpo grade``: what `nbgrader autograde` does, for a whole class at once.

This process is nbgrader's converter and the only one that writes the gradebook and the autograded
tree. It sanitizes each submission, hands the work out (`tpo.grading.work`) and records what comes
back. A submission's folder is built in a staging tree beside the real one and moved into place when
its grades are committed. So the folder says "graded", and a run that was killed at any moment is
finished by the same command: what has its folder is left alone, what has none is graded again, over
the same rows of the gradebook.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import nbformat
import sqlalchemy.exc
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, rmtree

from tpo.exercises.handover import CALL
from tpo.grading.execute import refuse_without_sandbox
from tpo.grading.lean import lean
from tpo.grading.mend import finished
from tpo.grading.progress import Progress
from tpo.grading.sandbox import PRIVATE_FILES
from tpo.grading.work import STEPS, Done, Job, RefusedError, seeds, self_study
from tpo.trouble import TroubleError

STAGING = ".unfinished"
GRADEBOOK = (
    "The gradebook did not answer: {}. What is graded so far stays graded; when the gradebook is "
    "back, run the same command again."
)


class Engine(Protocol):
    """Who does the work: `tpo.grading.pool.Pool` or `tpo.grading.cluster.Cluster`."""

    code: str  # see `Job.code`

    @property
    def room(self) -> int:
        """How many jobs to hand in before asking for a result."""

    def submit(self, key: str, job: Job) -> None:
        """Have a job done."""

    def next(self) -> tuple[str, Done | Exception]:
        """Wait for any job."""

    def close(self) -> None:
        """Stop."""


@dataclass
class Summary:
    """What a run did, by learner."""

    graded: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # graded before
    failed: dict[str, str] = field(default_factory=dict)  # learner → why
    seconds: float = 0.0


class MisnamedError(Exception):
    """A submission holds no notebook of the assignment; the message says what to rename."""


class Recorded(NbGraderPreprocessor):
    """Takes the place of the steps that were done elsewhere: puts their result in."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook as it came back, and the verdicts beside it."""
        done: Done = self.parent.parent.done
        name = resources["nbgrader"]["notebook"]
        resources["nbgrader"]["verdicts"] = done.verdicts[name]
        return nbformat.reads(done.notebooks[name], as_version=4), resources


class Grader(Autograde):
    """nbgrader's own converter, its middle part done by an engine.

    ``coursedir`` points at the staging tree; ``real`` is the folder of the autograded tree.
    """

    done: Done

    def __init__(self, engine: Engine, coursedir: CourseDirectory, **kwargs: Any):
        self.real = coursedir.autograded_directory
        staging = str(Path(self.real, STAGING))
        coursedir.autograded_directory = staging
        kwargs["parent"].config.CourseDirectory.autograded_directory = staging
        super().__init__(coursedir=coursedir, **kwargs)
        self.engine = engine
        self.summary = Summary()
        first = tuple(_dotted(step) for step in self.autograde_preprocessors[: len(STEPS)])
        if first != STEPS:
            raise TroubleError(
                "Autograde.autograde_preprocessors must begin with " + " and ".join(STEPS) + "."
            )
        self._rest = [Recorded, *self.autograde_preprocessors[len(STEPS) :]]
        self._recording = False
        self._students: dict[str, list[str]] = {}

    def convert_notebooks(self) -> None:
        """Grade everybody who is due."""
        try:
            with lean():
                self._convert()
        except sqlalchemy.exc.OperationalError as error:
            raise TroubleError(GRADEBOOK.format(error.orig)) from error

    def _convert(self) -> None:
        assignment = self.coursedir.assignment_id
        if self.pre_convert_hook is not refuse_without_sandbox:  # the workers look at that
            self.run_pre_convert_hook()
        with _only_writer(Path(self.coursedir.root, self.real)):
            due = dict(self._due(assignment))
            self.progress = Progress(len(due))
            speak = _Speak(self.progress)
            self.log.handlers, old = [speak], self.log.handlers
            try:
                self._grade(assignment, due, speak)
            finally:
                self.log.handlers = old
                self.engine.close()
                rmtree_if_there(self.coursedir.autograded_directory)
                self.summary.seconds = self.progress.seconds
                self.progress.end()

    def _grade(self, assignment: str, due: dict[str, list[str]], speak: _Speak) -> None:
        todo, out = iter(due.items()), 0
        while True:
            while out < self.engine.room and (one := next(todo, None)):
                speak.about = one[0]
                if job := self._prepare(assignment, *one):
                    self.engine.submit(one[0], job)
                    out += 1
            if not out:
                return
            student, result = self.engine.next()
            speak.about = student
            out -= 1
            if isinstance(result, RefusedError):  # on a machine of a cluster
                raise result
            if isinstance(result, Exception):
                self._fail(assignment, student, result)
            else:
                self._record(assignment, student, due[student], result)

    def _due(self, assignment: str) -> Iterator[tuple[str, list[str]]]:
        """Who is to be graded, and their notebooks, in the order of their names."""
        pattern = self._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
        excluded = self.coursedir.student_id_exclude.split(",")
        half = self._half_graded(assignment)
        for folder, notebooks in sorted(self.assignments.items()):
            match = re.match(pattern, folder)
            if match is None or match["student"] in excluded:
                continue
            student, real = match["student"], self._real(assignment, match["student"])
            whole = os.path.exists(real) and finished(Path(real), self.permissions)
            if not self.force and whole and student not in half:
                new = self.coursedir.get_existing_timestamp(folder)
                old = self.coursedir.get_existing_timestamp(real)
                if not (new and old and new > old):
                    self.summary.skipped.append(student)
                    continue
            yield student, sorted(notebooks)

    def _half_graded(self, assignment: str) -> set[str]:
        """Learners with a question that nobody graded: neither a program nor a person.

        So ended a killed `nbgrader autograde`, which skips them from then on, or a judge of ours
        that failed.
        """
        with self._gradebook() as gradebook:
            written = {(c.notebook_id, c.name) for c in gradebook.db.query(SolutionCell)}
            open_grades = (
                gradebook.db.query(SubmittedAssignment.student_id, GradeCell.notebook_id, GradeCell.name)
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
                .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
                .join(GradeCell, GradeCell.id == Grade.cell_id)
                .filter(Assignment.name == assignment)
                .filter(Grade.auto_score.is_(None), Grade.manual_score.is_(None))
            )
            return {who for who, notebook, name in open_grades if (notebook, name) not in written}

    def _prepare(self, assignment: str, student: str, notebooks: list[str]) -> Job | None:
        """Sanitize a submission; None if it can't be read."""
        try:
            rmtree_if_there(self._real(assignment, student))
            rmtree_if_there(self._format_dest(assignment, student))
            self.notebooks = notebooks
            self.init_assignment(assignment, student)
            self._sanitizing, self._recording = True, False
            self._init_preprocessors()
            for notebook in self.notebooks:
                BaseConverter.convert_single_notebook(self, notebook)
            return self._job(assignment, student)
        except sqlalchemy.exc.OperationalError:
            raise
        except NbGraderException as error:
            self._fail(assignment, student, self._misnamed(assignment, notebooks) or error)
        except Exception as error:
            self._fail(assignment, student, error)
        return None

    def _misnamed(self, assignment: str, notebooks: list[str]) -> MisnamedError | None:
        """What to say if the assignment knows none of a submission's notebooks."""
        with self._gradebook() as gradebook:
            known = gradebook.db.query(Notebook.name).join(Notebook.assignment)
            wanted = {name for (name,) in known.filter(Assignment.name == assignment)}
        there = sorted(Path(path).name for path in notebooks)
        if not wanted or wanted & {Path(name).stem for name in there}:
            return None
        due = " and ".join(f"{name}.ipynb" for name in sorted(wanted))
        return MisnamedError(
            f"It holds {', '.join(there)}, and what is graded is called {due}. Give the file that "
            "name, and run the same command again."
        )

    def _job(self, assignment: str, student: str) -> Job:
        folder = Path(self._format_dest(assignment, student))
        notebooks, files = {}, {}
        for path in sorted(folder.rglob("*")):
            place = path.relative_to(folder)
            if path.suffix == ".ipynb" and len(place.parts) == 1:
                notebooks[path.stem] = path.read_text(encoding="utf-8")
            elif path.is_file() and not path.is_symlink() and path.name not in PRIVATE_FILES:
                files[place.as_posix()] = path.read_bytes()
        self._students[student] = sorted(notebooks)
        wanted = [call for text in notebooks.values() for call in _calls(text)]
        settings = {name: self.config[name] for name in ("Execute", "ExecutePreprocessor")}
        return Job(
            assignment,
            student,
            notebooks,
            files,
            seeds(student, wanted),
            json.loads(json.dumps(settings)),
            self_study(),
            self.engine.code,
        )

    def _record(self, assignment: str, student: str, notebooks: list[str], done: Done) -> None:
        """Save the grades and put the folder in its place."""
        for level, message in done.said:
            self.log.log(level, message)
        self.done = done
        try:
            self._sanitizing, self._recording = False, True
            self._init_preprocessors()
            folder = self._format_dest(assignment, student)
            for name in self._students.pop(student):
                notebook = os.path.join(folder, f"{name}.ipynb")
                BaseConverter.convert_single_notebook(self, notebook)
            self.set_permissions(assignment, student)
            self._place(folder, self._real(assignment, student))
            self.run_post_convert_hook()
        except sqlalchemy.exc.OperationalError:
            raise
        except Exception as error:
            self._fail(assignment, student, error)
            return
        finally:
            self._sanitizing = True
        self.summary.graded.append(student)
        self.progress.step()

    def _init_preprocessors(self) -> None:
        if not self._recording:
            super()._init_preprocessors()
            return
        self.exporter._preprocessors = []
        for step in self._rest:
            self.exporter.register_preprocessor(step)

    def _place(self, folder: str, real: str) -> None:
        """Everything on the disk first, then one rename."""
        for path in Path(folder).rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        Path(real).parent.mkdir(parents=True, exist_ok=True)
        os.rename(folder, real)

    def _fail(self, assignment: str, student: str, error: Exception) -> None:
        rmtree_if_there(self._format_dest(assignment, student))
        self._students.pop(student, None)
        why = _sentence(error)
        self.summary.failed[student] = why
        self.log.error("not graded: %s", why)
        self.progress.step(failed=True)

    def _real(self, assignment: str, student: str) -> str:
        return self.coursedir.format_path(self.real, student, assignment)

    def _gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)


class _Speak(logging.Handler):
    """The log above the progress line: warnings, each naming its learner."""

    def __init__(self, progress: Progress):
        super().__init__(logging.WARNING)
        self.progress, self.about = progress, ""

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        names = re.search(rf"\b{re.escape(self.about)}\b", said)
        self.progress.say(said if names else f"{self.about}: {said}")


def _dotted(step: Any) -> str:
    return step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}"


def _calls(text: str) -> list[str]:
    """The exercises that a notebook's grade cells name."""
    cells = nbformat.reads(text, as_version=4).cells
    found = [CALL.fullmatch(cell.source.strip()) for cell in cells if is_grade(cell)]
    return [call[1] for call in found if call]


def _sentence(error: Exception) -> str:
    """What an exception says, without its type where the words are enough."""
    text = " ".join(str(error).split())[:300]
    return text if type(error).__module__.startswith("tpo.") else f"{type(error).__name__}: {text}"


def rmtree_if_there(folder: str) -> None:
    """Remove a folder whose files nbgrader made read-only."""
    if os.path.isdir(folder):
        rmtree(folder)


class _only_writer:
    """Holds a lock file for the run: the gradebook has one writer. The lock ends with the process."""

    def __init__(self, folder: Path):
        self.path = folder.parent / ".tpo-grade.lock"

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a")
        try:
            _lock(self.file.fileno())
        except OSError:
            self.file.close()
            raise TroubleError(
                f"Another grading run is at work here ({self.path}). Wait for its end."
            ) from None

    def __exit__(self, *anything: object) -> None:
        self.file.close()  # the file stays: removing it would let two runs lock two files


def _lock(file: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
