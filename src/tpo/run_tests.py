"""`tpo test`: style, tests, types and notebooks, all failures reported.

pytest waits a lot, for browsers and servers; types and notebooks are checked beside it and reported
after it.

The notebooks of `course/` and `solutions/` are run again by nbval, which compares every output
with the stored one; `tests/nbval.cfg` says what may differ. Without notebooks the test fails: an
empty list must not pass.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from xml.etree import ElementTree

from tpo.paths import checkout

OUTCOMES = ("failed", "passed", "skipped")
BESIDE = ("mypy", "nbval")  # run while pytest runs


def run(only: Sequence[str] | None, without_notebooks: bool, rest: Sequence[str]) -> int:
    """Run the steps named in `only` (default: all), `rest` being further arguments for pytest.

    Returns 0 if every step passed and something was tested. The last line is like pytest's own.
    """
    root = checkout()
    start = time.monotonic()
    total = dict.fromkeys(OUTCOMES, 0)
    broken = []
    todo = {n: command for n, command in steps(root, rest).items() if not only or n in only}
    with ThreadPoolExecutor(1) as beside, tempfile.TemporaryDirectory() as folder:
        logs = {name: Path(folder, name) for name in BESIDE if todo.get(name) and "pytest" in todo}
        ahead = {n: beside.submit(run_step, todo[n], root, log) for n, log in logs.items()}
        for name, command in todo.items():
            print(f"\n--- {name} ---", flush=True)
            if name in ahead:
                counts = ahead[name].result()
                print(logs[name].read_text(encoding="utf-8", errors="replace"), end="")
            else:
                counts = run_step(command, root) if command else no_notebooks(without_notebooks)
            for outcome in OUTCOMES:
                total[outcome] += counts[outcome]
            if counts["failed"]:
                broken.append(name)
    if broken:
        print(f"\nNot passed: {', '.join(broken)}.")
    print(last_line(total, time.monotonic() - start), flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


def steps(root: Path, rest: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return step -> command, to be run in `root`; the command is empty if there are no notebooks."""
    python = [sys.executable, "-m"]
    # -p: see fast_start. The plugins of nbval are switched off in pyproject.toml for the others.
    pytest = [*python, "pytest", "-p", "tpo.fast_start"]
    nbval = [*pytest, "-o", "addopts=-q --strict-markers", "--nbval", "--nbval-current-env"]
    nbval += ["--nbval-sanitize-with", "tests/nbval.cfg"]
    found = notebooks(root)
    return {
        "ruff": [*python, "ruff", "check"],
        "format": [*python, "ruff", "format", "--check"],
        "pytest": [*pytest, *rest],
        "mypy": [*python, "mypy"],
        "nbval": [*nbval, *found] if found else [],
    }


def notebooks(root: Path) -> list[str]:
    """Return the notebooks that must run clean, sorted, relative to `root`."""
    found = [
        path for folder in ("course", "solutions") for path in (root / folder).rglob("*.ipynb")
    ]
    names = [path.relative_to(root) for path in found]
    return sorted(name.as_posix() for name in names if ".ipynb_checkpoints" not in name.parts)


def no_notebooks(allowed: bool) -> dict[str, int]:
    """Count the missing notebooks as one failed test, or as a skipped one if they may be missing."""
    print("There are no notebooks in course/ and solutions/: run `tpo build`.")
    return {"failed": int(not allowed), "passed": 0, "skipped": int(allowed)}


def run_step(command: Sequence[str], root: Path, log: Path | None = None) -> dict[str, int]:
    """Run one command in `root`; return how many tests failed, passed and were skipped.

    A command that is not pytest counts as one test. A pytest that tested nothing has failed. What
    it says goes to `log`, if there is one.
    """
    handle, report = tempfile.mkstemp(suffix=".xml")
    os.close(handle)
    tests = "pytest" in command
    try:
        with log.open("wb") if log else nullcontext() as said:
            whole = [*command, f"--junitxml={report}"] if tests else command
            code = subprocess.run(whole, cwd=root, stdout=said, stderr=said).returncode
        counts = count(Path(report).read_bytes())
    finally:
        os.unlink(report)
    if not tests:
        return {"failed": int(code != 0), "passed": int(code == 0), "skipped": 0}
    if code and not counts["failed"]:
        counts["failed"] = 1
    return counts


def count(report: bytes) -> dict[str, int]:
    """Return the numbers of failed, passed and skipped tests in a JUnit report (b"": none)."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for suite in ElementTree.fromstring(report).iter("testsuite") if report else ():
        tests, failures, errors, skipped = (
            int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")
        )
        counts["failed"] += failures + errors
        counts["passed"] += tests - failures - errors - skipped
        counts["skipped"] += skipped
    return counts


def last_line(total: dict[str, int], seconds: float) -> str:
    """Return pytest's kind of last line, such as "== 1 failed, 3 passed in 0.50s =="."""
    parts = [f"{total[outcome]} {outcome}" for outcome in OUTCOMES if total[outcome]]
    return f"===== {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ====="
