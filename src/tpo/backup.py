"""`tpo backup` and `tpo restore`: the learner's workspace as one file, and back.

The ledger goes in as a snapshot that SQLite itself makes, so that a backup taken while notebooks
are open is whole. A restore never writes into a folder that holds anything.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from datetime import date
from pathlib import Path

from tpo.trouble import TroubleError
from tpo.workspace import OWN_FOLDER, explained

LEDGER = f"{OWN_FOLDER}/ledger.db"
MARK = "two-languages-workspace.json"  # the first entry of a backup: what it is
_LEFT_OUT = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}
# The ledger's own files are in the snapshot; the rest belongs to this machine's JupyterLab.
_OF_THIS_MACHINE = (
    f"{LEDGER}-wal",
    f"{LEDGER}-shm",
    f"{OWN_FOLDER}/repair.lock",
    f"{OWN_FOLDER}/jupyter/config",
    f"{OWN_FOLDER}/jupyter/secret",
    f"{OWN_FOLDER}/jupyter/signatures.db",
)


def backup(workspace: Path, file: Path | None, today: date) -> Path:
    """Write the workspace into a zip file and return its path.

    By default ``workspace-2026-11-22.zip`` beside the workspace, with a number if that is taken.
    Raises TroubleError with one sentence if there is no workspace, or no room to write.
    """
    workspace = Path(os.path.abspath(workspace))
    if not (workspace / OWN_FOLDER).is_dir():
        raise TroubleError(f"{workspace} is not a workspace: name one with --workspace DIR.")
    target = file or _free(workspace.parent / f"{workspace.name}-{today}.zip")
    if target.exists():
        raise TroubleError(f"{target} is there already: name another file.")
    with explained(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-")
        os.close(handle)
        part = Path(name)
        try:
            _pack(workspace, part, target)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return target


def _pack(workspace: Path, part: Path, target: Path) -> None:
    skip = {part.resolve(), target.resolve()}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MARK, json.dumps({"format": "two-languages-workspace", "version": 1}))
        for path in sorted(workspace.rglob("*")):
            name = path.relative_to(workspace).as_posix()
            if path.is_symlink() or path.resolve() in skip or _left_out(name):
                continue
            if name == LEDGER:
                packed.writestr(LEDGER, _snapshot(path))
            elif path.is_file():
                packed.write(path, name)
            elif path.is_dir() and not any(path.iterdir()):
                packed.writestr(f"{name}/", "")


def _left_out(name: str) -> bool:
    if _LEFT_OUT & set(name.split("/")):
        return True
    return any(name == own or name.startswith(f"{own}/") for own in _OF_THIS_MACHINE)


def _snapshot(ledger: Path) -> bytes:
    """The ledger as one whole file; a file SQLite can't read goes in as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "ledger.db"
        try:
            with (
                closing(sqlite3.connect(ledger, timeout=10)) as source,
                closing(sqlite3.connect(copy)) as made,
            ):
                source.backup(made)
            return copy.read_bytes()
        except sqlite3.Error:
            return ledger.read_bytes()


def restore(file: Path, workspace: Path) -> Path:
    """Unpack a backup into a folder that is empty or not there; return the folder.

    All or nothing: it is unpacked beside the folder first. Raises TroubleError with one sentence if
    the file isn't a whole backup or the folder holds anything.
    """
    workspace = Path(os.path.abspath(workspace))
    if workspace.exists() and (not workspace.is_dir() or any(workspace.iterdir())):
        raise TroubleError(
            f"{workspace} holds something already, and a restore never writes over it: name a new "
            "folder with --workspace DIR."
        )
    with explained(workspace):
        workspace.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=workspace.parent, prefix=".restore-"))
        try:
            _unpack(file, fresh)
            if workspace.exists():
                workspace.rmdir()
            os.replace(fresh, workspace)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    workspace.chmod(0o755)  # a temporary folder is for its owner alone
    return workspace


def _unpack(file: Path, fresh: Path) -> None:
    not_ours = f"{file} is not a whole backup of a workspace: name the zip file that backup made."
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if MARK not in names or packed.testzip() is not None:
                raise TroubleError(not_ours)
            for name in names:
                if not (fresh / name).resolve().is_relative_to(fresh.resolve()):
                    raise TroubleError(not_ours)
            packed.extractall(fresh)
        (fresh / MARK).unlink()
    except FileNotFoundError:
        raise TroubleError(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise TroubleError(not_ours) from None


def _free(path: Path) -> Path:
    for number in range(1, 1000):
        candidate = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not candidate.exists():
            return candidate
    raise TroubleError(f"There are too many backups in {path.parent}: delete some.")
