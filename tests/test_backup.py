"""Backup and restore: what goes in comes out, also while notebooks are open."""

import os
import signal
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tpo.backup import backup, restore
from tpo.learner.ledger import open_ledger
from tpo.trouble import TroubleError

TODAY = date(2026, 3, 2)


@pytest.fixture
def space(tmp_path):
    folder = tmp_path / "my wörk"
    for name, text in {
        "course/M06/lesson.ipynb": '{"cells": []}',
        "exercises/M06/exercises.ipynb": '{"cells": [1]}',
        "exercises/M06/.ipynb_checkpoints/exercises.ipynb": "{}",
        "my notes – Zoë.md": "mine\r\n",
        "portfolio/employer/index.html": "<p>",
        ".tpo/laid.json": "{}",
        ".tpo/jupyter/secret": "s3cret",
        ".tpo/jupyter/config/nbgrader_config.py": "{}",
        ".tpo/jupyter/settings/theme.json": '{"theme": "dark"}',
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (folder / "an empty folder").mkdir()
    open_ledger(folder).add_note("W06a", "kept")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "ledger.db" not in p.name
    }


def test_what_goes_in_comes_out(space, tmp_path):
    back = restore(backup(space, None, TODAY), tmp_path / "new" / "place")
    expected = files(space)
    for gone in (
        "exercises/M06/.ipynb_checkpoints/exercises.ipynb",
        ".tpo/jupyter/secret",
        ".tpo/jupyter/config/nbgrader_config.py",
    ):
        del expected[gone]
    assert files(back) == expected
    assert (back / "an empty folder").is_dir()
    assert [n.text for n in open_ledger(back).notes("W06a")] == ["kept"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "my wörk",
        "my wörk-2026-03-02.zip",
        "new",
    ]
    # And once more: a restored workspace is a workspace.
    again = restore(backup(back, tmp_path / "second.zip", TODAY), tmp_path / "third")
    assert files(again) == files(back)


def test_the_learners_secret_key_stays_at_home(space):
    with zipfile.ZipFile(backup(space, None, TODAY)) as packed:
        assert "s3cret" not in " ".join(
            packed.read(n).decode("utf-8", "replace") for n in packed.namelist()
        )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_a_backup_taken_while_a_notebook_writes_is_whole(space, tmp_path):
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from tpo.learner.ledger import open_ledger\n"
            "book = open_ledger(Path(sys.argv[1]))\n"
            "for i in range(10**6):\n"
            "    book.add_note('writer', f'{i} ' + 'x' * 500); print(i, flush=True)\n",
            str(space),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    for _ in range(100):
        written = int(writer.stdout.readline())
    packed = backup(space, None, TODAY)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    book = open_ledger(restore(packed, tmp_path / "back"))
    assert book.warning is None
    notes = book.notes("writer")
    assert len(notes) > written
    assert [n.text.split()[0] for n in notes] == [str(i) for i in range(len(notes))]


def test_a_second_backup_of_the_day_gets_a_number_and_a_named_one_is_not_overwritten(
    space, tmp_path
):
    assert backup(space, None, TODAY).name == "my wörk-2026-03-02.zip"
    assert backup(space, None, TODAY).name == "my wörk-2026-03-02-2.zip"
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(TroubleError, match="is there already"):
        backup(space, tmp_path / "mine.zip", TODAY)
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_a_backup_inside_the_workspace_does_not_hold_itself(space):
    with zipfile.ZipFile(backup(space, space / "all.zip", TODAY)) as packed:
        assert not [n for n in packed.namelist() if "all.zip" in n or ".backup-" in n]


def test_a_folder_that_holds_anything_is_never_written_over(space, tmp_path):
    packed = backup(space, None, TODAY)
    before = files(space)
    with pytest.raises(TroubleError, match="never writes over it"):
        restore(packed, space)
    assert files(space) == before
    (tmp_path / "empty").mkdir()
    assert restore(packed, tmp_path / "empty").is_dir()


def test_what_is_no_workspace_is_not_packed(tmp_path):
    with pytest.raises(TroubleError, match="is not a workspace"):
        backup(tmp_path, None, TODAY)


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def flip(path):
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        at = max(packed.infolist(), key=lambda i: i.compress_size).header_offset
    content[at + 120] ^= 0xFF
    path.write_bytes(content)


def scramble(path):
    path.write_bytes(b"not a zip")


def another_zip(path):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x.txt", "x")


def climbing(path):
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("../outside.txt", "x")


@pytest.mark.parametrize("damage", [cut, flip, scramble, another_zip, climbing])
def test_a_damaged_or_foreign_file_restores_nothing(space, tmp_path, damage):
    packed = backup(space, None, TODAY)
    damage(packed)
    with pytest.raises(TroubleError, match="not a whole backup"):
        restore(packed, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert not (tmp_path / "outside.txt").exists()
    assert not list(tmp_path.glob(".restore-*"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TroubleError, match=r"There is no file .*gone\.zip"):
        restore(tmp_path / "gone.zip", tmp_path / "back")
