"""Real kills at random moments: every grade exactly once, none lost, none doubled."""

import contextlib
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.grading import needs
from tests.grading.classroom import GRADEBOOK, grade, rows, start, ungraded
from tests.grading.course import ASSIGNMENT

pytestmark = needs.sandbox
SIZE = 6


def finished(root, expected):
    """Every learner's rows are the ones due, each grade there once, and each folder is there."""
    found = rows(root / GRADEBOOK)
    assert found == expected
    keys = Counter(row[:3] for row in found["grades"])
    assert set(keys.values()) == {1}
    autograded = root / "grading" / "autograded"
    assert len(list(autograded.glob(f"s*/{ASSIGNMENT}/exercises.ipynb"))) == SIZE
    assert not (autograded / ".unfinished").exists()


def children(pid):
    """The pids of a process' children."""
    with contextlib.suppress(OSError):
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def workers(pid):
    """Of a grader's children, the workers: forks, so they bear the grader's own command line.

    So does, for a moment, a fork that will start another program.
    """
    own = command(pid)
    found = [child for child in children(pid) if command(child) == own]
    time.sleep(0.02 if found else 0)
    return [child for child in found if command(child) == own]


def command(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def placed(root):
    return len(list((root / "grading" / "autograded").glob(f"s*/{ASSIGNMENT}")))


def test_the_grader_is_killed_again_and_again(due, tmp_path):
    root, chance = ungraded(due[0], tmp_path / "course"), random.Random()
    kills, before = [], -1
    while (now := placed(root)) < SIZE and len(kills) < 4:
        process = start(root, "--jobs", "2")
        with contextlib.suppress(subprocess.TimeoutExpired):
            # From the first new result on, at any moment of a submission's work.
            while process.poll() is None and placed(root) <= now:
                time.sleep(0.01)
            process.wait(chance.uniform(0, 0.8))
        process.kill()
        process.communicate()
        kills.append(process.returncode)
        before = now
    assert before < SIZE
    assert -signal.SIGKILL in kills
    done = grade(root)
    assert done.returncode == 0, done.stderr
    finished(root, due[1])


def test_a_killed_worker_costs_time_only(due, tmp_path):
    root, chance = ungraded(due[0], tmp_path / "course"), random.Random()
    process = start(root, "--jobs", "2")
    killed = 0
    while process.poll() is None and killed < 3:
        if found := workers(process.pid):
            time.sleep(chance.uniform(0.05, 0.5))
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)
                killed += 1
        time.sleep(0.02)
    out, err = process.communicate(timeout=300)
    assert killed
    if process.returncode:  # the same submission's worker was hit twice
        assert "the process that graded it ended twice" in out
        assert grade(root).returncode == 0, err
    finished(root, due[1])


@pytest.fixture
def short():
    """A folder whose path is short enough for a socket's."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def test_nothing_outlives_a_killed_grader(due, short):
    root = ungraded(due[0], short / "course")
    process = start(root, "--jobs", "2", TMPDIR=str(short))
    while process.poll() is None and not workers(process.pid):
        time.sleep(0.02)
    time.sleep(0.5)
    family, left = [process.pid], [process.pid]
    while left:
        family += (found := children(left.pop()))
        left += found
    process.kill()
    process.communicate()
    end = time.monotonic() + 20
    while time.monotonic() < end and (any(running(pid) for pid in family) or copies(short)):
        time.sleep(0.05)
    assert not [pid for pid in family if running(pid)]
    assert copies(short) == []


def copies(folder):
    """What a grader has put into its folder for temporary files."""
    return [path for run in folder.glob("tpo-*") for path in run.iterdir()]


def running(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def test_two_graders_at_once_are_one_too_many(due, tmp_path):
    root = ungraded(due[0], tmp_path / "course")
    first = start(root, "--jobs", "1")
    while first.poll() is None and not workers(first.pid):  # they start when the lock is held
        time.sleep(0.01)
    second = grade(root)
    first.communicate(timeout=300)
    assert first.returncode == 0
    assert second.returncode == 1
    assert "Another grading run is at work here" in second.stderr
    finished(root, due[1])
