"""The command line: quick, and one sentence for everything that goes wrong."""

import subprocess
import sys

import pytest

from tpo import cli
from tpo.trouble import TroubleError


def no_arguments(parser):
    """Add nothing."""


def commands(run):
    return (
        cli.Command("test", "test", no_arguments, run),
        cli.Command("lab", "lab", no_arguments, run),
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("labb", "There is no command 'labb': did you mean lab?"),
        ("chek", "There is no command 'chek': did you mean check or check-env?"),
        ("xyzzy", "There is no command 'xyzzy': there are lab, test,"),
    ],
)
def test_an_unknown_command_is_one_sentence(typed, words, capsys):
    assert cli.main([typed]) == 2
    said = capsys.readouterr().err
    assert said.startswith(words)
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8_888", "٣"])
def test_a_wrong_port_is_named(port, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["lab", f"--port={port}"])
    assert stopped.value.code == 2
    assert f"{port!r} is not a port" in capsys.readouterr().err


def test_trouble_is_one_sentence_and_no_traceback(capsys):
    def run(options):
        raise TroubleError("The moon is full: wait.")

    assert cli.main(["lab"], commands(run)) == 1
    assert capsys.readouterr().err == "The moon is full: wait.\n"


def test_ctrl_c_is_one_sentence(capsys):
    def run(options):
        raise KeyboardInterrupt

    assert cli.main(["lab"], commands(run)) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_damaged_package_is_named(capsys):
    def run(options):
        import numpy.no_such_part  # noqa: F401

    assert cli.main(["lab"], commands(run)) == 1
    assert "numpy.no_such_part is missing or damaged: delete the folder .venv" in (
        capsys.readouterr().err
    )


def test_our_own_broken_import_is_not_blamed_on_the_environment():
    def run(options):
        from tpo import no_such_part  # noqa: F401

    with pytest.raises(ImportError):
        cli.main(["lab"], commands(run))


def test_exit_code_and_arguments_after_the_dashes():
    def run(options):
        assert options.rest == ["-x", "--", "-k", "a b"]
        return 7

    assert cli.main(["test", "--", "-x", "--", "-k", "a b"], commands(run)) == 7


def test_only_test_takes_arguments_after_the_dashes(capsys):
    assert cli.main(["lab", "--", "-x"], commands(lambda options: 0)) == 2
    assert capsys.readouterr().err == "Only the command test takes arguments after --.\n"


def test_help_names_every_command_and_loads_nothing_heavy():
    code = (
        "import sys; from tpo import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    text, modules = shown.stdout.rsplit("\n", 2)[:2]
    for command in cli.COMMANDS:
        assert f"  {command.name} " in text
    for heavy in ("numpy", "nbformat", "IPython", "jupyterlab", "packaging", "yaml", "subprocess"):
        assert f"'{heavy}'" not in modules
    assert "'argparse'" in modules  # red proof: the list is a list of modules


def test_python_m_tpo_is_the_command():
    run = subprocess.run(
        [sys.executable, "-P", "-m", "tpo", "labb"], capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 2
    assert "did you mean lab?" in run.stderr
