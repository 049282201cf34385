"""The learner's workspace: laying down the course's notebooks without touching the learner's work.

A release is the set of notebooks (and the files beside them) in `course/` and `exercises/` of the
checkout. `update` copies it to the workspace and remembers in `.tpo/laid.json` what it laid down,
so that the next update can tell the course's files from the learner's:

- a file that is as it was laid down is replaced by the newer release;
- a file that the learner has changed stays, and the newer release goes beside it as
  "name (new 2026-11-22).ipynb", once for each release;
- a file that the learner has deleted is laid down again.

Needs only the standard library.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from tpo.trouble import TroubleError

START_PAGE = "course/00_start_here.ipynb"  # its links are relative to this place
OWN_FOLDER = ".tpo"
_MEMORY = "laid.json"
_NEVER_RELEASED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}


@dataclass(frozen=True)
class Update:
    """What an update did: names (with "/", relative to the workspace) and sentences to show."""

    laid: tuple[str, ...]
    told: tuple[str, ...]


def release(root: Path) -> dict[str, Path]:
    """Return the files of the release in `root`: name in the workspace -> file to copy.

    Names are sorted and use "/".

    Raises:
        TroubleError: `root` holds no notebook.
    """
    files = {}
    for folder in ("course", "exercises"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and not _NEVER_RELEASED & set(name.parts):
                files[name.as_posix()] = path
    if not any(name.endswith(".ipynb") for name in files):
        raise TroubleError(
            f"There are no notebooks in {root / 'course'}: get a complete copy of the course."
        )
    return files


def update(workspace: Path, files: Mapping[str, Path], today: date) -> Update:
    """Lay the release `files` (see `release`) into `workspace`, which is made if needed.

    A second update with the same release does nothing. A crash at any point loses nothing: each
    file is written whole or not at all, and a file that `laid.json` does not know is the learner's.

    Raises:
        TroubleError: the workspace cannot be written.
    """
    laid: list[str] = []
    told: list[str] = []
    with explained(workspace):
        (workspace / OWN_FOLDER).mkdir(parents=True, exist_ok=True)
        memory = _read_memory(workspace / OWN_FOLDER / _MEMORY, today, told)
        for name, source in files.items():
            _lay(workspace, name, source, memory.setdefault(name, {}), today, laid, told)
        text = json.dumps({"version": 1, "files": memory}, indent=1, sort_keys=True)
        write_whole(workspace / OWN_FOLDER / _MEMORY, text.encode())
    return Update(tuple(laid), tuple(told))


def _lay(
    workspace: Path,
    name: str,
    source: Path,
    known: dict[str, str],
    today: date,
    laid: list[str],
    told: list[str],
) -> None:
    """Lay down one file. `known` is what `laid.json` holds about it; it is brought up to date.

    known["laid"] is the fingerprint of what was laid at `name`, known["beside"] the name of the
    copy that lies beside it and known["offered"] that copy's fingerprint.
    """
    target = workspace / name
    content = source.read_bytes()
    new = fingerprint(name, content)
    there = fingerprint(name, target.read_bytes()) if target.exists() else None
    if there == new:
        known["laid"] = new
    elif there is None or there in (known.get("laid"), known.get("offered")):
        write_whole(target, content)
        _remove_older_copy(target, known)
        laid.append(name)
        known["laid"] = new
    elif known.get("offered") != new:
        beside = _free_name(target, f"new {today}")
        write_whole(beside, content)
        _remove_older_copy(target, known)
        known["beside"], known["offered"] = beside.name, new
        laid.append((PurePosixPath(name).parent / beside.name).as_posix())
        told.append(
            f"You have changed {name}; it stays as it is, and the course's new version is beside "
            f"it as {beside.name!r}."
        )


def _remove_older_copy(target: Path, known: dict[str, str]) -> None:
    """Forget the copy beside `target`, and remove it unless the learner has changed it."""
    if "beside" in known:
        older, offered = target.with_name(known.pop("beside")), known.pop("offered")
        if older.is_file() and fingerprint(older.name, older.read_bytes()) == offered:
            older.unlink()


def fingerprint(name: str, content: bytes) -> str:
    """Return a hash of what counts in a file: of a notebook the cells, of all others the bytes.

    JupyterLab rewrites a notebook's own metadata (kernel, Python version) when it merely opens it;
    that does not make it the learner's. Any change in a cell, its output included, does.
    """
    if name.endswith(".ipynb"):
        try:
            cells = json.loads(content)["cells"]
            for cell in cells:
                if isinstance(cell["source"], list):
                    cell["source"] = "".join(cell["source"])
            content = json.dumps(cells, sort_keys=True).encode()
        except (ValueError, KeyError, TypeError):
            pass  # a broken notebook is compared like any other file
    return hashlib.sha256(content).hexdigest()


def _read_memory(path: Path, today: date, told: list[str]) -> dict[str, dict[str, str]]:
    """Read `laid.json`; set a damaged one aside, and count every file as the learner's."""
    try:
        files = json.loads(path.read_bytes())["files"]
        for known in files.values():
            if not all(isinstance(value, str) for value in known.values()):
                raise TypeError
            beside = known.get("beside", "")
            if ("offered" in known) != bool(beside) or Path(beside).name != beside:
                raise ValueError
        return files
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        aside = _free_name(path, f"damaged {today}")
        path.replace(aside)
        told.append(
            f"The list of what the course laid down was damaged; it is kept as "
            f"{OWN_FOLDER}/{aside.name}, and every file counts as yours."
        )
        return {}


def _free_name(path: Path, remark: str) -> Path:
    """Return "stem (remark).suffix" beside `path`, with a number if that is taken."""
    for number in range(1, 1000):
        count = f" {number}" if number > 1 else ""
        candidate = path.with_name(f"{path.stem} ({remark}{count}){path.suffix}")
        if not candidate.exists():
            return candidate
    raise TroubleError(f"There are too many copies of {path.name} in {path.parent}: delete some.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash or a full disk leaves the old one or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with open(part, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def explained(workspace: Path) -> Iterator[None]:
    """Turn an OSError under `workspace` into one sentence with what to do.

    Raises:
        TroubleError: in place of the OSError.
    """
    try:
        yield
    except OSError as error:
        place = Path(error.filename or workspace)
        elsewhere = "choose another folder with --workspace DIR."
        if isinstance(error, FileExistsError | NotADirectoryError):
            place = next((part for part in (place, *place.parents) if part.is_file()), place)
            sentence = f"{place} should be a folder and is a file: rename it, or {elsewhere}"
        elif isinstance(error, IsADirectoryError):
            sentence = f"{place} should be a file and is a folder: rename it, or {elsewhere}"
        elif error.errno in (errno.ENOSPC, errno.EDQUOT):
            sentence = f"The disk of {workspace} is full: free some space, or {elsewhere}"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sentence = f"{place} cannot be written: make it writable, or {elsewhere}"
        else:
            sentence = f"{place} cannot be used ({error.strerror}): mend that, or {elsewhere}"
        raise TroubleError(sentence) from None
