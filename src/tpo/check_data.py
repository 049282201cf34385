"""``tpo check data CONTRACT FILE…``: run a data contract on your own files.

CSV, JSON Lines (either may be packed as .gz or .bz2) and Parquet (with pyarrow installed). Files are
read row by row, so they may be larger than the memory. What can't be read is named with its
line: encoding, separator, broken rows, times without a zone and hours that a clock change skips or
repeats. Exit code 0: every file may pass; 1: a rule of severity error is broken or rows can't
be read; 2: a contract or file can't be used at all.
"""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tpo.engines.batch_gate import ContractError, Finding, Gate, parse, read_contract
from tpo.trouble import TroubleError

SEPARATORS = ",;\t|"
SAMPLE = 65_536  # bytes that are looked at before reading
LONGEST_LINE = 10_000_000  # characters
SHOWN = 3  # broken rows that are named


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


@dataclass(frozen=True)
class Report:
    """One file beside the contract."""

    file: str
    notes: Notes
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """May this file go on?"""
        stopped = any(not f.kept and f.rule.severity == "error" for f in self.findings)
        return not stopped and not self.notes.broken


def check_data(
    contract: Path,
    files: Sequence[Path],
    zone: str = "",
    arrived: datetime | None = None,
    usual_rows: int | None = None,
) -> tuple[int, str]:
    """Return (exit code, readable report).

    ``zone`` is the time zone of times that carry none, such as "Europe/Berlin"; without it they are
    taken as UTC. ``arrived``: when the batch came (now). ``usual_rows``: rows of the same weekday.
    """
    rules = read_rules(contract)
    local = _zone(zone)
    reports = [
        check_file(rules, path, local, arrived or datetime.now(UTC), usual_rows) for path in files
    ]
    code = 0 if all(report.passes for report in reports) else 1
    return code, "\n\n".join(told(report) for report in reports)


def read_rules(contract: Path) -> Any:
    """Return the rules of a contract file; raise TroubleError with one sentence."""
    try:
        return read_contract(parse(contract.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise TroubleError(f"There is no contract {contract}: check the name.") from None
    except (OSError, UnicodeDecodeError):
        raise TroubleError(f"{contract} can't be read as UTF-8 text: save it as UTF-8.") from None
    except ContractError as problem:
        raise TroubleError(f"{contract}: {problem}") from None


def check_file(
    contract: Any, path: Path, zone: ZoneInfo | None, arrived: datetime, usual_rows: int | None
) -> Report:
    """Run a contract on one file; raise TroubleError when it can't be used at all."""
    notes = Notes()
    gate = Gate(contract.rules, arrived, usual_rows)
    times = [
        rule.column
        for rule in contract.rules
        if rule.metric == "freshness" or rule.kind == "timestamp"
    ]
    times = list(dict.fromkeys(times))
    asked = {rule.column for rule in contract.rules if rule.column}
    for number, row in rows(path, notes):
        if notes.rows == 0:
            missing = sorted(asked - set(row))
            if missing:
                raise TroubleError(
                    f"{path} has no column {', '.join(missing)}; it has {', '.join(list(row)[:12])}."
                )
        notes.rows += 1
        gate.add(_with_zone(row, times, zone, number, notes) if times else row)
    return Report(str(path), notes, tuple(gate.findings()))


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
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise TroubleError(
            f"{path} is Parquet, which needs the package pyarrow: install it, or save as CSV."
        ) from None
    try:
        number = 0
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=10_000):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (ValueError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise TroubleError(f"{path} is no Parquet file, or it is damaged.") from None


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TroubleError(
            f"There is no time zone {name!r}: write one such as Europe/Berlin."
        ) from None


def _with_zone(
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


def told(report: Report) -> str:
    """One file's report for people."""
    notes = report.notes
    lines = [f"{report.file}: {'may pass' if report.passes else 'stopped'}, {notes.rows:,} rows"]
    for finding in report.findings:
        rule = finding.rule
        if math.isnan(finding.measured):
            lines.append(f"  –  {rule.name}: nothing to measure or compare with")
            continue
        sign = "ok" if finding.kept else ("NO" if rule.severity == "error" else "!!")
        unit = {"percent": " %", "rows": " rows", "h": " h"}[rule.unit]
        line = f"  {sign} {rule.name}: {finding.measured:.4g}{unit}, {rule.allowed} is promised"
        if not finding.kept:
            if finding.example is not None:
                line += f"; first in row {finding.example}: {finding.sample!r}"
            line += f"; tell {rule.owner}" if rule.owner else "; nobody is named to tell"
        lines.append(line)
    if notes.broken:
        lines.append(f"  NO {notes.broken:,} rows can't be read:")
    lines += [f"     {said}" for said in notes.said]
    if notes.broken > SHOWN:
        lines.append(f"     and {notes.broken - SHOWN:,} more")
    if notes.no_zone:
        lines.append(f"  !! {notes.no_zone:,} times carry no zone")
    lines += [f"     {said}" for said in notes.unsure]
    return "\n".join(lines)
