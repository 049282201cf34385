"""docs/simulator-validation.md is what its command makes today.

The whole table takes a minute; its first seeds take two seconds and change with any change of a
result. They are in the page, and compared to nine figures: the order of a sum may differ between
machines, nothing else.
"""

import importlib.util
import json
import math
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STALE = "docs/simulator-validation.md is stale: run python benchmarks/validation.py"


@pytest.fixture(scope="module")
def validation():
    spec = importlib.util.spec_from_file_location(
        "validation_page", ROOT / "benchmarks" / "validation.py"
    )
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(validation):
    return [row for _, rows in validation.TABLES for row in rows()]


@pytest.fixture(scope="module")
def page(validation):
    return validation.TARGET.read_text(encoding="utf-8")


def table_of(page):
    """Cells of each row of the page's tables."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines if not line.startswith("| what")]


def first_seeds_of(page):
    return json.loads(re.search("first seeds: (.*) -->", page)[1])


def stale(page, rows):
    """What is not as the command would write it."""
    table, first = table_of(page), first_seeds_of(page)
    if not len(table) == len(first) == len(rows):
        return ["the number of rows"]
    found = []
    for cells, value, row in zip(table, first, rows, strict=True):
        same = cells[:3] == [row.what, row.source, f"{row.published:.6g}"]
        if not same or not math.isclose(row.run(1), value, rel_tol=1e-9):
            found.append(row.what)
    return found


def test_the_page_is_current(page, rows):
    assert stale(page, rows) == [], STALE


def test_every_row_agrees_and_none_is_left_out(page):
    table = table_of(page)
    assert len(table) >= 70
    assert all(cells[6].startswith("agrees") for cells in table)
    assert all(cells[1] for cells in table)  # everything has a source
    for what in (
        "HotOS",
        "Amazon Builders",
        "Handling Overload",
        "AWS Architecture Blog",
        "Tail at",
    ):
        assert what in page
    for what in ("Mitzenmacher", "Workbook", "Availability Table", "Gunther", "Erlang tables"):
        assert what in page


@pytest.mark.parametrize("change", ["value", "what", "missing"])
def test_a_stale_page_is_seen(change, page, rows):
    few = rows[:12]
    table = [line for line in page.splitlines() if line.startswith("| ")][:13]
    first = first_seeds_of(page)[:12]
    if change == "value":
        first[9] *= 1.0 + 1e-8
    elif change == "what":
        table[10] = table[10].replace("| ", "| not ", 1)
    else:
        del table[10]
    small = "\n".join([*table, f"<!-- first seeds: {json.dumps(first)} -->"])
    assert stale(small, few) == (["the number of rows"] if change == "missing" else [few[9].what])
