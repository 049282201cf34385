"""Worker processes on this machine.

`Pool` and `tpo.grading.cluster.Cluster` look the same from outside: `submit` a job under a key,
ask for the `next` key with its result or the exception that took its place, `close`. Every key
that was submitted comes back exactly once.
"""

from __future__ import annotations

import multiprocessing
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from tpo.fast_start import no_garbage
from tpo.grading.provisioner import adopt, unsandboxed, warm_process
from tpo.grading.work import Done, Job, load, refuse, work

ATTEMPTS = 2
"""A job whose worker dies is done again once, by a new worker."""


class LostError(Exception):
    """The process or machine that graded a submission ended, more than once."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: tuple[str, Job, int] | None = None  # key, job, attempts before this one


class Pool:
    """``jobs`` processes that each do one job at a time."""

    def __init__(self, jobs: int, do: Callable[[Job], Done] = work):
        self.code = ""  # these processes run the same
        self.room = jobs + 1  # jobs to hand in before asking for a result: one waits
        self._jobs, self._do = jobs, do
        # A fork has the imports already; with threads about, it might hang.
        self._forks = sys.platform.startswith("linux") and threading.active_count() == 1
        self._start: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._workers: list[_Worker] = []
        self._waiting: deque[tuple[str, Job, int]] = deque()

    def submit(self, key: str, job: Job) -> None:
        """Have a job done."""
        if not self._workers and self._forks:
            if not unsandboxed():
                with suppress(OSError):  # `refuse` will say why
                    warm_process()  # gets ready while the next jobs are prepared
            with no_garbage():
                load(job)
        self._waiting.append((key, job, 0))
        self._hand_out()

    def next(self) -> tuple[str, Done | Exception]:
        """Wait for any job; its key, and its result or why there is none."""
        while True:
            self._hand_out()
            busy = {worker.pipe: worker for worker in self._workers if worker.task}
            for ready in wait(list(busy)):
                worker = busy[ready]  # type: ignore[index]
                assert worker.task is not None
                key, job, attempts = worker.task
                worker.task = None
                try:
                    result = worker.pipe.recv()
                except (EOFError, OSError):
                    self._bury(worker)
                else:
                    self._hand_out()  # before the result is recorded, which takes a while
                    return key, result
                if attempts + 1 >= ATTEMPTS:
                    return key, LostError("the process that graded it ended twice")
                self._waiting.appendleft((key, job, attempts + 1))

    def close(self) -> None:
        """End the workers and whatever they still do."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _hand_out(self) -> None:
        while self._waiting:
            worker = next((w for w in self._workers if not w.task), None)
            if worker is None:
                if len(self._workers) >= self._jobs:
                    return
                worker = self._hire()
            task = self._waiting.popleft()
            try:
                worker.pipe.send(task[1])
            except OSError:  # it died while it had nothing to do
                self._waiting.appendleft(task)
                self._bury(worker)
            else:
                worker.task = task

    def _hire(self) -> _Worker:
        refuse()
        ours, its = self._start.Pipe()
        warm = warm_process().share() if self._forks and not unsandboxed() else None
        process = self._start.Process(target=_serve, args=(its, warm, self._do), daemon=True)
        process.start()
        its.close()
        if warm:
            warm[0].close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _bury(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)


def _serve(pipe: Connection, warm: tuple[socket.socket, str] | None, do: Callable[[Job], Done]) -> None:
    """A worker's life: jobs in, results out, until the grader is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader
    _die_with_the_grader()
    if warm:
        adopt(warm)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        result: Any
        try:
            result = do(job)
        except Exception as error:
            result = _sendable(error)
        try:
            pipe.send(result)
        except OSError:
            return


def _sendable(error: Exception) -> Exception:
    """The exception itself if it is ours; others may hold what can't be sent."""
    if type(error).__module__.startswith("tpo."):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}"[:2000])


def _die_with_the_grader() -> None:
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
