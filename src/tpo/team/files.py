"""A team's own files, read row by row: CSV, JSON Lines (packed or not) and Parquet.

Files may be larger than the memory. What can't be read is named with its line: encoding,
separator, broken rows, times without a zone, and hours that a clock change skips or repeats.
"""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tpo.trouble import TroubleError

SEPARATORS = ",;\t|"
SAMPLE = 65_536  # bytes that are looked at before reading
LONGEST_LINE = 10_000_000  # characters
SHOWN = 3  # broken rows that are named
CHUNK = 10_000  # rows of a Parquet file that are plain Python at a time


@dataclass
class Notes:
    """What was noticed while reading one file."""

    rows: int = 0
    broken: int = 0
    said: list[str] = field(default_factory=list)
    no_zone: int = 0
    unsure: list[str] = field(default_factory=list)

    def bad(self, line: int, problem: str) -> None:
        """Count a row that can't be read; the first ones are named."""
        self.broken += 1
        if self.broken <= SHOWN:
            self.said.append(f"line {line}: {problem}")


def rows(path: Path, notes: Notes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Every readable row with its line number, in the order of the file."""
    name = path.name.lower().removesuffix(".gz").removesuffix(".bz2")
    try:
        if name.endswith(".parquet"):
            yield from _parquet(path)
            return
        with _open(path) as stream:
            sample = stream.read(SAMPLE)
        if not sample.strip():
            notes.said.append("the file is empty")
            return
        encoding = _encoding(sample, notes)
        with _open(path) as stream:
            text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
            if name.endswith((".jsonl", ".ndjson")):
                yield from _json_lines(text, notes)
            elif name.endswith((".csv", ".tsv", ".txt")):
                yield from _csv(text, _separator(sample.decode(encoding, "replace"), notes), notes)
            else:
                raise TroubleError(
                    f"{path} is not .csv, .jsonl or .parquet: give it the ending of what it is."
                )
    except FileNotFoundError:
        raise TroubleError(f"There is no file {path}: check the name.") from None
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "damaged"
        raise TroubleError(f"{path} can't be read ({reason}).") from None


def _open(path: Path) -> BinaryIO:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path)  # type: ignore[return-value]
    if path.name.lower().endswith(".bz2"):
        return bz2.open(path)  # type: ignore[return-value]
    return path.open("rb")


def _encoding(sample: bytes, notes: Notes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            if encoding == "utf-16":
                notes.said.append("encoding: UTF-16; UTF-8 is what others expect")
            return encoding
    try:
        # A character may be cut at the end of the sample; that is no fault of the file.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        notes.said.append("encoding: not UTF-8, read as Windows-1252; save it as UTF-8")
        return "cp1252"
    return "utf-8"


def _separator(sample: str, notes: Notes) -> str:
    head = sample.splitlines()[0]
    best = max(SEPARATORS, key=head.count)
    if head.count(best) and best != ",":
        shown = {"\t": "a tab", ";": "a semicolon", "|": "a bar"}[best]
        notes.said.append(f"separator: {shown}, not a comma")
    return best if head.count(best) else ","


def _csv(text: io.TextIOWrapper, separator: str, notes: Notes) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(text, delimiter=separator)
    names: list[str] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            notes.bad(reader.line_num, f"can't be read as CSV ({error})")
            continue
        if not names:
            names = [cell.strip() for cell in cells]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                notes.bad(1, f"the column {', '.join(twice)} is there twice")
            continue
        if not cells:
            continue
        if len(cells) != len(names):
            notes.bad(reader.line_num, f"{len(cells)} cells, the first line has {len(names)}")
            continue
        if any("\ufffd" in cell for cell in cells):
            notes.bad(reader.line_num, "a character that the encoding doesn't know")
            continue
        yield reader.line_num, dict(zip(names, cells, strict=True))


def _json_lines(text: io.TextIOWrapper, notes: Notes) -> Iterator[tuple[int, Any]]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            notes.bad(number, "not a JSON object")
            continue
        if not isinstance(row, dict):
            notes.bad(number, "not a JSON object")
            continue
        yield number, row


def _parquet(path: Path) -> Iterator[tuple[int, Any]]:
    # Row group by row group; writers keep one to some hundred thousand rows.
    import fastparquet

    try:
        number = 0
        for group in fastparquet.ParquetFile(str(path)).iter_row_groups():
            for start in range(0, len(group), CHUNK):
                part = group.iloc[start : start + CHUNK]
                part = part.astype(object).where(part.notna(), None)
                for row in part.to_dict("records"):
                    number += 1
                    yield number, row
    except (ValueError, OSError, IndexError, KeyError, TypeError, RuntimeError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise TroubleError(f"{path} is no Parquet file, or it is damaged.") from None


def time_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, None for "", or TroubleError with one sentence."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TroubleError(
            f"There is no time zone {name!r}: write one such as Europe/Berlin."
        ) from None


def with_zone(
    row: Mapping[str, Any], times: Sequence[str], zone: ZoneInfo | None, number: int, notes: Notes
) -> Mapping[str, Any]:
    """The row with its times in a zone; hours that a clock change skips or repeats are named."""
    made = dict(row)
    for name in times:
        value = row.get(name)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value.strip())
            except ValueError:
                continue
        if not isinstance(value, datetime) or value.tzinfo:
            continue
        notes.no_zone += 1
        if zone is None:
            continue
        problem = clock_change(value, zone)
        if problem and len(notes.unsure) < SHOWN:
            notes.unsure.append(f"line {number}: {name} {value.isoformat(' ')} {problem}")
        made[name] = value.replace(tzinfo=zone)
    return made


def clock_change(local: datetime, zone: ZoneInfo) -> str:
    """What a clock change does to a local time: "" for nothing."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return ""
    there_and_back = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != local:
        return "doesn't exist: the clock skipped it"
    hours = abs((first or timedelta()) - (second or timedelta())).total_seconds() / 3600
    return f"came twice, {hours:g} h apart: only a zone in the data can tell which"


def counted(number: int, noun: str) -> str:
    """ "1 row", "2,000 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
