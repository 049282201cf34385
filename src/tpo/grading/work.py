"""One submission's work, wherever it is done: bytes in, bytes out.

A `Job` holds all that grading one submission takes, and `work` needs nothing else: no course
folder, no gradebook, no other submission and not the instructor's secret. So it can be done by
another process or on another machine. What comes back is recorded by the one process that owns
the gradebook (`tpo.grading.batch`).
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbgrader.utils import setenv
from traitlets.config import Config

from tpo.exercises import find
from tpo.exercises.contract import Verdict
from tpo.exercises.hidden import SELF_STUDY, secret, seed
from tpo.grading.execute import RISK, Execute
from tpo.grading.judge import EVERYBODY_KNOWS, JudgeArtefacts, Source
from tpo.grading.provisioner import scratch, unsandboxed, why_not
from tpo.trouble import TroubleError

STEPS = ("tpo.grading.execute.Execute", "tpo.grading.judge.JudgeArtefacts")
"""What is done here, as nbgrader's settings call it; the other steps need the gradebook."""


@dataclass(frozen=True)
class Job:
    """A sanitized submission: its notebooks (name → JSON), its other files (path → content)."""

    assignment: str
    student: str
    notebooks: Mapping[str, str]
    files: Mapping[str, bytes]
    seeds: Mapping[str, int]  # of the hidden cases, by exercise
    settings: Mapping[str, Any] = field(default_factory=dict)  # of the steps, by class
    self_study: bool = False  # graded with the secret that everybody knows
    code: str = ""  # `code_version` of who asks


@dataclass(frozen=True)
class Done:
    """The executed and judged notebooks, and what was said meanwhile."""

    notebooks: Mapping[str, str]
    verdicts: Mapping[str, Mapping[str, Verdict]]  # by notebook and grade cell
    said: tuple[tuple[int, str], ...]  # log level, message
    where: str  # host and process


class RefusedError(TroubleError):
    """This process can't grade, whatever the submission; the message says why."""


class Judge(JudgeArtefacts):
    """Judges with the seeds that came with the job."""

    seeds: Mapping[str, int] = {}
    self_study = False

    def source(self, student: str) -> Source:
        """See `JudgeArtefacts.source`."""
        if self.self_study:
            self.log.warning(EVERYBODY_KNOWS)
        return lambda exercise: random.Random(self.seeds[exercise])


def seeds(student: str, exercises: list[str]) -> dict[str, int]:
    """The seeds of a learner's hidden cases, made with this machine's secret."""
    key = secret()
    return {exercise: seed(key, student, exercise) for exercise in exercises}


def self_study() -> bool:
    """Whether this machine's secret is the one that everybody knows."""
    return secret() == SELF_STUDY


def refuse() -> None:
    """Raise RefusedError if submissions would run with the rights of whoever grades."""
    if not unsandboxed() and (why := why_not()):
        raise RefusedError(RISK.format(why=why))


@cache
def code_version() -> str:
    """A fingerprint of the course's code: another version may give other scores."""
    digest = hashlib.sha256()
    top = Path(__file__).parents[1]
    for path in sorted(p for kind in ("py", "yaml", "wasm") for p in top.rglob(f"*.{kind}")):
        digest.update(path.relative_to(top).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load(job: Job) -> None:
    """Import what a job's judges need, so that forked workers have it."""
    for exercise in job.seeds:
        find(exercise)
    with suppress(ImportError):  # no compiled loop on this machine
        import_module("tpo.engines.simulator.fast")


_one_at_a_time = threading.Lock()  # the environment and the simulator belong to the process


def work(job: Job) -> Done:
    """Run and judge a submission; whatever it does costs only its own marks."""
    refuse()
    if job.code not in ("", code_version()):
        raise RefusedError(
            f"{socket.gethostname()} has another version of the course's code, which may give "
            "other scores. Give every worker the version you grade with."
        )
    with _one_at_a_time, TemporaryDirectory(prefix="tpo-", dir=scratch()) as folder:
        _lay_out(Path(folder), job.files)
        heard = _Heard()
        notebooks, verdicts = {}, {}
        with setenv(NBGRADER_EXECUTION="autograde"):
            for name, text in job.notebooks.items():
                notebooks[name], verdicts[name] = _grade(job, name, text, folder, heard)
    return Done(notebooks, verdicts, tuple(heard.said), f"{socket.gethostname()}:{os.getpid()}")


def _grade(
    job: Job, name: str, text: str, folder: str, heard: _Heard
) -> tuple[str, dict[str, Verdict]]:
    nb = nbformat.reads(text, as_version=4)
    names = {"student": job.student, "assignment": job.assignment, "notebook": name}
    resources: dict[str, Any] = {"metadata": {"path": folder}, "nbgrader": names}
    settings = Config(job.settings)
    nb, resources = Execute(config=settings, log=heard.log).preprocess(nb, resources)
    judge = Judge(config=settings, log=heard.log)
    judge.seeds, judge.self_study = job.seeds, job.self_study
    nb, resources = judge.preprocess(nb, resources)
    return nbformat.writes(nb), resources["nbgrader"]["verdicts"]


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts:
            continue
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class _Heard(logging.Handler):
    """Keeps what the steps say, for the instructor's own log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[tuple[int, str]] = []
        self.log = logging.Logger("tpo.grading.work", logging.WARNING)
        self.log.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.levelno, record.getMessage()))
