"""`tpo check api OLD NEW`: does a new version of an OpenAPI description break its clients?

Exit codes: 0 nothing breaks, 1 something does or a file can not be read. The report is
Markdown, for a pull request or a build log.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tpo.trouble import TroubleError

if TYPE_CHECKING:  # the engine loads yaml; `tpo --help` must not
    from tpo.engines.contract import Comparison, Finding, Spec

FINE, BREAKS = 0, 1
MOST_SHOWN = 200
CALLS_SHOWN = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("old", type=Path, metavar="OLD", help="the version that clients use now")
    parser.add_argument("new", type=Path, metavar="NEW", help="the version you want to ship")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report to a file")
    parser.add_argument(
        "--strict", action="store_true", help="also fail for changes that experts argue about"
    )


def run(options: argparse.Namespace) -> int:
    """Compare two files, print or write the report, return the exit code."""
    return check_api(options.old, options.new, options.report, options.strict)


def check_api(old: Path, new: Path, report: Path | None = None, strict: bool = False) -> int:
    """Compare two files; raise TroubleError with one sentence when one can't be read."""
    from tpo.engines.contract import compare

    result = compare(_read(old), _read(new))
    text = markdown(result, old.name, new.name)
    if report is None:
        print(text)
    else:
        try:
            report.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise TroubleError(
                f"The report can't be written to {report}: {error.strerror}."
            ) from None
    fails = result.breaking or (strict and bool(result.findings))
    return BREAKS if fails else FINE


def markdown(result: Comparison, old: str, new: str) -> str:
    """The report: verdict, findings with a message that shows each, what was not compared."""
    breaking = [f for f in result.findings if f.verdict == "breaking"]
    argued = [f for f in result.findings if f.verdict == "argued"]
    lines = [f"# From {old} to {new}", "", _verdict(len(breaking), len(argued), result)]
    for title, found in (("Breaks clients", breaking), ("Argued: ask your clients", argued)):
        if found:
            lines += ["", f"## {title}", ""]
            lines += [_finding(f) for f in found[:MOST_SHOWN]]
        if len(found) > MOST_SHOWN:
            lines.append(f"- … and {len(found) - MOST_SHOWN} more.")
    if result.notes:
        lines += ["", "## Worth knowing about the files", ""]
        lines += [f"- {note.where}: {note.sentence}" for note in result.notes[:MOST_SHOWN]]
    if not result.complete:
        lines += ["", "The files are too large to compare in full; what is listed was found."]
    return "\n".join(lines) + "\n"


def _verdict(breaking: int, argued: int, result: Comparison) -> str:
    start = f"{breaking} breaking, {argued} argued, in {result.operations} calls."
    if breaking:
        return f"**This breaks clients.** {start}"
    return f"**No breaking change was found.** {start}"


def _finding(f: Finding) -> str:
    more = len(f.operations) - CALLS_SHOWN
    calls = ", ".join(f"`{name}`" for name in f.operations[:CALLS_SHOWN])
    calls += f" and {more} more" if more > 0 else ""
    shown = f" Shown by: `{f.example.replace('`', '')}`" if f.example else ""
    return f"- {calls} ({f.side}): {f.sentence}{shown}"


def _read(path: Path) -> Spec:
    from tpo.engines.contract import ContractError, load

    try:
        return load(path.read_bytes(), path.name)
    except OSError as error:
        raise TroubleError(f"{path} can't be read: {error.strerror}.") from None
    except ContractError as problem:
        raise TroubleError(str(problem)) from None
