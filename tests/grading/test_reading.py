"""Whatever a submitted file holds, reading it ends with cells in shape or with one sentence."""

import json
import os
import sys

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.course import ASSIGNMENT
from tpo.grading import reading
from tpo.grading.reading import UnreadableError, plain_files, read
from tpo.paths import checkout

RELEASED = checkout() / "exercises" / ASSIGNMENT / "exercises.ipynb"
OLD = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}


def test_an_ordinary_notebook_is_read_as_nbformat_reads_it(tmp_path):
    assert read(str(RELEASED)) == nbformat.read(RELEASED, as_version=4)
    old = tmp_path / "old.ipynb"
    old.write_text(json.dumps(OLD), encoding="utf-8-sig")
    assert read(str(old)).cells == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is no valid JSON"),
        (b"{ not json", "it is no valid JSON"),
        (b"\x80\xff\x00" * 99, "it is no valid JSON"),
        (b"[" * 100_000, "it is no valid JSON"),
        (b"[]", "it has no cells"),
        (b'{"cells": {"a": 2}}', "it has no cells"),
        (b'{"nbformat": 3, "worksheets": [7]}', "can't be read"),
        (b'{"nbformat": "x", "cells": []}', "can't be read"),
        (b'{"cells": [], "x": ' + b"[" * 60 + b"]" * 60 + b"}", "nested too deeply"),
        (b'{"cells": [' + b"[]," * 5_000_001 + b"[]]}", "too complex"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_notebook_is_told_in_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "exercises.ipynb"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=rf"^exercises\.ipynb .*{sentence}.*\.$"):
        read(str(path))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_folders_and_pipes_are_no_notebooks(tmp_path):
    link, folder, pipe = (tmp_path / f"{name}.ipynb" for name in ("link", "folder", "pipe"))
    link.symlink_to(RELEASED)
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (link, folder, pipe):
        with pytest.raises(UnreadableError, match="so nothing of it was graded"):
            read(str(path))


def test_a_file_without_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 2_000_000)
    path = tmp_path / "exercises.ipynb"
    with path.open("wb") as file:
        file.truncate(2_000_001)
    with pytest.raises(UnreadableError, match="larger than 2 MB"):
        read(str(path))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cell_type", "source", "metadata", "id", "outputs", "x"]),
            inner | st.sampled_from(["code", "markdown"]),
            max_size=5,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(anything, max_size=5), anything, anything)
def test_any_cells_end_up_in_shape(tmp_path_factory, cells, metadata, minor):
    path = tmp_path_factory.getbasetemp() / "any.ipynb"
    tree = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}
    path.write_text(json.dumps(tree), encoding="utf-8")
    nb = read(str(path))
    ids = [cell.id for cell in nb.cells]
    assert len(set(ids)) == len(ids)
    for cell in nb.cells:
        assert cell.cell_type in ("code", "markdown", "raw")
        assert isinstance(cell.source, str)
        assert isinstance(cell.metadata, dict)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_only_plain_files_of_a_submission_are_copied(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 1_000_000)
    own = tmp_path / "submitted" / "ada" / "M06"
    (own / "deep").mkdir(parents=True)
    (own / "data.csv").write_text("1")
    (own / "deep" / "more.csv").write_text("2")
    with (own / "big").open("wb") as file:
        file.truncate(1_000_001)
    (own / "link").symlink_to("/etc/passwd")
    (own / "deep" / "up").symlink_to("../../..")
    os.mkfifo(own / "pipe")
    assert sorted(os.path.relpath(f, own) for f in plain_files(str(own), [])) == [
        "data.csv",
        "deep/more.csv",
    ]
    source = tmp_path / "solutions" / "." / "M06"
    source.mkdir(parents=True)
    (source / "link").symlink_to(own / "data.csv")
    assert len(plain_files(str(source), [])) == 1  # the instructor's own links are theirs
