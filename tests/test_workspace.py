"""Laying down and updating the workspace: nothing of the learner's is ever lost."""

import errno
import json
import os
from datetime import date
from pathlib import Path

import pytest

from tpo import workspace as ws
from tpo.trouble import TroubleError

TODAY = date(2026, 11, 22)
LESSON = "course/M06_under_load/lesson.ipynb"
BESIDE = "course/M06_under_load/lesson (new 2026-11-22).ipynb"


def notebook(source: str, output: str = "", python: str = "3.11", split: bool = False) -> str:
    cell = {
        "cell_type": "code",
        "id": "a1",
        "source": source.splitlines(keepends=True) if split else source,
        "outputs": [output],
    }
    return json.dumps({"cells": [cell], "metadata": {"language_info": {"version": python}}})


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course folder"
    for name, text in {
        "course/00_start_here.ipynb": notebook("start"),
        LESSON: notebook("one"),
        "exercises/M06_under_load/exercises.ipynb": notebook("ex"),
        "exercises/M06_under_load/table.csv": "a,b\n",
        "course/.ipynb_checkpoints/old.ipynb": "{}",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.fixture
def space(tmp_path):
    return tmp_path / "my wörk"


def update(course: Path, space: Path, today: date = TODAY) -> ws.Update:
    return ws.update(space, ws.release(course), today)


def files(space: Path) -> list[str]:
    own = space / ws.OWN_FOLDER
    found = [path for path in space.rglob("*") if path.is_file() and own not in path.parents]
    return sorted(path.relative_to(space).as_posix() for path in found)


def test_a_first_start_lays_everything_down(course, space):
    first = update(course, space)
    assert files(space) == sorted(first.laid) == sorted(ws.release(course))
    assert ws.START_PAGE in first.laid
    assert first.told == ()
    assert not list(space.rglob("*.part"))


def test_a_second_start_does_nothing(course, space):
    update(course, space)
    before = {path: path.stat().st_mtime_ns for path in space.rglob("*.ipynb")}
    assert update(course, space) == ws.Update((), ())
    assert {path: path.stat().st_mtime_ns for path in space.rglob("*.ipynb")} == before


def test_an_untouched_file_is_replaced_by_the_newer_one(course, space):
    update(course, space)
    (course / LESSON).write_text(notebook("two"))
    assert update(course, space) == ws.Update((LESSON,), ())
    assert (space / LESSON).read_text() == notebook("two")
    (course / LESSON).write_text(notebook("three"))
    assert update(course, space).laid == (LESSON,)


def test_a_notebook_that_jupyterlab_only_opened_is_untouched(course, space):
    update(course, space)
    (space / LESSON).write_text(notebook("one", python="3.13", split=True))
    (course / LESSON).write_text(notebook("two"))
    assert update(course, space) == ws.Update((LESSON,), ())


@pytest.mark.parametrize("mine", [notebook("mine"), notebook("one", output="ran"), "{broken", ""])
def test_the_learners_file_stays_and_the_newer_one_goes_beside_it(course, space, mine):
    update(course, space)
    (space / LESSON).write_text(mine)
    (course / LESSON).write_text(notebook("two"))
    newer = update(course, space)
    assert (space / LESSON).read_text() == mine
    assert (space / BESIDE).read_text() == notebook("two")
    assert newer.laid == (BESIDE,)
    assert len(newer.told) == 1
    assert LESSON in newer.told[0]
    assert "lesson (new 2026-11-22).ipynb" in newer.told[0]
    assert update(course, space) == ws.Update((), ())  # said once, laid once


def test_newer_and_newer_releases_do_not_pile_up(course, space):
    update(course, space)
    (space / LESSON).write_text(notebook("mine"))
    (course / LESSON).write_text(notebook("two"))
    update(course, space)
    (course / LESSON).write_text(notebook("three"))
    update(course, space, date(2026, 12, 1))
    found = [name for name in files(space) if "lesson" in name]
    assert found == ["course/M06_under_load/lesson (new 2026-12-01).ipynb", LESSON]

    (space / found[0]).write_text(notebook("mine too"))
    (course / LESSON).write_text(notebook("four"))
    update(course, space, date(2026, 12, 1))
    assert (space / LESSON).read_text() == notebook("mine")
    assert (space / found[0]).read_text() == notebook("mine too")
    again = space / "course/M06_under_load/lesson (new 2026-12-01 2).ipynb"
    assert again.read_text() == notebook("four")


def test_a_copy_that_the_learner_deleted_does_not_come_back(course, space):
    update(course, space)
    (space / LESSON).write_text(notebook("mine"))
    (course / LESSON).write_text(notebook("two"))
    update(course, space)
    (space / BESIDE).unlink()
    assert update(course, space) == ws.Update((), ())


def test_a_deleted_file_is_laid_down_again(course, space):
    update(course, space)
    (space / LESSON).unlink()
    assert update(course, space) == ws.Update((LESSON,), ())


def test_who_deletes_an_old_answer_gets_the_newest_release_alone(course, space):
    update(course, space)
    (space / LESSON).write_text(notebook("mine"))
    (course / LESSON).write_text(notebook("two"))
    update(course, space)
    (space / LESSON).unlink()
    assert update(course, space) == ws.Update((LESSON,), ())
    assert files(space) == sorted(ws.release(course))


def test_the_learner_may_take_over_the_new_release(course, space):
    update(course, space)
    (space / LESSON).write_text(notebook("mine"))
    (course / LESSON).write_text(notebook("two"))
    update(course, space)
    (space / BESIDE).replace(space / LESSON)
    (course / LESSON).write_text(notebook("three"))
    assert update(course, space) == ws.Update((LESSON,), ())


def test_the_learners_own_files_are_not_looked_at(course, space):
    update(course, space)
    (space / "course" / "notes.md").write_text("mine")
    (course / LESSON).unlink()  # no longer part of the course
    assert update(course, space) == ws.Update((), ())
    assert (space / LESSON).read_text() == notebook("one")
    assert (space / "course" / "notes.md").read_text() == "mine"


DAMAGED = [
    "",
    "{",
    "[]",
    "null",
    '{"files": []}',
    '{"files": {"a": 1}}',
    '{"files": {"a": {"laid": 1}}}',
]
DAMAGED += [
    '{"files": {"a": {"beside": "b"}}}',
    '{"files": {"a": {"beside": "../b", "offered": "x"}}}',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_memory_is_set_aside_and_nothing_is_overwritten(course, space, text):
    update(course, space)
    (space / LESSON).write_text(notebook("mine"))
    memory = space / ws.OWN_FOLDER / "laid.json"
    memory.write_text(text)
    (course / LESSON).write_text(notebook("two"))
    mended = update(course, space)
    assert (space / LESSON).read_text() == notebook("mine")
    assert (space / BESIDE).read_text() == notebook("two")
    assert memory.with_name("laid (damaged 2026-11-22).json").read_text() == text
    assert "laid (damaged 2026-11-22).json" in mended.told[0]
    assert update(course, space) == ws.Update((), ())
    memory.write_text(text)
    update(course, space)
    assert memory.with_name("laid (damaged 2026-11-22 2).json").read_text() == text


def test_a_crash_half_way_loses_nothing(course, space, monkeypatch):
    update(course, space)
    (space / LESSON).write_text(notebook("mine"))
    for name in (LESSON, "exercises/M06_under_load/exercises.ipynb"):
        (course / name).write_text(notebook("two"))

    def full(source, target):
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(TroubleError, match="is full: free some space"):
            update(course, space)
    assert (space / LESSON).read_text() == notebook("mine")
    assert (space / "exercises/M06_under_load/exercises.ipynb").read_text() == notebook("ex")
    assert not list(space.rglob("*.part"))
    update(course, space)
    assert (space / LESSON).read_text() == notebook("mine")
    assert (space / "exercises/M06_under_load/exercises.ipynb").read_text() == notebook("two")


def test_a_workspace_that_is_a_file(course, space):
    space.write_text("mine")
    with pytest.raises(TroubleError) as trouble:
        update(course, space)
    assert str(trouble.value).startswith(f"{space} should be a folder and is a file: rename it")
    assert space.read_text() == "mine"


def test_a_folder_where_a_lesson_should_be(course, space):
    (space / LESSON).mkdir(parents=True)
    with pytest.raises(TroubleError, match=r"lesson.ipynb should be a file and is a folder"):
        update(course, space)


def test_a_file_where_a_folder_should_be(course, space):
    space.mkdir()
    (space / "course").write_text("mine")
    with pytest.raises(TroubleError, match="course should be a folder and is a file"):
        update(course, space)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "cannot be written: make it writable"),
        (errno.EROFS, "cannot be written: make it writable"),
        (errno.ENOSPC, "is full: free some space"),
        (errno.EIO, "cannot be used (odd): mend that"),
    ],
)
def test_each_trouble_is_one_sentence(number, words):
    with pytest.raises(TroubleError) as trouble, ws.explained(Path("space")):
        raise OSError(number, "odd", "space")
    assert words in str(trouble.value)
    assert str(trouble.value).endswith("choose another folder with --workspace DIR.")


def test_a_course_without_notebooks(tmp_path):
    with pytest.raises(TroubleError, match="get a complete copy of the course"):
        ws.release(tmp_path)
