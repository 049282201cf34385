"""pyproject.toml, both locks and environment.yml name the same packages in the same versions."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
TEST_LOCK = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")

# conda's name -> PyPI's name, where they differ
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def pins(lock: str) -> dict[str, str]:
    """Return name -> "==version ; marker" with the number of hashes, of each entry of a lock."""
    found = {}
    for entry in re.split(r"\n(?=[^\s#-])", "\n" + lock)[1:]:
        requirement = Requirement(entry.split(" \\\n")[0].split(" --hash")[0].strip())
        name = canonicalize_name(requirement.name)
        hashes = sorted(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry))
        found[name] = f"{requirement.specifier} ; {requirement.marker} {' '.join(hashes)}"
    return found


def version(pin: str) -> str:
    return pin.split(" ")[0].removeprefix("==")


def lock_faults(lock: str) -> list[str]:
    """Say what is wrong with a lock itself."""
    faults = [f"no hash: {name}" for name, pin in pins(lock).items() if "sha256:" not in pin]
    faults += [
        f"not one version: {name}"
        for name, pin in pins(lock).items()
        if not re.match(r"==[^*,]+ ;", pin)
    ]
    for word in ("://", "--index", "--extra-index", "--find-links", "file:", "/home", "/tmp"):
        if word in lock:
            faults.append(f"an address or a path: {word}")
    if not pins(lock):
        faults.append("empty")
    return faults


def missing_or_outside(requirements: list[str], lock: str) -> list[str]:
    """Return the requirements that a lock does not fulfil."""
    locked = pins(lock)
    wanted = [Requirement(text) for text in requirements]
    return [
        str(wish)
        for wish in wanted
        if canonicalize_name(wish.name) not in locked
        or version(locked[canonicalize_name(wish.name)]) not in wish.specifier
    ]


def differences(lock: str, test_lock: str) -> list[str]:
    """Return the packages that the authors' lock lacks or pins otherwise.

    It may hold a package on more machines than the learners' lock, for a tool that needs it there.
    """
    locked, test = pins(lock), pins(test_lock)
    everywhere = {
        name: re.sub(r" ; .*?(?= --hash|$)", " ; None", pin) for name, pin in locked.items()
    }
    return [name for name, pin in locked.items() if test.get(name) not in (pin, everywhere[name])]


def environment_faults(environment: str, pyproject: str, lock: str) -> list[str]:
    """Say where environment.yml differs from the direct dependencies and their locked versions.

    A requirement with a marker is left out: it is about wheels, which conda does not use.
    """
    entries = yaml.safe_load(environment)["dependencies"]
    faults = []
    # What conda-forge may not have is pinned for pip; the project itself comes last.
    by_pip = next((entry["pip"] for entry in entries if isinstance(entry, dict)), [])
    if by_pip[-1:] != ["-e ."]:
        faults.append("the project itself is not installed")
    listed = dict(entry.split("=") for entry in entries if isinstance(entry, str) and "=" in entry)
    listed.update(entry.split("==") for entry in by_pip if "==" in entry)
    python = listed.pop("python", "")
    found = {CONDA_NAMES.get(name, name): number for name, number in listed.items()}
    project = tomllib.loads(pyproject)["project"]
    direct = [Requirement(text) for text in project["dependencies"]]
    wanted = {
        canonicalize_name(wish.name): version(pins(lock)[canonicalize_name(wish.name)])
        for wish in direct
        if not wish.marker
    }
    faults += [f"{name} is not a dependency" for name in found if name not in wanted]
    faults += [
        f"{name}: {found.get(name)} instead of {number}"
        for name, number in wanted.items()
        if found.get(name) != number
    ]
    if python not in ("3.11", "3.12", "3.13"):
        faults.append(f"Python {python}")
    return faults


@pytest.mark.parametrize("lock", [LOCK, TEST_LOCK], ids=["runtime", "test"])
def test_each_lock_is_whole_and_holds_no_address(lock):
    assert lock_faults(lock) == []
    assert len(pins(lock)) > 80


def test_runtime_lock_fulfils_pyproject():
    project = tomllib.loads(PYPROJECT)
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    assert missing_or_outside(wanted, LOCK) == []


def test_authors_lock_fulfils_pyproject_and_holds_the_runtime_lock():
    extras = tomllib.loads(PYPROJECT)["project"]["optional-dependencies"]
    assert missing_or_outside(extras["test"], TEST_LOCK) == []
    assert differences(LOCK, TEST_LOCK) == []


def test_environment_yml_equals_the_lock():
    assert environment_faults(ENVIRONMENT, PYPROJECT, LOCK) == []


# --- red proofs ----------------------------------------------------------------------------------

GOOD = "numpy==2.4.6 \\\n    --hash=sha256:" + "a" * 64 + "\n"


@pytest.mark.parametrize(
    ("lock", "fault"),
    [
        ("numpy==2.4.6\n", "no hash: numpy"),
        (GOOD.replace("a" * 64, "a" * 63), "no hash: numpy"),
        (GOOD.replace("==", ">="), "not one version: numpy"),
        (GOOD.replace("2.4.6", "2.4.*"), "not one version: numpy"),
        ("--index-url https://example.org/simple\n" + GOOD, "an address or a path: ://"),
        ("# uv pip compile --find-links wheels\n" + GOOD, "an address or a path: --find-links"),
        ("# -o /home/me/requirements.lock\n" + GOOD, "an address or a path: /home"),
        ("", "empty"),
    ],
)
def test_a_broken_lock_is_noticed(lock, fault):
    assert lock_faults(GOOD) == []
    assert fault in lock_faults(lock)


def test_a_version_outside_pyproject_is_noticed():
    assert missing_or_outside(["numpy>=2.4"], GOOD) == []
    assert missing_or_outside(["numpy>=3", "pandas"], GOOD) == ["numpy>=3", "pandas"]


def test_locks_that_disagree_are_noticed():
    assert differences(GOOD, GOOD) == []
    assert differences(GOOD, GOOD.replace("2.4.6", "2.4.7")) == ["numpy"]
    assert differences(GOOD, GOOD.replace("a" * 64, "b" * 64)) == ["numpy"]
    some = GOOD.replace("numpy==2.4.6", "numpy==2.4.6 ; sys_platform == 'win32'")
    assert some != GOOD
    assert differences(some, GOOD) == []
    assert differences(GOOD, some) == ["numpy"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("pandas=3.1.1", "pandas=3.1.0", "pandas: 3.1.0 instead of 3.1.1"),
        ("  - pandas=3.1.1\n", "", "pandas: None instead of 3.1.1"),
        ("pandas=3.1.1", "pandas=3.1.1\n  - scipy=1.0", "scipy is not a dependency"),
        ("      - -e .\n", "      - rich\n", "the project itself is not installed"),
        ("python=3.12", "python=3.10", "Python 3.10"),
    ],
)
def test_a_broken_environment_yml_is_noticed(old, new, fault):
    lines = ["pandas==3.1.1", "numpy==2.4.6"]
    lock = "".join(f"{line} \\\n    --hash=sha256:{'a' * 64}\n" for line in lines)
    pyproject = '[project]\ndependencies = ["pandas", "numpy", "x<2; sys_platform == \'darwin\'"]'
    environment = (
        "dependencies:\n  - python=3.12\n  - pandas=3.1.1\n  - numpy=2.4.6\n"
        "  - pip\n  - pip:\n      - -e .\n"
    )
    assert environment_faults(environment, pyproject, lock) == []
    assert environment_faults(environment.replace(old, new), pyproject, lock) == [fault]
