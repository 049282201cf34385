"""run.py: makes, trusts, mends and explains the environment. Real runs use a tiny fake course."""

import ast
import base64
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

RUN = Path(__file__).parents[1] / "run.py"
spec = importlib.util.spec_from_file_location("course_run", RUN)
run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run)

BACKEND = """
import base64, hashlib, zipfile
from pathlib import Path

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "course-1.0-py3-none-any.whl"
    files = {
        "course.pth": str(Path("src").resolve()),
        "course-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: course\\nVersion: 1.0\\n",
        "course-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as wheel:
        record = ""
        for path, text in files.items():
            wheel.writestr(path, text)
            digest = hashlib.sha256(text.encode()).digest()
            digest = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            record += f"{path},sha256={digest},{len(text.encode())}\\n"
        wheel.writestr("course-1.0.dist-info/RECORD", record + "course-1.0.dist-info/RECORD,,\\n")
    return name
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "course"
version = "1.0"
"""
TPO = """
import sys, os
import {dependency}
print("tpo", *sys.argv[1:], "in", os.getcwd())
sys.exit(int(sys.argv[-1]) if sys.argv[-1].isdigit() else 0)
"""


def wheel(folder: Path, name: str) -> str:
    """Write a wheel with one empty module and return its line for a lock."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        record = ""
        for file, text in files.items():
            archive.writestr(file, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record += f"{file},sha256={digest.decode().rstrip('=')},{len(text)}\n"
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def course(tmp_path):
    """A course of three small files in a folder with a space and a letter beyond ASCII."""
    root = tmp_path / "Kurs für uns"
    (root / "src" / "tpo").mkdir(parents=True)
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    shutil.copy(RUN, root)
    (root / "src" / "tpo" / "__main__.py").write_text(TPO.format(dependency="runtime_part"))
    (root / "backend.py").write_text(BACKEND)
    (root / "pyproject.toml").write_text(PYPROJECT)
    runtime = wheel(wheels, "runtime_part")
    (root / "requirements.lock").write_text(runtime)
    (root / "requirements-test.lock").write_text(runtime + wheel(wheels, "author_part"))
    return root


def variables(course: Path, uv: bool) -> dict:
    """An environment in which installers find the fake wheels, no network and, if wanted, no uv."""
    wheels = str(course.parent / "wheels")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_", "TPO_"))}
    env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "PIP_CONFIG_FILE": os.devnull}
    env |= {"UV_NO_INDEX": "1", "UV_FIND_LINKS": wheels, "UV_NO_CONFIG": "1"}
    env |= {"UV_CACHE_DIR": str(course.parent / "cache"), "UV_LINK_MODE": "copy"}
    if not uv:
        env["PATH"] = str(course.parent)
    return env


def start(course: Path, *arguments: str, uv: bool = True, cwd: Path | None = None):
    """Run `run.py ARGUMENTS` with this Python."""
    return subprocess.run(
        [sys.executable, str(course / "run.py"), *arguments],
        cwd=cwd or course.parent,
        env=variables(course, uv),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


# --- real runs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("uv", [True, False], ids=["uv", "pip"])
def test_first_and_second_start(course, uv):
    if uv and not run.find_uv():
        pytest.skip("there is no uv on this machine")
    first = start(course, "lab", "--port", "7", uv=uv)
    assert first.returncode == 7, first.stderr
    assert first.stdout == f"tpo lab --port 7 in {course.parent}\n"
    assert first.stderr.startswith("Making the environment in .venv")
    assert (course / ".venv" / "pyvenv.cfg").exists()

    second = start(course, "lab", uv=uv, cwd=course)  # from another folder, and at once
    assert (second.returncode, second.stderr) == (0, "")
    script = course.parent / "script.py"
    script.write_text("import runtime_part, sys; print(sys.argv[1:]); sys.exit(5)")
    third = start(course, "python", "script.py", "a b", uv=uv)
    assert (third.returncode, third.stdout) == (5, "['a b']\n")

    author = start(course, "test", "3", uv=uv)  # adds the authors' tools once
    assert author.returncode == 3
    assert author.stderr.startswith("Adding the authors' tools")
    script.write_text("import author_part")
    assert start(course, "python", "script.py", uv=uv).stderr == ""
    assert start(course, "test", uv=uv).stderr == ""


def test_an_unusable_environment_is_made_again(course):
    assert start(course, "lab").returncode == 0
    site = run.site_packages(course / ".venv")
    (site / "runtime_part.py").unlink()
    mended = start(course, "lab")
    assert (mended.returncode, mended.stderr.splitlines()[0]) == (
        0,
        "The environment in .venv lacks runtime_part.py; making it again.",
    )
    moved = course.rename(course.parent / "anderswo")
    mended = start(moved, "lab")
    assert mended.returncode == 0
    assert mended.stderr.startswith("The course folder has moved;")
    with open(moved / "requirements.lock", "a") as lock:
        lock.write("# newer\n")
    mended = start(moved, "lab")
    assert mended.returncode == 0
    assert mended.stderr.startswith("The course needs other packages than before;")


def test_two_starts_at_once_make_one_environment(course):
    command = [sys.executable, str(course / "run.py"), "test"]
    both = [
        subprocess.Popen(
            command, env=variables(course, uv=True), stderr=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    words = "".join(process.communicate()[1] for process in both)
    assert [process.returncode for process in both] == [0, 0], words
    assert words.count("Making the environment") == 1
    assert start(course, "lab").stderr == ""  # the authors' packages are a superset


def test_a_package_with_a_wrong_hash_or_none_is_refused(course):
    lock = (course / "requirements.lock").read_text()
    digest = lock.split("sha256:")[1].strip()
    (course / "requirements.lock").write_text(lock.replace(digest, "0" * 64))
    refused = start(course, "lab")
    assert refused.returncode == 1
    assert "is not the one that requirements.lock names" in refused.stderr
    assert not (course / ".venv" / run.STAMP).exists()
    (course / "requirements.lock").write_text("runtime_part==1.0\n")
    assert start(course, "lab").returncode == 1
    assert not (course / ".venv" / run.STAMP).exists()


def test_without_arguments_it_prints_help_and_makes_nothing(course):
    helped = start(course)
    assert helped.returncode == 0
    assert "run.py lab" in helped.stdout.replace('"', "")
    assert not (course / ".venv").exists()


# --- diagnosis, on an environment that only looks like one ----------------------------------------


@pytest.fixture
def ready(course):
    """A fake environment that fits its stamp."""
    venv = course / ".venv"
    site = run.site_packages(venv)
    site.mkdir(parents=True)
    (site / "runtime_part.py").touch()
    python = run.venv_python(venv)
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    (venv / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\n")
    stamp = {**run.needed(course, run.RUNTIME_LOCK), "files": ["runtime_part.py"]}
    (venv / run.STAMP).write_text(json.dumps(stamp))
    assert run.diagnose(course, run.RUNTIME_LOCK) == ("ready", "")
    return course


def restamp(course: Path, **changes) -> None:
    path = course / ".venv" / run.STAMP
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


BREAKAGES = {
    "no .venv": (lambda c: shutil.rmtree(c / ".venv"), "make", "Making the environment"),
    "no stamp": (lambda c: (c / ".venv" / run.STAMP).unlink(), "make", "is not complete"),
    "half a stamp": (
        lambda c: (c / ".venv" / run.STAMP).write_text('{"python"'),
        "make",
        "is not complete",
    ),
    "another stamp": (lambda c: (c / ".venv" / run.STAMP).write_text("[]"), "make", "not complete"),
    "another Python": (lambda c: restamp(c, python="3.8"), "make", "made with Python 3.8; making"),
    "another place": (lambda c: restamp(c, place="/elsewhere"), "make", "folder has moved"),
    "no Python": (lambda c: run.venv_python(c / ".venv").unlink(), "make", "has lost its Python"),
    "base Python gone": (
        lambda c: (c / ".venv" / "pyvenv.cfg").write_text("home = /nowhere/at/all\n"),
        "make",
        "has lost its Python",
    ),
    "package gone": (
        lambda c: (run.site_packages(c / ".venv") / "runtime_part.py").unlink(),
        "make",
        "lacks runtime_part.py",
    ),
    "newer lock": (
        lambda c: (c / "requirements.lock").write_text("# newer"),
        "update",
        "needs other packages",
    ),
    "newer project": (
        lambda c: (c / "pyproject.toml").write_text(PYPROJECT + 'dependencies = ["x"]'),
        "update",
        "needs other packages",
    ),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_what_does_not_fit_is_seen(ready, name):
    damage, verdict, words = BREAKAGES[name]
    damage(ready)
    found, sentence = run.diagnose(ready, run.RUNTIME_LOCK)
    assert found == verdict
    assert words in sentence
    assert sentence.endswith(".")


def test_a_changed_tool_setting_needs_no_update(ready):
    (ready / "pyproject.toml").write_text(PYPROJECT + "[tool.ruff]\nline-length = 9\n")
    assert run.diagnose(ready, run.RUNTIME_LOCK)[0] == "ready"


def test_authors_need_their_lock_too(ready):
    assert run.diagnose(ready, run.AUTHOR_LOCK) == (
        "update",
        "Adding the authors' tools to .venv (once).",
    )


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_something_else_called_venv_is_left_alone(course, kind):
    if kind == "file":
        (course / ".venv").write_text("mine")
    else:
        (course / ".venv").mkdir()
        (course / ".venv" / "notes.txt").write_text("mine")
    with pytest.raises(run.TroubleError, match="is not an environment that the course made"):
        run.ensure(course)
    kept = course / ".venv" if kind == "file" else course / ".venv" / "notes.txt"
    assert kept.read_text() == "mine"


def test_a_half_made_environment_may_be_replaced(course):
    (course / ".venv" / "bin").mkdir(parents=True)
    assert run.diagnose(course, run.RUNTIME_LOCK)[0] == "make"


def test_an_incomplete_copy_of_the_course(course):
    (course / "requirements.lock").unlink()
    with pytest.raises(run.TroubleError, match=r"requirements\.lock is missing beside run\.py"):
        run.ensure(course)


# --- one sentence for every trouble ---------------------------------------------------------------


def test_a_folder_that_cannot_be_written(course):
    (course / ".venv.lock").mkdir()  # like a read-only folder, but also for root
    with pytest.raises(
        run.TroubleError, match=r"cannot write in .*copy it to a folder of your own"
    ):
        run.ensure(course)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write in read-only folders"
)
def test_a_read_only_folder(course):
    course.chmod(0o500)
    try:
        with pytest.raises(run.TroubleError, match="cannot write in"):
            run.ensure(course)
    finally:
        course.chmod(0o700)


def test_a_python_without_venv(course, monkeypatch):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(run.TroubleError, match="cannot make environments: on Debian"):
        run.make(course, run.RUNTIME_LOCK, fresh=True, uv=None)


def test_an_environment_in_use_cannot_be_removed(ready, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(run.shutil, "rmtree", refuse)
    with pytest.raises(run.TroubleError, match=r"cannot be removed .*close JupyterLab"):
        run.clear(ready / ".venv")


INSTALLER_WORDS = {
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": (
        "The disk is full"
    ),
    "error: failed to create directory `/x/uv`: Permission denied (os error 13)": (
        "The installer may not write"
    ),
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.": (
        "A downloaded package is not the one that requirements.lock names"
    ),
    "  × Hash mismatch for `numpy==2.4.6`": "A downloaded package is not the one",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] failed'))": (
        "Your network does not let the packages through"
    ),
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'\n"
    "ERROR: No matching distribution found for alembic==1.20.1": (
        "The packages could not be downloaded"
    ),
    "error: Request failed after 3 retries\n  cause: dns error": "The packages could not be",
    "HINT: your system does not have Windows Long Path support enabled": "The path of this folder",
    "ERROR: No matching distribution found for contourpy==1.3.3": "Not every package has a ready",
    "  ╰─▶ Because contourpy==1.3.3 has no wheels with a matching Python ABI tag": "Not every",
}


@pytest.mark.parametrize("words", INSTALLER_WORDS)
def test_what_an_installer_says_becomes_one_sentence(words):
    sentence = run.explain(words, run.RUNTIME_LOCK)
    assert sentence.startswith(INSTALLER_WORDS[words])
    assert "\n" not in sentence
    assert "run" in sentence
    assert "{" not in sentence


def test_unknown_words_of_an_installer_are_shown():
    assert "\nerror: {strange}\n" in run.explain("first\nerror: {strange}", run.RUNTIME_LOCK)


def test_ctrl_c_is_one_sentence(monkeypatch, capsys):
    def interrupted(root, author):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "ensure", interrupted)
    assert run.main(["lab"]) == 130
    assert capsys.readouterr().err == "Stopped. Run the same command to go on.\n"


def test_the_way_of_windows_passes_the_exit_code():
    code = "import sys; sys.exit(7)"
    assert run.run_and_wait([sys.executable, "-c", code], dict(os.environ)) == 7


def test_variables_that_lead_astray_are_dropped(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    assert "PYTHONPATH" not in run.clean_environment()
    assert run.clean_environment()["PIP_USER"] == "0"


# --- old Pythons -----------------------------------------------------------------------------------


def too_new(text: str) -> str:
    """Return what a Python 3.5 could not read in `text`, or nothing."""
    try:
        tree = ast.parse(text, feature_version=(3, 5))
    except SyntaxError as error:
        return str(error)
    if re.search(r"^ *with \(", text, re.MULTILINE):  # some parsers let this pass
        return "a with in parentheses"
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr)
    return next((type(node).__name__ for node in ast.walk(tree) if isinstance(node, newer)), "")


def test_every_python_3_can_read_run_py():
    assert too_new(RUN.read_text(encoding="utf-8")) == ""


@pytest.mark.parametrize(
    "text",
    ["f'{x}'", "x: int = 1", "with (open(a) as b, open(c) as d):\n    pass", "(x := 1)"],
)
def test_newer_syntax_would_be_noticed(text):
    assert too_new(text)


def test_an_old_python_is_told_in_one_sentence():
    code = "import sys; sys.version_info = (3, 6, 15, 'final', 0); exec(open(sys.argv[1]).read())"
    old = subprocess.run(
        [sys.executable, "-c", code, str(RUN)], capture_output=True, encoding="utf-8"
    )
    assert old.returncode == 1
    assert old.stderr.startswith("Two Languages needs Python 3.11, 3.12 or 3.13 and this is")
    assert old.stderr.count("\n") == 1
