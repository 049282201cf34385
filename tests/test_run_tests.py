"""`tpo test`: all failures are counted, and nothing passes because there was nothing to test."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tpo import cli, run_tests

ROOT = Path(__file__).parents[1]


def test_the_steps_are_those_that_the_command_line_offers():
    parser = cli.build_parser()
    for name in run_tests.steps(ROOT):
        assert parser.parse_args(["test", "--only", name]).only == [name]


def test_no_notebooks_is_a_failure(tmp_path, capsys):
    steps = run_tests.steps(tmp_path)
    assert steps["nbval"] == []
    assert run_tests.no_notebooks(allowed=False) == {"failed": 1, "passed": 0, "skipped": 0}
    assert run_tests.no_notebooks(allowed=True) == {"failed": 0, "passed": 0, "skipped": 1}
    assert "There are no notebooks" in capsys.readouterr().out


def test_notebooks_of_course_and_solutions_are_found(tmp_path):
    for name in ("course/a b/z.ipynb", "solutions/m.ipynb", "exercises/no.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "course" / ".ipynb_checkpoints").mkdir()
    (tmp_path / "course" / ".ipynb_checkpoints" / "old.ipynb").touch()
    assert run_tests.notebooks(tmp_path) == ["course/a b/z.ipynb", "solutions/m.ipynb"]
    assert run_tests.steps(tmp_path)["nbval"][-2:] == ["course/a b/z.ipynb", "solutions/m.ipynb"]


def test_all_failures_are_reported_and_the_last_line_counts_them(monkeypatch, capsys, tmp_path):
    python = [sys.executable, "-c"]
    monkeypatch.setattr(run_tests, "checkout", lambda: tmp_path)
    monkeypatch.setattr(
        run_tests,
        "steps",
        lambda root, rest: {
            "ruff": [*python, "import sys; sys.exit(1)"],
            "format": [*python, ""],
            "mypy": [*python, "import sys; sys.exit(2)"],
            "nbval": [],
        },
    )
    assert run_tests.run(None, False, ()) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("===== 3 failed, 1 passed in ")
    assert lines[-2] == "Not passed: ruff, mypy, nbval."
    assert run_tests.run(["format"], False, ()) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("===== 1 passed in ")
    assert run_tests.run(["nbval"], True, ()) == 1  # skipped only: nothing was tested


def test_what_runs_beside_pytest_is_reported_after_it(monkeypatch, capfd, tmp_path):
    """The first waits for a file that only the second makes, so they must overlap."""
    made = tmp_path / "made"
    wait = f"""
import os, time
def test_it():
    while not os.path.exists({str(made)!r}):
        time.sleep(0.01)
"""
    (tmp_path / "test_it.py").write_text(wait)
    types = f"open({str(made)!r}, 'w'); print('types are wrong'); raise SystemExit(1)"
    monkeypatch.setattr(run_tests, "checkout", lambda: tmp_path)
    monkeypatch.setattr(
        run_tests,
        "steps",
        lambda root, rest: {
            "pytest": [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", str(tmp_path)],
            "mypy": [sys.executable, "-c", types],
            "nbval": [],
        },
    )
    assert run_tests.run(None, True, ()) == 1
    said = capfd.readouterr().out
    assert said.index("1 passed") < said.index("--- mypy ---") < said.index("types are wrong")
    assert said.splitlines()[-1].startswith("===== 1 failed, 1 passed, 1 skipped in ")


def test_counts_come_from_the_report():
    report = b'<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>'
    assert run_tests.count(report) == {"failed": 3, "passed": 3, "skipped": 3}
    assert run_tests.count(b"") == {"failed": 0, "passed": 0, "skipped": 0}
    assert run_tests.last_line(run_tests.count(report), 1.5) == (
        "===== 3 failed, 3 passed, 3 skipped in 1.50s ====="
    )


def test_a_pytest_without_tests_has_failed(tmp_path):
    command = [sys.executable, "-m", "pytest", "-p", "no:nbval", str(tmp_path)]
    assert run_tests.run_step(command, tmp_path) == {"failed": 1, "passed": 0, "skipped": 0}


def stored(code: str, output: NotebookNode) -> NotebookNode:
    return new_code_cell(code, outputs=[output], execution_count=1)


def html(text: str) -> NotebookNode:
    data = {"text/html": text, "text/plain": "<IPython.core.display.HTML object>"}
    return new_output("display_data", data)


CELLS = {
    "right": stored("print(6 * 7)", new_output("stream", text="42\n")),
    "number": stored("print(6 * 7)", new_output("stream", text="43\n")),
    "sentence": stored(
        "from IPython.display import HTML, display; display(HTML('<p>13.8 calls</p>'))",
        html("<p>13.9 calls</p>"),
    ),
    "picture": stored(
        "from IPython.display import HTML, display\n"
        'display(HTML(\'<img alt="a" src="data:image/png;base64,AAAA+/==">\'))',
        html('<img alt="a" src="data:image/png;base64,BBBBcccc">'),
    ),
    "drawing": stored(
        "from IPython.display import HTML, display\n"
        'display(HTML(\'<img alt="a" src="data:image/svg+xml;base64,AAAA+/==">\'))',
        html('<img alt="a" src="data:image/svg+xml;base64,BBBBcccc">'),
    ),
    "alt": stored(
        "from IPython.display import HTML, display\n"
        'display(HTML(\'<img alt="a" src="data:image/png;base64,AAAA+/==">\'))',
        html('<img alt="b" src="data:image/png;base64,AAAA+/==">'),
    ),
    "widget": stored(
        "from IPython.display import HTML, display\n"
        "display(HTML('<div id=\"0123456789abcdef0123456789abcdef\">'))",
        html('<div id="fedcba9876543210fedcba9876543210">'),
    ),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Run nbval as `tpo test` does, over cells whose stored outputs differ in one thing each."""
    root = tmp_path_factory.mktemp("nbval")
    (root / "tests").mkdir()
    (root / "tests" / "nbval.cfg").write_text((ROOT / "tests" / "nbval.cfg").read_text())
    (root / "course").mkdir()
    kernel = {"name": "python3", "display_name": "x", "language": "python"}
    nb = new_notebook(cells=list(CELLS.values()), metadata={"kernelspec": kernel})
    nbformat.write(nb, root / "course" / "lesson.ipynb")
    run = subprocess.run(
        [*run_tests.steps(root)["nbval"], "-rA", "--rootdir", str(root)],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
    )
    return run.stdout


@pytest.mark.parametrize("name", CELLS)
def test_what_nbval_compares(outcomes, name):
    expected = "PASSED" if name in ("right", "picture", "drawing", "widget") else "FAILED"
    number = list(CELLS).index(name)
    assert f"{expected} course/lesson.ipynb::Cell {number}" in outcomes, outcomes
    details = outcomes.partition("short test summary info")[0]
    assert details.count("Cell outputs differ") == 3  # and for no other reason
