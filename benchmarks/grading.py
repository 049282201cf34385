"""Seconds a submission: stock `nbgrader autograde`, Otter and `tpo grade`, on the same submissions.

    python benchmarks/grading.py [--submissions 32] [--rounds 3] [--otter PYTHON]

Stock is nbgrader as installed, without our settings: its own kernel start, its own Execute, judged
by the grade cells in the kernel with the public scenarios. Otter (`otter run`, no container) gets
the same notebooks and one test for each automatic exercise that makes the same public check; give
it as the Python of an environment with ``otter-grader[grading]`` in it. Ours is `tpo grade` with
sandbox and hidden scenarios, once on all cores and once bound to one.

The tools take turns, because a machine is never equally busy. What a command costs before its first
submission is in its time. Wall seconds are what you wait; CPU seconds (of all processes, children
reaped) hardly depend on what else the machine does. Bars: ours at least 6 times stock on two cores
and 3.5 times on one. The last line is JSON.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

from tests.grading import classroom  # noqa: E402
from tests.grading.course import ASSIGNMENT, AUTOMATIC, KEY  # noqa: E402
from tpo.notebook_env import HANDOVER, SECRET, UNSANDBOXED  # noqa: E402

STOCK = """
c = get_config()
c.CourseDirectory.course_id = "two-languages"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.db_url = "sqlite:///grading/gradebook.db"
"""
NBGRADER = "from nbgrader.apps.nbgraderapp import main; main()"
BARS = {"two_cores": 6.0, "one_core": 3.5}


def measure(
    command: Sequence[str], folder: Path, cores: set[int], check: bool = True
) -> tuple[float, float, float]:
    """Run a command: wall seconds, CPU seconds with all its children, its largest process in MB.

    A child of ours becomes the reaper of every orphan, so that no process is forgotten.
    """
    reader, writer = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reader)
        os.sched_setaffinity(0, cores)
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
        start, wall, cpu, most = time.perf_counter(), 0.0, 0.0, 0.0
        with (folder / "said.log").open("wb") as log:
            child = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log)
        code = 1
        while True:
            try:
                ended, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu += used.ru_utime + used.ru_stime
            most = max(most, used.ru_maxrss / 1024)
            if ended == child.pid:
                wall, code = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
        os.write(writer, json.dumps([wall, cpu, most, code]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        wall, cpu, most, code = json.load(pipe)
    os.waitpid(pid, 0)
    if code and check:
        raise SystemExit(f"{command} failed:\n{(folder / 'said.log').read_text()[-2000:]}")
    return wall, cpu, most


def environment() -> dict[str, str]:
    """The same for all: the course's code, a secret, nothing of the caller's settings."""
    mine = {k: v for k, v in os.environ.items() if k not in (HANDOVER, UNSANDBOXED)}
    return {**mine, SECRET: KEY, "PYTHONPATH": os.pathsep.join(sys.path[:2])}


def otter_course(base: Path, submissions: Path) -> list[Path]:
    """An autograder zip and the submissions as Otter takes them; each ends in the same check."""
    import nbformat

    tests = base / "tests"
    tests.mkdir(parents=True)
    for exercise in AUTOMATIC:
        name = f"q{exercise.id.replace('.', '_')}"
        code = f"assert {name}_points == {exercise.points}"
        case = {"code": f">>> {code}\n", "hidden": True, "points": exercise.points}
        suite = {"cases": [case], "type": "doctest"}
        text = f"OK_FORMAT = True\ntest = {json.dumps({'name': name, 'suites': [suite]})}\n"
        (tests / f"{name}.py").write_text(text.replace("true", "True"), encoding="utf-8")
    (base / "otter_config.json").write_text("{}", encoding="utf-8")
    (base / "environment.yml").write_text("name: x\n", encoding="utf-8")
    (base / "run_autograder").write_text("", encoding="utf-8")
    shutil.make_archive(str(base / "autograder"), "zip", base)
    made = []
    for path in sorted(submissions.glob(f"*/{ASSIGNMENT}/exercises.ipynb")):
        nb = nbformat.read(path, as_version=4)
        for cell in nb.cells:
            if cell.cell_type == "code" and cell.source.startswith("grade("):
                id = cell.source.split('"')[1]
                cell.source = f"q{id.replace('.', '_')}_points = {cell.source}"
        nb.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
        target = base / "submissions" / f"{path.parts[-3]}.ipynb"
        target.parent.mkdir(exist_ok=True)
        nbformat.write(nb, target)
        made.append(target)
    return made


def prepare(base: Path, size: int) -> dict[str, Path]:
    """One class, copied for each tool."""
    ours = classroom.new(base / "ours")
    classroom.hand_in(ours, size)
    stock = Path(shutil.copytree(ours, base / "stock"))
    (stock / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    return {"ours": ours, "stock": stock}


def main() -> None:
    """Print a table, then the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--otter", default="", help="the Python of Otter's environment")
    options = parser.parse_args()
    n, cores = options.submissions, sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="tpo-bench-") as folder:
        base = Path(folder)
        roots = prepare(base, n)
        python = sys.executable
        ours = [python, "-m", "tpo.cli", "grade", ASSIGNMENT, "--force"]
        stock = [python, "-c", NBGRADER, "autograde", ASSIGNMENT, "--force"]
        tools = {
            "stock": (stock, roots["stock"], set(cores)),
            "ours, two cores": (ours, roots["ours"], set(cores[:2])),
            "stock, one core": (stock, roots["stock"], {cores[0]}),
            "ours, one core": ([*ours, "--jobs", "2"], roots["ours"], {cores[0]}),
        }
        if options.otter:
            files = otter_course(base / "otter", roots["ours"] / "grading" / "submitted")
            run = base / "otter" / "run.sh"
            lines = [
                f'"{options.otter}" -m otter run --no-logo -a autograder.zip "{f}"' for f in files
            ]
            run.write_text("\n".join(["set -e", *lines]), encoding="utf-8")
            tools["otter"] = (["sh", str(run)], base / "otter", set(cores))
        times: dict[str, list[tuple[float, float, float]]] = {name: [] for name in tools}
        for turn in range(options.rounds):
            for name, (command, place, on) in tools.items():
                wall, cpu, most = measure(command, place, on)
                times[name].append((wall / n, cpu / n, most))
                print(
                    f"{turn + 1}  {name:16s} {wall / n:6.2f} s wall  {cpu / n:6.2f} s CPU",
                    flush=True,
                )
        figures = {
            name: [statistics.median(column) for column in zip(*rows, strict=True)]
            for name, rows in times.items()
        }
        commands = ("--help", "grade NOPE", "item-stats NOPE", "nbgrader --version", "check-env")
        starts = {line: start(line, roots["ours"]) for line in commands}
        memory = {size: flat(base, size) for size in (2 * n, 4 * n)}
    report(figures, memory, starts, n, options.rounds)


def start(line: str, folder: Path) -> float:
    """CPU seconds of a command of ours that finds nothing to do (bar: 1.5); the best of three."""
    command = [sys.executable, "-m", "tpo.cli", *line.split()]
    return min(measure(command, folder, os.sched_getaffinity(0), check=False)[1] for _ in range(3))


def flat(base: Path, size: int) -> float:
    """The grader's own peak memory in MB with a class of this size."""
    root = classroom.new(base / f"class-{size}")
    classroom.hand_in(root, size)
    return measure(
        [sys.executable, "-m", "tpo.cli", "grade", ASSIGNMENT], root, os.sched_getaffinity(0)
    )[2]


def report(
    figures: dict[str, list[float]],
    memory: dict[int, float],
    starts: dict[str, float],
    n: int,
    rounds: int,
) -> None:
    """The table and the line."""
    print(f"\n{n} submissions of {ASSIGNMENT}, medians of {rounds} rounds")
    print("                     wall, s   CPU, s   largest process, MB")
    for name, (wall, cpu, most) in figures.items():
        print(f"{name:18s} {wall:9.2f} {cpu:8.2f} {most:10.0f}")
    ratios = {
        "two_cores": figures["stock"][0] / figures["ours, two cores"][0],
        "one_core": figures["stock, one core"][0] / figures["ours, one core"][0],
        "cpu": figures["stock"][1] / figures["ours, two cores"][1],
    }
    if "otter" in figures:
        ratios["otter_two_cores"] = figures["otter"][0] / figures["ours, two cores"][0]
    for name, ratio in ratios.items():
        bar = f"(bar {BARS[name]})" if name in BARS else ""
        print(f"{name:18s} {ratio:8.1f}× {bar}")
    print("start-up, CPU s:", {k: round(v, 2) for k, v in starts.items()})
    print("largest process by class size, MB:", {k: round(v) for k, v in memory.items()})
    print(
        json.dumps(
            {
                "submissions": n,
                "seconds_per_submission": {
                    k: {"wall": round(v[0], 3), "cpu": round(v[1], 3)} for k, v in figures.items()
                },
                "ratios": {k: round(v, 2) for k, v in ratios.items()},
                "start_cpu_s": {k: round(v, 2) for k, v in starts.items()},
                "peak_mb": {str(k): round(v) for k, v in memory.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
