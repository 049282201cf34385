"""``tpo check data CONTRACT FILE…``: run a data contract on your own files.

CSV, JSON Lines (either may be packed as .gz or .bz2) and Parquet, read row by row. Exit code 0:
every file may pass; 1: a rule of severity error is broken, rows can't be read, or a contract or
file can't be used at all.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tpo.team.files import SHOWN, Notes, counted, rows, time_zone, with_zone
from tpo.trouble import TroubleError

if TYPE_CHECKING:  # the engine loads yaml; `tpo --help` must not
    from tpo.engines.batch_gate import Finding


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "contract", type=Path, metavar="CONTRACT", help="rules in YAML (ODCS names)"
    )
    parser.add_argument(
        "files", type=Path, metavar="FILE", nargs="+", help="CSV, JSON Lines, Parquet"
    )
    parser.add_argument("--zone", default="", help="zone of times that carry none: Europe/Berlin")
    parser.add_argument("--arrived", type=moment, help="when the files came (default: now)")
    parser.add_argument("--usual-rows", type=int, help="rows of the same weekday, to compare with")


def run(options: argparse.Namespace) -> int:
    """Check the files, print the report, return the exit code."""
    code, text = check_data(
        options.contract, options.files, options.zone, options.arrived, options.usual_rows
    )
    print(text)
    return code


def moment(text: str) -> datetime:
    """A time such as 2025-11-28T05:00Z; without a zone it is UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write 2025-11-28T05:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


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
    local = time_zone(zone)
    reports = [
        check_file(rules, path, local, arrived or datetime.now(UTC), usual_rows) for path in files
    ]
    code = 0 if all(report.passes for report in reports) else 1
    return code, "\n\n".join(told(report) for report in reports)


def read_rules(contract: Path) -> Any:
    """Return the rules of a contract file; raise TroubleError with one sentence."""
    from tpo.engines.batch_gate import ContractError, parse, read_contract

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
    from tpo.engines.batch_gate import Gate

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
        gate.add(with_zone(row, times, zone, number, notes) if times else row)
    return Report(str(path), notes, tuple(gate.findings()))


def told(report: Report) -> str:
    """One file's report for people."""
    notes = report.notes
    lines = [
        f"{report.file}: {'may pass' if report.passes else 'stopped'}, {counted(notes.rows, 'row')}"
    ]
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
        lines.append(f"  NO {counted(notes.broken, 'row')} can't be read:")
    lines += [f"     {said}" for said in notes.said]
    if notes.broken > SHOWN:
        lines.append(f"     and {notes.broken - SHOWN:,} more")
    if notes.no_zone:
        lines.append(f"  !! {counted(notes.no_zone, 'time')} without a zone")
    lines += [f"     {said}" for said in notes.unsure]
    return "\n".join(lines)
