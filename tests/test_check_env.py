"""`tpo check-env`: every lack is seen, named and comes with what to do."""

import errno

import pytest

from tpo import check_env

PYPROJECT = '[project]\ndependencies = ["numpy>=2", "PyYAML"]'
LOCK = (
    "# made by hand\nnumpy==2.4.6 \\\n    --hash=sha256:00\npyyaml==6.0.3 \\\n    --hash=sha256:00\n"
    'mistune==3.4.0\npywinpty==3.1.2 ; sys_platform == "nowhere" \\\n    --hash=sha256:00\n'
)
RIGHT = {"numpy": "2.4.6", "pyyaml": "6.0.3", "mistune": "3.4.0", "another": "1.0"}


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 10, 1), "problem"), ((3, 11, 0), "ok"), ((3, 13, 9), "ok"), ((3, 14, 0), "note")],
)
def test_python(version, state):
    assert check_env.check_python(version).state == state


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ({}, "ok", "all packages are those of requirements.lock"),
        ({"numpy": None}, "problem", "missing: numpy"),
        ({"mistune": None, "numpy": None}, "problem", "missing: numpy, mistune"),
        ({"numpy": "2.4.5"}, "problem", "numpy is 2.4.5 instead of 2.4.6"),
        ({"pyyaml": "5.0"}, "problem", "pyyaml is 5.0 instead of 6.0.3"),
        ({"mistune": "3.3"}, "note", "1 packages differ from requirements.lock: mistune is 3.3"),
    ],
)
def test_packages(change, state, words):
    versions = {name: number for name, number in {**RIGHT, **change}.items() if number}
    finding = check_env.check_packages(PYPROJECT, LOCK, versions)
    assert finding.state == state
    assert words in finding.what
    assert (state == "problem") == bool(finding.remedy)


def test_installed_names_are_canonical():
    assert "ruff" in check_env.installed()
    assert "types-pyyaml" in check_env.installed()


@pytest.mark.parametrize(
    ("found", "needed", "state"),
    [("/x/chromium", True, "ok"), (None, False, "note"), (None, True, "problem")],
)
def test_browser_and_sandbox(found, needed, state):
    assert check_env.check_browser(found, needed).state == state
    assert check_env.check_sandbox("linux", found, needed).state == state
    for finding in (check_env.check_browser(found, needed),):
        assert (state == "ok") != bool(finding.remedy)


@pytest.mark.parametrize(("value", "expected"), [("", False), ("0", False), ("1", True)])
def test_required(monkeypatch, value, expected):
    monkeypatch.setenv("TPO_REQUIRE_BROWSER", value)
    assert check_env.required("TPO_REQUIRE_BROWSER") is expected


def test_a_bubblewrap_that_does_not_work_is_none(tmp_path, monkeypatch):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert check_env.find_sandbox() is None


def test_a_folder(tmp_path, monkeypatch):
    assert check_env.check_folder(tmp_path / "not" / "yet", "the workspace").state == "ok"
    (tmp_path / "file").touch()
    assert check_env.check_folder(tmp_path / "file", "the workspace").state == "problem"

    def refuse(**options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(check_env.tempfile, "TemporaryFile", refuse)
    finding = check_env.check_folder(tmp_path, "the workspace")
    assert str(finding).startswith(f"problem the workspace: {tmp_path} (Permission denied) - make")


def test_the_exit_code_counts_problems(monkeypatch, capsys):
    monkeypatch.setattr(check_env, "find_browser", lambda: None)
    monkeypatch.setattr(check_env, "check_packages", lambda *texts: check_env.Finding("ok", "all"))
    monkeypatch.delenv("TPO_REQUIRE_BROWSER", raising=False)
    monkeypatch.delenv("TPO_REQUIRE_SANDBOX", raising=False)
    assert check_env.report() == 0
    assert "This machine is ready" in capsys.readouterr().out
    monkeypatch.setenv("TPO_REQUIRE_BROWSER", "1")
    assert check_env.report() == 1
    assert "1 problem to mend." in capsys.readouterr().out
