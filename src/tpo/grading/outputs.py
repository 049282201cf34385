"""What a submitted notebook may leave in its outputs: text and pictures, and not without end.

A kernel is the learner's, so its messages may hold anything. What isn't valid in a notebook would
make nbgrader drop the whole submission; what is too long would fill the grader's memory. And
formgrader shows outputs in the browser of an instructor who is logged in: HTML, SVG or JavaScript
of a learner's could act there with the instructor's rights, so only the plain text beside it stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from tpo.exercises.handover import MIME

MAX_CHARACTERS = 1_000_000
"""Of one cell's outputs; what comes after is cut."""

PICTURES = ("image/png", "image/jpeg")
CUT = "… the rest of this cell's output was cut: it was longer than {:,} characters.\n"


def weigh(value: Any) -> int:
    """Roughly how many characters a message's content holds; no deeper than it can be trusted."""
    total, left = 0, [value]
    while left and total <= MAX_CHARACTERS:
        item = left.pop()
        if isinstance(item, str):
            total += len(item) + 1
        elif isinstance(item, Mapping):
            total += len(item)
            left += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple):
            total += len(item)
            left += item
        else:
            total += 8
    return total


def clean(cell: NotebookNode) -> None:
    """Rebuild a code cell's outputs from what they may hold; drop the rest."""
    cell.outputs = [good for output in cell.get("outputs", []) if (good := _clean(output))]
    count = cell.get("execution_count")
    cell.execution_count = count if type(count) is int and 0 <= count < 1_000_000 else None


def _clean(output: Any) -> NotebookNode | None:
    if not isinstance(output, Mapping):
        return None
    kind = output.get("output_type")
    if kind == "stream" and output.get("name") in ("stdout", "stderr"):
        return new_output("stream", name=output["name"], text=_text(output.get("text")))
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), Mapping):
        data = {key: value for key, raw in output["data"].items() if (value := _data(key, raw))}
        extra = {"execution_count": None} if kind == "execute_result" else {}
        return new_output(kind, data, **extra) if data else None
    if kind == "error":
        lines = output.get("traceback")
        lines = [_text(line) for line in lines] if isinstance(lines, list) else []
        names = {key: _text(output.get(key)) for key in ("ename", "evalue")}
        return new_output("error", traceback=lines, **names)
    return None


def _data(kind: Any, value: Any) -> Any:
    """A mime bundle's entry, or None: plain text, a picture, or a record that is handed over."""
    if kind == "text/plain":
        return _text(value)
    if kind in PICTURES and isinstance(value, str):
        return value if re.fullmatch(r"[A-Za-z0-9+/=\s]+", value) else None
    if kind != MIME:
        return None
    try:  # also turns what JSON or UTF-8 can't hold into what they can
        return json.loads(_text(json.dumps(value, allow_nan=False)))
    except (TypeError, ValueError, RecursionError):
        return None


def _text(value: Any) -> str:
    """Text without lone surrogates, which no file can hold."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
