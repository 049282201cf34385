"""Read a submitted folder without trusting it: plain files only, and notebooks that are notebooks.

Stock nbgrader copies whatever a submission's links point at (a learner can name the solutions or
the gradebook) and has nothing to show when a notebook can't be read. Here links stay behind, and an
unreadable notebook is graded as an empty one with a sentence at its top.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.utils import find_all_files
from traitlets.log import get_logger

MAX_BYTES = 256_000_000
"""Of a notebook file; its stored outputs may be long by mistake."""
MAX_BRACKETS = 5_000_000
"""Lists and objects in it: a few bytes of file each, a hundred bytes of memory."""
MAX_DEPTH = 50
MAX_FILE_BYTES = 100_000_000
"""Of any other file of a submission; nbgrader's exchange has the same limit."""

KINDS = ("code", "markdown", "raw")
UNREADABLE = "unreadable"  # the key among nbconvert's resources


class UnreadableError(Exception):
    """A submitted notebook can't be read; the message is one sentence for learner and instructor."""


class Reader(NotebookExporter):
    """nbconvert's exporter; a notebook that can't be read becomes an empty one and a sentence."""

    def from_filename(
        self, filename: str, resources: Any = None, **kw: Any
    ) -> tuple[NotebookNode, Any]:
        """Read, convert, and pass the sentence on to `tpo.grading.repair`."""
        resources = {} if resources is None else resources
        folder, name = os.path.split(filename)
        resources["metadata"] = {"name": os.path.splitext(name)[0], "path": folder}
        try:
            nb = read(filename)
        except UnreadableError as error:
            nb, resources[UNREADABLE] = new_notebook(), str(error)
        return self.from_notebook_node(nb, resources=resources, **kw)


def read(path: str) -> NotebookNode:
    """The notebook in a file, in the present format; raise UnreadableError with the reason."""
    name = os.path.basename(path)
    if os.path.islink(path) or not os.path.isfile(path):
        raise UnreadableError(f"{name} is a link or no plain file, so nothing of it was graded.")
    if os.path.getsize(path) > MAX_BYTES:
        raise UnreadableError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB.")
    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if data.count(b"[") + data.count(b"{") > MAX_BRACKETS:
        raise UnreadableError(f"{name} is too complex to be a notebook of this course.")
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableError(f"{name} is not a notebook: it is no valid JSON.") from None
    if not isinstance(tree, dict) or not isinstance(tree.get("cells"), list):
        if not isinstance(tree, dict) or not isinstance(tree.get("worksheets"), list):
            raise UnreadableError(f"{name} is not a notebook: it has no cells.")
    if _deep(tree):
        raise UnreadableError(f"{name} is nested too deeply to be a notebook.")
    if tree.get("nbformat") == 4:  # its cells are mended later, so they needn't be valid yet
        return _in_shape(nbformat.from_dict(tree))
    try:
        return _in_shape(nbformat.convert(nbformat.from_dict(tree), 4))
    except Exception:  # anything: the converters trust what they read
        raise UnreadableError(f"{name} is in a notebook format that can't be read.") from None


def _in_shape(nb: NotebookNode) -> NotebookNode:
    """What every step takes for granted: cells that are cells, each with an id of its own."""
    cells = [cell for cell in nb.cells if isinstance(cell, dict)]
    for cell in cells:
        lines = cell.get("source")
        if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
            cell["source"] = "".join(lines)
        if not isinstance(cell.get("metadata"), dict):
            cell["metadata"] = NotebookNode()
    nb.cells = [c for c in cells if c.get("cell_type") in KINDS and isinstance(c.get("source"), str)]
    if not isinstance(nb.get("metadata"), dict):
        nb["metadata"] = NotebookNode()
    with suppress(Exception):  # outputs; a submission's are thrown away
        rejoin_lines(nb)
    number(nb)
    return nb


def number(nb: NotebookNode) -> None:
    """Every cell gets an id of its own; later steps and front ends rely on it."""
    seen: set[str] = set()
    for place, cell in enumerate(nb.cells):
        id = cell.get("id")
        if not isinstance(id, str) or not re.fullmatch(r"[\w-]{1,64}", id, re.ASCII) or id in seen:
            id = f"cell-{place}"
            while id in seen:
                id += "x"
            cell["id"] = id
        seen.add(id)
    nb.nbformat, nb.nbformat_minor = 4, 5


def _deep(tree: Any) -> bool:
    level = [tree]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = [item for item in below if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def plain_files(path: str, exclude: Sequence[str] | None = None) -> list[str]:
    """nbgrader's find_all_files; of a submission only plain files of moderate size."""
    found: list[str] = find_all_files(path, exclude)
    if os.path.basename(os.path.dirname(os.path.dirname(os.path.abspath(path)))) != "submitted":
        return found
    return [name for name in found if _taken(name, path)]


def _taken(name: str, top: str) -> bool:
    if os.path.islink(name):
        trouble = "is a link and was left out"
    elif not os.path.isfile(name):
        trouble = "is not a plain file and was left out"
    elif os.path.getsize(name) > MAX_FILE_BYTES:
        trouble = f"is larger than {MAX_FILE_BYTES // 1_000_000} MB and was left out"
    else:
        return True
    get_logger().warning("%s: %s %s.", top, os.path.relpath(name, top), trouble)
    return False
