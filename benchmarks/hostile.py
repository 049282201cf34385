"""The hostile submissions of tests/hostile against stock nbgrader and against ours.

Each submission is graded alone by `nbgrader autograde --student …` in a fresh copy of a class with
three graded neighbours, behind the tests' own wall (so nothing reaches the machine). Prints a table
and, with --write, puts it into docs/security.md. Takes about ten minutes on a quiet machine.

    python -m benchmarks.hostile [--write] [--only NAME …] [--side stock|ours]
"""

from __future__ import annotations

import argparse
import copy
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.grading.course import ASSIGNMENT, AUTOMATIC, KEY
from tests.hostile.classroom import NEIGHBOURS, PASSWORD, TIMEOUT_S, Classroom, Done
from tests.hostile.submissions import LOOT, OUT, SUBMISSIONS
from tests.hostile.test_hostile import scripts
from tpo.paths import checkout

LIMIT_S = 120
START, END = "<!-- comparison: made by benchmarks/hostile.py -->", "<!-- end of comparison -->"
SIDES = ("stock", "ours")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the table into docs/security.md")
    parser.add_argument("--only", nargs="+", default=list(SUBMISSIONS), metavar="NAME")
    parser.add_argument("--side", choices=SIDES)
    options = parser.parse_args(arguments)
    sides = [options.side] if options.side else list(SIDES)
    found: dict[str, dict[str, str]] = {name: {} for name in options.only}
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as place:
        for side in sides:
            ready = prepare(Path(place) / side, side == "stock")
            for name in options.only:
                found[name][side] = compare(ready, Path(place) / "one", name)
                print(f"{side:6}{name:28}{found[name][side]}", flush=True)
    table = "\n".join(lines(found, sides))
    print(table)
    if options.write:
        path = checkout() / "docs" / "security.md"
        before, _, rest = path.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        path.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


def prepare(base: Path, stock: bool) -> Classroom:
    """A class whose neighbours are graded and marked."""
    base.mkdir()
    classroom = Classroom(base, stock)
    classroom.hand_in(NEIGHBOURS)
    for done in classroom.run(
        ["generate_assignment", ASSIGNMENT, "--force"], ["autograde", ASSIGNMENT]
    ):
        if done.code:
            sys.exit(done.said[-3000:])
    return classroom


def compare(prepared: Classroom, base: Path, name: str) -> str:
    """What became of one submission and of everybody else, in a few words."""
    shutil.rmtree(base, ignore_errors=True)
    shutil.copytree(prepared.base, base, symlinks=True)
    classroom = copy.copy(prepared)
    classroom.base, classroom.root = base, base / "course"
    classroom.hand_in([name])
    before = state(classroom)
    command = ["autograde", ASSIGNMENT, "--student", name]
    limit = f"--ExecutePreprocessor.timeout={TIMEOUT_S}"
    try:
        [done] = classroom.run([*command, limit], limit_s=LIMIT_S)
    except subprocess.TimeoutExpired:
        done = Done(-1, "", LIMIT_S, [], 0)
    harm = harms(classroom, name, done, before)
    return f"{marks(classroom, name)}; {', '.join(harm) if harm else 'no harm'}"


def state(classroom: Classroom) -> tuple[object, ...]:
    """Everything of the neighbours that a submission might change."""
    grades, manual = classroom.grades(), classroom.manual()
    files = {n: [classroom.digest(n), classroom.digest(n, "submitted")] for n in NEIGHBOURS}
    return ([grades.get(n) for n in NEIGHBOURS], [manual.get(n) for n in NEIGHBOURS], files)


def marks(classroom: Classroom, name: str) -> str:
    """The submission's automatic points, and what it is due."""
    due = SUBMISSIONS[name].due
    most = sum(e.points for e in AUTOMATIC)
    wanted = sum(points or 0 for points in due.values())
    text = f"{wanted:g}" if None not in due.values() else f"{wanted:g}–{most:g}"
    try:
        scores = classroom.grades().get(name, {})
    except Exception:
        return f"**no gradebook** (due {text})"
    cells = [scores.get(f"{e.id.replace('.', '-')}-grade") for e in AUTOMATIC]
    if None in cells and not classroom.folder_of(name).exists():
        return f"**not graded** (due {text})"
    got = sum(score or 0 for score in cells)
    return f"{got:g} (due {text})"


def harms(classroom: Classroom, name: str, done: Done, before: tuple[object, ...]) -> list[str]:
    """What went wrong, besides the submission's own marks."""
    found = []
    if done.seconds >= LIMIT_S:
        found.append(f"the run did not end in {LIMIT_S} s")
    elif done.code < 0:
        found.append("the grading run was killed")
    try:
        if state(classroom) != before:
            found.append("others' grades or files changed")
    except Exception as error:
        found.append(f"the gradebook can't be read ({type(error).__name__})")
    page, size = "", 0
    for path in classroom.folder_of(name).rglob("*"):
        if path.is_file() and path.suffix != ".zip":
            with path.open("rb") as file:
                page += file.read(20_000_000).decode("utf-8", "replace")
            size += path.stat().st_size
    if any(private in page for private in (KEY, PASSWORD)):
        found.append("read the secret or a password")
    if LOOT in page or "SQLite format 3" in page or "root:x:0:0" in page:
        found.append("read private files")
    if done.reached or OUT in page:
        found.append("reached the network")
    if done.left:
        found.append(f"{len(done.left)} processes outlived it")
    if size > 3_000_000:
        found.append(f"{size / 1e6:.0f} MB in the graded folder")
    notebook = classroom.graded(name)
    if notebook is not None and "evil()" in page and scripts(notebook):
        found.append("its script runs in the instructor's browser")
    if [path for path in classroom.base.rglob("evil*") if path.is_file()]:
        found.append("wrote outside its folder")
    return found


def lines(found: dict[str, dict[str, str]], sides: Sequence[str]) -> list[str]:
    """The table in Markdown."""
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("nbgrader", "ipykernel", "nbclient")
    )
    heads = {"stock": "Stock nbgrader", "ours": "This course"}
    return [
        f"{len(found)} submissions, {versions}, Python {platform.python_version()}, each graded",
        f"alone, every cell limited to {TIMEOUT_S} s. Points are the automatic ones; 32 is full.",
        "",
        "| Submission | " + " | ".join(heads[side] for side in sides) + " |",
        "|---|" + "---|" * len(sides),
        *(
            f"| {name} | " + " | ".join(by_side.get(side, "") for side in sides) + " |"
            for name, by_side in found.items()
        ),
    ]


if __name__ == "__main__":
    main()
