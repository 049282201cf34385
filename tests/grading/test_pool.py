"""Workers on this machine: every job comes back once, also when workers die."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tpo.grading import pool as pools
from tpo.grading.pool import LostError, Pool
from tpo.grading.work import Done, Job, RefusedError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its workers are killed by signal")


@pytest.fixture(autouse=True)
def _no_kernels(monkeypatch):
    """These jobs start no kernels, so nothing has to be shut in."""
    monkeypatch.setenv("TPO_UNSANDBOXED", "1")


def job(student, text=""):
    return Job("a", student, {"exercises": text}, {}, {})


def echo(job):
    return Done(job.notebooks, {}, (), str(os.getpid()))


def falls(job):
    """Kills its own process as often as the file says."""
    path = Path(job.notebooks["exercises"])
    if left := int(path.read_text()):
        path.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(job)


def raises(job):
    if job.student == "refused":
        raise RefusedError("Not here.")
    raise ValueError("bad notebook")


def results(pool, jobs):
    for one in jobs:
        pool.submit(one.student, one)
    found = [pool.next() for _ in jobs]
    pool.close()
    assert len({key for key, _ in found}) == len(jobs)
    return dict(found)


def test_every_job_comes_back_once_from_as_many_processes_as_asked():
    found = results(Pool(2, echo), [job(f"s{i}", "x" * 100_000) for i in range(12)])
    assert sorted(found) == sorted(f"s{i}" for i in range(12))
    assert {len(done.notebooks["exercises"]) for done in found.values()} == {100_000}
    assert len({done.where for done in found.values()} | {str(os.getpid())}) == 3


def test_a_job_whose_worker_dies_is_done_again(tmp_path):
    (tmp_path / "once").write_text("1")
    (tmp_path / "never").write_text("0")
    jobs = [
        job("a", str(tmp_path / "once")),
        *(job(f"b{i}", str(tmp_path / "never")) for i in range(3)),
    ]
    found = results(Pool(2, falls), jobs)
    assert all(isinstance(done, Done) for done in found.values())


def test_a_job_that_kills_every_worker_is_given_up_and_the_others_go_on(tmp_path):
    (tmp_path / "always").write_text("9")
    (tmp_path / "never").write_text("0")
    found = results(
        Pool(1, falls), [job("a", str(tmp_path / "always")), job("b", str(tmp_path / "never"))]
    )
    assert isinstance(found["a"], LostError)
    assert isinstance(found["b"], Done)
    assert (tmp_path / "always").read_text() == str(9 - pools.ATTEMPTS)


def test_an_error_is_a_result():
    found = results(Pool(1, raises), [job("plain"), job("refused")])
    assert str(found["plain"]) == "ValueError: bad notebook"
    assert isinstance(found["refused"], RefusedError)
