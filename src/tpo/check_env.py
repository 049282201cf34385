"""`tpo check-env`: what this machine has and lacks, one line each, with what to do."""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from tpo.paths import checkout
from tpo.start_lab import usable_port
from tpo.trouble import TroubleError

TRIED_PYTHONS = ((3, 11), (3, 12), (3, 13))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)


@dataclass(frozen=True)
class Finding:
    """One line of the report. A "note" is a lack that most people need not mend."""

    state: Literal["ok", "note", "problem"]
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return the line as it is printed."""
        return f"{self.state:8}{self.what}" + (f" - {self.remedy}" if self.remedy else "")


def report() -> int:
    """Print every finding; return 1 if one is a problem."""
    root = checkout()
    command = os.environ.get("TPO_COMMAND", "tpo")
    findings = [
        check_python(sys.version_info[:3]),
        check_packages(
            (root / "pyproject.toml").read_text(encoding="utf-8"),
            (root / "requirements.lock").read_text(encoding="utf-8"),
            installed(),
        ),
        check_browser(find_browser(), required("TPO_REQUIRE_BROWSER")),
        check_sandbox(sys.platform, find_sandbox(), required("TPO_REQUIRE_SANDBOX")),
        check_folder(root / "workspace", "the default workspace"),
        check_folder(Path(tempfile.gettempdir()), "temporary files"),
        check_ports(),
    ]
    for finding in findings:
        print(finding)
    problems = sum(finding.state == "problem" for finding in findings)
    if problems:
        print(f"{problems} problem{'s' * (problems > 1)} to mend.")
    else:
        print(f"This machine is ready: {command} lab")
    return 1 if problems else 0


def required(variable: str) -> bool:
    """Say whether an environment variable such as TPO_REQUIRE_BROWSER turns a lack into a failure."""
    return os.environ.get(variable, "") not in ("", "0")


def check_python(version: tuple[int, ...]) -> Finding:
    """Judge the Python version."""
    name = "Python " + ".".join(map(str, version))
    if version[:2] in TRIED_PYTHONS:
        return Finding("ok", name)
    if version[:2] > TRIED_PYTHONS[-1]:
        return Finding("note", name, "the course is tested with Python 3.11, 3.12 and 3.13.")
    return Finding("problem", name, "install Python 3.11, 3.12 or 3.13 from python.org.")


def installed() -> dict[str, str]:
    """Return name -> version of every installed package, names in lower case with "-"."""
    from packaging.utils import canonicalize_name

    return {canonicalize_name(dist.name): dist.version for dist in metadata.distributions()}


def check_packages(pyproject: str, lock: str, versions: Mapping[str, str]) -> Finding:
    """Compare installed `versions` with the texts of pyproject.toml and the lock.

    A missing package is a problem, and so is another version of a package that the course itself
    uses; another version of a package behind those is a note (conda users have that).
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    direct = {
        canonicalize_name(Requirement(text).name)
        for text in tomllib.loads(pyproject)["project"]["dependencies"]
    }
    missing: list[str] = []
    wrong: list[str] = []
    other: list[str] = []
    for line in lock.splitlines():
        if not line or line[0] in " #":
            continue
        pin = Requirement(line.rstrip("\\ "))
        name = canonicalize_name(pin.name)
        if pin.marker and not pin.marker.evaluate():
            continue
        if name not in versions:
            missing.append(name)
        elif versions[name] not in pin.specifier:
            text = f"{name} is {versions[name]} instead of {str(pin.specifier).lstrip('=')}"
            (wrong if name in direct else other).append(text)
    again = "delete the folder .venv, then run the same command again."
    if missing:
        return Finding("problem", f"missing: {', '.join(missing)}", again)
    if wrong:
        return Finding("problem", "; ".join(wrong), again)
    if other:
        return Finding("note", f"{len(other)} packages differ from requirements.lock: {other[0]}")
    return Finding("ok", "all packages are those of requirements.lock")


def find_browser() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in CHROMIUM_PLACES if os.path.isfile(place)), None)


def check_browser(found: str | None, needed: bool) -> Finding:
    """Judge the browser that the real-browser tests drive."""
    if found:
        return Finding("ok", f"Chromium or Chrome: {found}")
    return Finding(
        "problem" if needed else "note",
        "no Chromium or Chrome",
        "only the browser tests need it (learners may use any browser); install one to run them.",
    )


def find_sandbox() -> str | None:
    """Return the path of a bubblewrap that works here, or None."""
    found = shutil.which("bwrap")
    if found:
        command = [found, "--unshare-all", "--ro-bind", "/", "/", "true"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=10)
            return found
        except (OSError, subprocess.SubprocessError):
            pass
    return None


def check_sandbox(system: str, found: str | None, needed: bool) -> Finding:
    """Judge the sandbox that grading other people's notebooks uses (Linux only)."""
    if found:
        return Finding("ok", f"bubblewrap: {found}")
    remedy = "only grading other people's notebooks needs it; " + (
        "install bubblewrap, and in a container allow user namespaces."
        if system == "linux"
        else "it exists for Linux only."
    )
    return Finding("problem" if needed else "note", "no working bubblewrap", remedy)


def check_folder(folder: Path, purpose: str) -> Finding:
    """Judge whether files can be written in `folder`, or where it will be made."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        remedy = "make it writable, or copy the course to a folder of your own."
        return Finding("problem", f"{purpose}: {place} ({error.strerror})", remedy)
    return Finding("ok", f"{purpose}: {folder} can be written")


def check_ports() -> Finding:
    """Judge whether JupyterLab will find a port."""
    try:
        return Finding("ok", f"port {usable_port(None)} is free for JupyterLab")
    except TroubleError as trouble:
        return Finding("problem", "no free port", str(trouble))
