#!/usr/bin/env python3
# ruff: noqa: UP032, UP036  (every Python 3 must be able to read this file, to be told what it lacks)
"""Make the course's own Python environment once, then hand over to `tpo` inside it.

Standard library only. The environment is the folder `.venv` beside this file, made from
`requirements.lock` (for authors' commands from `requirements-test.lock`). A stamp in it says what
it was made from, where and with which Python, so that the next start can trust it without asking
the network; what no longer fits the stamp is made again.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Two Languages needs Python 3.11, 3.12 or 3.13 and this is Python {}.{}: install one of "
        "them from python.org, then run the same command with it.".format(*sys.version_info[:2])
    )

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent
RUNTIME_LOCK = "requirements.lock"
AUTHOR_LOCK = "requirements-test.lock"  # a superset of the runtime lock
AUTHOR_COMMANDS = ("test", "build")
STAMP = "tpo-stamp.json"
VERSION = "{}.{}".format(*sys.version_info[:2])
COMMAND = ('{} "{}"' if " " in sys.argv[0] else "{} {}").format(
    "py" if os.name == "nt" else "python3", sys.argv[0]
)

HELP = """\
Two Languages: a hands-on course for technical product owners.

  {0} lab          open the course in JupyterLab
  {0} check-env    see whether this machine has all it needs
  {0} check …      check your team's own files, for example API descriptions
  {0} grade …      grade a whole class at once (for instructors)
  {0} item-stats … see how the exercises did (for instructors)
  {0} nbgrader …   run a stock nbgrader command (for instructors)
  {0} test         run every test (for authors)
  {0} build        make notebooks and sheets from authoring/ (for authors)
  {0} python FILE  run a Python file inside the course's environment

The first start makes the folder .venv (about 600 MB, needs the network once)."""

# What installers say -> what it means for the person at the keyboard. The first match wins, so a
# cause stands before its consequences (without a network pip also finds "no matching distribution").
CAUSES = (
    (
        r"No space left|ENOSPC|not enough space|[Qq]uota exceeded|os error (28|112|122)\b",
        "The disk is full: free about 1 GB, then run the same command again.",
    ),
    (
        r"Permission denied|Read-only file system|Access is denied|os error (5|13|30)\b",
        "The installer may not write where it has to ({line}): make that folder writable or copy "
        "the course to a folder of your own, then run the same command again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "A downloaded package is not the one that {lock} names, so it was not installed: run the "
        "same command again, and if that does not help, ask whoever runs your package index.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|UnknownIssuer|invalid peer certificate",
        "Your network does not let the packages through (its certificate is unknown here): ask "
        "your IT support for the certificate file, set SSL_CERT_FILE and PIP_CERT to it, and run "
        "the same command again.",
    ),
    (
        r"[Ff]ailed to fetch|[Cc]onnection|dns error|name resolution|Network is unreachable|"
        r"[Tt]imed out|network connectivity is disabled|ProxyError",
        "The packages could not be downloaded: check the network (this step needs it once), then "
        "run the same command again.",
    ),
    (
        r"[Ll]ong [Pp]ath|filename or extension is too long|File name too long",
        "The path of this folder is too long for the system: move the course to a folder with a "
        "short path, then run the same command again.",
    ),
    (
        r"no usable wheels|no wheels? with a matching|No matching distribution|not compatible with",
        "Not every package has a ready-made build for Python {version} on this machine: use Python "
        "3.11, 3.12 or 3.13 to run the same command.",
    ),
)


class TroubleError(Exception):
    """One sentence for the person at the keyboard: what is wrong and what to do."""


def say(sentence: str) -> None:
    """Print to stderr, so that stdout belongs to the command that runs inside."""
    print(sentence, file=sys.stderr, flush=True)


# --- what is there, and is it what we need? ------------------------------------------------------


def venv_python(venv: Path) -> Path:
    """Return where the Python of an environment stands."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages(venv: Path) -> Path:
    """Return where the packages of an environment stand."""
    if os.name == "nt":
        return venv / "Lib" / "site-packages"
    return venv / "lib" / ("python" + VERSION) / "site-packages"


def needed(root: Path, lock: str) -> dict:
    """Return what an environment for `lock` must be made from: hashes, Python and place."""
    locks = {}
    try:
        for name in (RUNTIME_LOCK, lock):  # the authors' lock holds the runtime's pins too
            locks[name] = hashlib.sha256((root / name).read_bytes()).hexdigest()
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TroubleError(
            "{} is missing beside run.py: get a complete copy of the course.".format(
                Path(error.filename).name
            )
        ) from None
    installed = [project.get("build-system"), project["project"]]
    installed.append(project.get("tool", {}).get("setuptools"))
    return {
        "python": VERSION,
        "place": os.path.normcase(os.path.realpath(root / ".venv")),
        "project": hashlib.sha256(json.dumps(installed).encode()).hexdigest(),
        "locks": locks,
    }


def names_in(folder: Path) -> list[str]:
    """Return the sorted names in a folder, none if it is not there."""
    try:
        return sorted(name for name in os.listdir(folder) if name != "__pycache__")
    except OSError:
        return []


def has_python(venv: Path) -> bool:
    """Say whether the environment's Python, and the one it was made from, are still there."""
    try:
        config = (venv / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    home = re.search(r"^home *= *(.+)$", config, re.MULTILINE)
    return venv_python(venv).exists() and home is not None and os.path.isdir(home[1].strip())


def is_environment(venv: Path) -> bool:
    """Say whether `venv` is an environment, whole or half made, so that it may be replaced."""
    parts = {"bin", "scripts", "lib", "lib64", "include", "share", "etc", "man", ".gitignore"}
    parts |= {".lock", "cachedir.tag", STAMP, STAMP + ".new"}
    if venv.is_symlink() or (venv / "pyvenv.cfg").is_file():
        return True
    return venv.is_dir() and {name.lower() for name in names_in(venv)} <= parts


def diagnose(root: Path, lock: str) -> tuple[str, str]:
    """Compare `.venv` with what is needed.

    Returns ("ready" | "update" | "make", the reason as a sentence). Reads a few small files and one
    folder listing; never the network.

    Raises TroubleError if `.venv` is something else that must not be replaced.
    """
    venv = root / ".venv"
    want = needed(root, lock)
    if not os.path.lexists(venv):
        return "make", "Making the environment in .venv (once; this can take some minutes)."
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
        python, place, project = stamp["python"], stamp["place"], stamp["project"]
        locks, files = dict(stamp["locks"]), set(stamp["files"])
    except (OSError, ValueError, KeyError, TypeError):
        if not is_environment(venv):
            raise TroubleError(
                "{} is not an environment that the course made: rename or delete it, then run the "
                "same command again.".format(venv)
            ) from None
        return "make", "The environment in .venv is not complete; making it again."
    if python != VERSION:
        return "make", "The environment was made with Python {}; making it again with {}.".format(
            python, VERSION
        )
    if place != want["place"]:
        return "make", "The course folder has moved; making its environment again."
    if not has_python(venv):
        return "make", "The environment in .venv has lost its Python; making it again."
    missing = sorted(files - set(names_in(site_packages(venv))))
    if missing:
        return "make", "The environment in .venv lacks {}; making it again.".format(missing[0])
    if lock not in locks:
        return "update", "Adding the authors' tools to .venv (once)."
    if project != want["project"] or any(
        locks.get(name) != want["locks"][name] for name in want["locks"]
    ):
        return "update", "The course needs other packages than before; updating .venv."
    return "ready", ""


# --- making it -----------------------------------------------------------------------------------


@contextlib.contextmanager
def one_at_a_time(root: Path):
    """Hold a lock that the operating system drops by itself when its owner dies."""
    try:
        handle = open(root / ".venv.lock", "a")  # noqa: SIM115  (closed below)
    except OSError:
        raise TroubleError(
            "The course cannot write in {}: copy it to a folder of your own, then run the same "
            "command there.".format(root)
        ) from None
    with handle:
        waiting = False
        while not try_lock(handle):
            if not waiting:
                say("Another start is making the environment; waiting for it.")
                waiting = True
            time.sleep(0.2)
        yield


def try_lock(handle) -> bool:
    """Take the lock if it is free."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: better no lock than no course
    return True


def clear(venv: Path) -> None:
    """Remove an old environment."""
    if venv.is_symlink():
        venv.unlink()
        return
    if not venv.exists():
        return
    try:
        shutil.rmtree(venv)
    except OSError as error:
        raise TroubleError(
            "{} cannot be removed ({}): close JupyterLab and whatever else uses it, then run the "
            "same command again.".format(error.filename or venv, error.strerror)
        ) from None


def find_uv() -> str | None:
    """Return a uv that works, or None."""
    uv = shutil.which("uv")
    if uv:
        try:
            subprocess.run([uv, "--version"], check=True, capture_output=True)
            return uv
        except (OSError, subprocess.CalledProcessError):
            pass
    return None


def clean_environment() -> dict:
    """Return the environment variables without those that would lead Python or pip elsewhere."""
    astray = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    variables = {name: value for name, value in os.environ.items() if name not in astray}
    variables.update(PIP_USER="0", PYTHONUTF8="1")
    return variables


def explain(output: str, lock: str) -> str:
    """Turn what an installer printed before it failed into one sentence."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for pattern, sentence in CAUSES:
        for line in lines:
            if re.search(pattern, line):
                return sentence.format(line=line, lock=lock, version=VERSION)
    return "The environment could not be made; the installer's last words were:\n{}\nRun the same command again, or delete the folder .venv first.".format(
        "\n".join(lines[-15:])
    )


def step(command: list[str], root: Path, lock: str) -> None:
    """Run one installer command; keep its words and show the newest on a terminal."""
    lines = []
    show = sys.stderr.isatty()
    with subprocess.Popen(
        command,
        cwd=root,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if show:
                width = shutil.get_terminal_size().columns - 1
                print("\r" + line.strip()[:width].ljust(width), end="", file=sys.stderr)
    if show and lines:
        print("\r" + " " * width + "\r", end="", file=sys.stderr)
    output = "".join(lines)
    if process.returncode:
        raise TroubleError(explain(output, lock))


def make(root: Path, lock: str, fresh: bool, uv: str | None) -> None:
    """Make (`fresh`) or update `.venv` from `lock` and stamp it; the stamp is the last step."""
    venv = root / ".venv"
    python = str(venv_python(venv))
    want = needed(root, lock)
    locks = want["locks"]
    fresh = fresh or not (uv or (site_packages(venv) / "pip").is_dir())  # uv leaves pip out
    if fresh:
        clear(venv)
        # Not this very Python if it lives in the environment that is being made again.
        base = getattr(sys, "_base_executable", None) or sys.executable
        if uv:
            step([uv, "venv", "--python", base, str(venv)], root, lock)
        elif importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
            step([base, "-m", "venv", str(venv)], root, lock)
        else:
            raise TroubleError(
                "This Python cannot make environments: on Debian or Ubuntu install the package "
                "python{}-venv, elsewhere install Python from python.org, then run the same "
                "command again.".format(VERSION)
            )
    else:
        locks = {**json.loads((venv / STAMP).read_text(encoding="utf-8"))["locks"], **locks}
        (venv / STAMP).unlink()
    if uv:
        pip, pins = [uv, "pip", "install", "--python", python], ["--compile-bytecode"]
    else:
        pip, pins = [python, "-m", "pip", "install", "--disable-pip-version-check"], ["--no-input"]
    step([*pip, *pins, "--require-hashes", "--only-binary", ":all:", "-r", lock], root, lock)
    step([*pip, "--no-build-isolation", "--no-deps", "-e", "."], root, lock)
    stamp = {**want, "locks": locks, "files": names_in(site_packages(venv))}
    half = venv / (STAMP + ".new")
    half.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    half.replace(venv / STAMP)


def ensure(root: Path, author: bool = False) -> Path:
    """Return the Python of a `.venv` that fits, making or mending it first if it does not.

    Raises TroubleError with one sentence when that is not possible.
    """
    venv = root / ".venv"
    lock = AUTHOR_LOCK if author else RUNTIME_LOCK
    if diagnose(root, lock)[0] != "ready":
        with one_at_a_time(root):
            verdict, reason = diagnose(root, lock)  # another start may have made it meanwhile
            if verdict != "ready":
                start = time.monotonic()
                say(reason)
                try:
                    make(root, lock, fresh=verdict == "make", uv=find_uv())
                except OSError as error:
                    raise TroubleError(explain(str(error), lock)) from None
                say("Ready after {:.0f} seconds.".format(time.monotonic() - start))
    return venv_python(venv)


# --- handing over --------------------------------------------------------------------------------


def hand_over(python: Path, arguments: list[str]) -> int:
    """Run the environment's Python in this one's place and return its exit code."""
    variables = clean_environment()
    variables["VIRTUAL_ENV"] = str(python.parent.parent)
    variables["PATH"] = os.pathsep.join([str(python.parent), os.environ.get("PATH", os.defpath)])
    variables["TPO_COMMAND"] = COMMAND
    command = [str(python), *arguments]
    if os.name != "nt":
        os.execve(command[0], command, variables)
    return run_and_wait(command, variables)


def run_and_wait(command: list[str], variables: dict) -> int:
    """Run a command and leave Ctrl-C to it (exec on Windows gives the prompt back at once)."""
    with subprocess.Popen(command, env=variables) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def main(arguments: list[str]) -> int:
    """Run `tpo ARGUMENTS`, or `python ARGUMENTS[1:]`, inside the environment."""
    try:
        if arguments[:1] in ([], ["-h"], ["--help"]):
            if diagnose(ROOT, RUNTIME_LOCK)[0] != "ready":
                print(HELP.format(COMMAND))
                return 0
            arguments = ["--help"]
        python = ensure(ROOT, author=arguments[0] in AUTHOR_COMMANDS)
        if arguments[0] == "python":
            return hand_over(python, arguments[1:])
        return hand_over(python, ["-P", "-m", "tpo", *arguments])
    except TroubleError as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
