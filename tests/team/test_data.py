"""tpo check data: a team's own files, whole and broken."""

import bz2
import gzip
import json
import tracemalloc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tpo.team import data as check
from tpo.team.files import clock_change
from tpo.trouble import TroubleError

NIGHT = datetime(2025, 11, 28, 5, tzinfo=UTC)
CONTRACT = """
schema:
  - name: t
    properties:
      - {name: id, required: true, unique: true}
      - {name: at, logicalType: timestamp}
    quality:
      - {name: fresh, metric: freshness, column: at, mustBeLessThan: 24, owner: priya}
"""
GOOD = "id,at\n1,2025-11-27T20:00:00Z\n2,2025-11-27T21:00:00Z\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "c.yaml").write_text(CONTRACT, encoding="utf-8")

    def run(name, content, **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return check.check_data(tmp_path / "c.yaml", [path], arrived=NIGHT, **options)

    return run


def test_a_good_file_passes(run):
    code, text = run("a.csv", GOOD)
    assert code == 0
    assert "may pass, 2 rows" in text
    assert "ok fresh: 8 h, below 24 h is promised" in text


@pytest.mark.parametrize(
    ("name", "pack"), [("a.csv.gz", gzip.compress), ("a.csv.bz2", bz2.compress)]
)
def test_packed_files_are_read(run, name, pack):
    assert run(name, pack(GOOD.encode()))[0] == 0


def test_json_lines(run):
    lines = '{"id": 1, "at": "2025-11-27T20:00:00Z"}\n\n{"id": 2, "at": null}\n'
    assert run("a.jsonl", lines)[0] == 0
    code, text = run("a.jsonl", lines + "[1]\n{oops\n")
    assert code == 1
    assert "2 rows can't be read" in text
    assert "line 4: not a JSON object" in text


def test_a_broken_rule_names_value_row_and_owner(run):
    code, text = run("a.csv", GOOD + ",2025-11-27T20:00:00Z\n2,yesterday\n")
    assert code == 1
    assert "NO id is required: 25 %, exactly 0 % is promised; first in row 3" in text
    assert "NO id is unique" in text
    assert "first in row 4: 'yesterday'" in text
    old = GOOD.replace("2025-11-27", "2025-11-20")
    assert "tell priya" in run("a.csv", old)[1]


def test_encodings_are_named(run):
    assert run("a.csv", b"\xef\xbb\xbf" + GOOD.encode())[0] == 0
    assert "UTF-16" in run("a.csv", GOOD.encode("utf-16"))[1]
    odd = GOOD.replace("1,", "caf\xe9,", 1).encode("cp1252")
    assert "not UTF-8, read as Windows-1252" in run("a.csv", odd)[1]


def test_separators_are_noticed(run):
    code, text = run("a.csv", GOOD.replace(",", ";"))
    assert code == 0
    assert "separator: a semicolon, not a comma" in text
    assert "a tab" in run("a.tsv", GOOD.replace(",", "\t"))[1]


def test_broken_rows_are_counted_and_the_first_are_named(run):
    code, text = run("a.csv", GOOD + "3\n4\n5\n6\n")
    assert code == 1
    assert "4 rows can't be read" in text
    assert "line 4: 1 cells, the first line has 2" in text
    assert "and 1 more" in text
    assert "is there twice" in run("a.csv", GOOD.replace("id,at", "id,at,at"))[1]


def test_times_without_a_zone_and_clock_changes(run):
    bare = "id,at\n1,2025-10-26T02:30:00\n2,2025-03-30T02:30:00\n3,2025-11-27T20:00:00\n"
    code, text = run("a.csv", bare)
    assert code == 0
    assert "3 times without a zone" in text
    text = run("a.csv", bare, zone="Europe/Berlin")[1]
    assert "line 2: at 2025-10-26 02:30:00 came twice, 1 h apart" in text
    assert "line 3: at 2025-03-30 02:30:00 doesn't exist" in text
    assert "fresh: 10 h" in text, "20:00 in Berlin is 19:00 UTC"
    assert clock_change(datetime(2025, 7, 1, 2, 30), ZoneInfo("Europe/Berlin")) == ""


def test_an_empty_file_is_said(run):
    assert "the file is empty" in run("a.csv", "")[1]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "id,when\n1,2\n", "has no column at; it has id, when"),
        ("a.xls", "x", "is not .csv, .jsonl or .parquet"),
        ("a.csv.gz", b"no gzip", "can't be read"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(run, name, content, says):
    with pytest.raises(TroubleError, match=says):
        run(name, content)


def test_a_missing_file_contract_or_zone_gets_one_sentence(run, tmp_path):
    with pytest.raises(TroubleError, match="There is no file"):
        check.check_data(_contract(tmp_path), [tmp_path / "no.csv"])
    with pytest.raises(TroubleError, match="There is no contract"):
        check.check_data(tmp_path / "no.yaml", [])
    with pytest.raises(TroubleError, match="There is no time zone"):
        run("a.csv", GOOD, zone="Middle/Earth")
    (tmp_path / "bad.yaml").write_text("schema: [")
    with pytest.raises(TroubleError, match="Line 1"):
        check.check_data(tmp_path / "bad.yaml", [])


def _contract(folder):
    (folder / "c.yaml").write_text(CONTRACT)
    return folder / "c.yaml"


def test_parquet_is_read_row_group_by_row_group(run, tmp_path):
    import fastparquet
    import pandas as pd

    path = tmp_path / "a.parquet"
    made = {"id": [1, 2, 3], "at": ["2025-11-27T20:00:00Z", None, "2025-11-27T21:00:00Z"]}
    fastparquet.write(str(path), pd.DataFrame(made), row_group_offsets=2)
    code, text = check.check_data(_contract(tmp_path), [path], arrived=NIGHT)
    assert (code, "may pass, 3 rows" in text) == (0, True)
    made = {"id": [1, None], "at": pd.to_datetime(["2025-11-27T20:00Z", "2025-11-20T20:00Z"])}
    fastparquet.write(str(path), pd.DataFrame(made))
    code, text = check.check_data(_contract(tmp_path), [path], arrived=NIGHT)
    assert (code, "NO id is required: 50 %" in text) == (1, True)
    with pytest.raises(TroubleError, match="no Parquet file"):
        run("b.parquet", b"PAR1")


def test_memory_does_not_grow_with_the_file(tmp_path):
    """Only 8 bytes a row and uniqueness rule may stay."""
    contract = _contract(tmp_path)
    peaks = []
    for n in (2_000, 20_000):
        path = tmp_path / f"{n}.jsonl"
        with path.open("w") as out:
            for i in range(n):
                out.write(
                    json.dumps({"id": i, "at": "2025-11-27T20:00:00Z", "x": "y" * 200}) + "\n"
                )
        tracemalloc.start()
        check.check_data(contract, [path], arrived=NIGHT)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 18_000 * 40, "the file grew by 18,000 x 250 bytes"
