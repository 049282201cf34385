"""`tpo check delivery DEPLOYS`: five delivery metrics of each of your services.

DEPLOYS has one row a deployment: service, committed_at, deployed_at, failed, recovered_at and,
if you have it, unplanned (a deployment that only repairs). Rows are read one by one, so a log may be
of any length. Exit code 0: read; 1: rows can't be read, or the file can't be used at all. The
figures never decide the code: a metric that fails a build becomes a goal, and is gamed.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpo.team.files import Notes, counted, rows, time_zone, with_zone
from tpo.trouble import TroubleError

if TYPE_CHECKING:
    from tpo.engines.delivery import Health

TIMES = ("committed_at", "deployed_at", "recovered_at")
NEEDED = ("service", "committed_at", "deployed_at", "failed")
YES = {
    "yes": True,
    "true": True,
    "1": True,
    "y": True,
    "no": False,
    "false": False,
    "0": False,
    "n": False,
    "": False,
}
FEW = 10  # deployments; below that a share says little
MOST_SERVICES = 1_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("deploys", type=Path, metavar="DEPLOYS", help="CSV, JSON Lines or Parquet")
    parser.add_argument("--zone", default="", help="zone of times that carry none: Europe/Berlin")


def run(options: argparse.Namespace) -> int:
    """Read the log, print the report, return the exit code."""
    code, text = check_delivery(options.deploys, options.zone)
    print(text)
    return code


def check_delivery(path: Path, zone: str = "") -> tuple[int, str]:
    """Return (exit code, readable report); raise TroubleError when the file can't be used at all."""
    from tpo.engines.delivery import Health

    notes = Notes()
    local = time_zone(zone)
    services: dict[str, Health] = {}
    everything = Health()
    repairs_known = False
    for number, row in rows(path, notes):
        if notes.rows == 0:
            missing = [name for name in NEEDED if name not in row]
            if missing:
                raise TroubleError(
                    f"{path} has no column {', '.join(missing)}; it has {', '.join(list(row)[:12])}."
                )
            repairs_known = "unplanned" in row
        notes.rows += 1
        deploy = _deploy(with_zone(row, TIMES, local, number, notes), number, notes)
        if deploy is None:
            continue
        name, values = deploy
        if name not in services and len(services) >= MOST_SERVICES:
            raise TroubleError(
                f"{path} has more than {MOST_SERVICES:,} services: is the column service right?"
            )
        services.setdefault(name, Health()).add(*values)
        everything.add(*values)
    if not everything.deploys:
        raise TroubleError(
            f"{path} has no deployment that can be read; "
            + (notes.said[0] + "." if notes.said else "is it empty?")
        )
    return (1 if notes.broken else 0), told(path, services, everything, notes, repairs_known)


def _deploy(
    row: Mapping[str, Any], number: int, notes: Notes
) -> tuple[str, tuple[float, float, bool, float | None, bool]] | None:
    """(service, what Health counts), or None for a row that can't be read."""
    at = {name: _time(row.get(name)) for name in TIMES}
    name = str(row.get("service") or "").strip()
    failed, unplanned = _yes(row.get("failed")), _yes(row.get("unplanned"))
    committed, deployed, recovered = (at[name] for name in TIMES)
    problem = ""
    if not name:
        problem = "no service"
    elif committed is None or deployed is None:
        problem = "committed_at and deployed_at must be times"
    elif failed is None or unplanned is None:
        problem = "failed and unplanned are yes or no"
    elif deployed < committed:
        problem = "deployed before it was committed"
    elif recovered is not None and recovered < deployed:
        problem = "recovered before it was deployed"
    if problem or committed is None or deployed is None:
        notes.bad(number, problem)
        return None
    back = recovered - deployed if recovered is not None else None
    return name, (deployed, deployed - committed, bool(failed), back, bool(unplanned))


def _time(value: Any) -> float | None:
    from tpo.engines.batch_gate.gate import moment

    at: datetime | None = moment(value)
    return at.astimezone(UTC).timestamp() if at else None


def _yes(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    return YES.get(str(value).strip().lower().removesuffix(".0"))


def told(
    path: Path,
    services: Mapping[str, Health],
    everything: Health,
    notes: Notes,
    repairs_known: bool,
) -> str:
    """The report for people: one line a service, the slowest first, and what the pool would hide."""
    weeks = max((everything.last - everything.first) / 604_800, 1.0)
    width = max(len("all pooled"), *(len(name) for name in services))
    lines = [
        f"{path}: {counted(everything.deploys, 'deployment')} of {counted(len(services), 'service')} in {counted(round(weeks), 'week')}",
        f"  {'service':{width}}  lead time (half / 9 of 10)   a week  recovery  failed  rework",
    ]
    ordered = sorted(services, key=lambda name: (-services[name].lead.median(), name))
    for name in ordered:
        lines.append(_line(name, width, services[name], weeks, repairs_known))
    if len(services) > 1:
        lines.append(_line("all pooled", width, everything, weeks, repairs_known))
        slow, pooled = services[ordered[0]].lead.median(), everything.lead.median()
        if slow > 2 * pooled:
            lines.append(
                f"  !! the pooled lead time hides {ordered[0]}: {_days(slow)} there, {_days(pooled)} in the pool"
            )
    few = [name for name in ordered if services[name].deploys < FEW]
    if few:
        lines.append(
            f"  !! fewer than {FEW} deployments, so shares say little: {', '.join(few[:8])}"
        )
    open_ends = sum(h.failed - h.recovery.count for h in services.values())
    if open_ends:
        lines.append(
            f"  !! {counted(open_ends, 'failed deployment')} without recovered_at, left out of recovery"
        )
    if not repairs_known:
        lines.append("  !! no column unplanned, so no rework rate")
    if notes.broken:
        lines.append(f"  NO {counted(notes.broken, 'row')} can't be read:")
    lines += [f"     {said}" for said in notes.said]
    if notes.no_zone:
        lines.append(f"  !! {counted(notes.no_zone, 'time')} without a zone")
    lines += [f"     {said}" for said in notes.unsure]
    lines.append(
        "  Medians, commit to production. Count only failures that a change caused; don't make a figure a goal."
    )
    return "\n".join(lines)


def _line(name: str, width: int, health: Health, weeks: float, repairs_known: bool) -> str:
    lead = f"{_days(health.lead.median())} / {_days(health.lead.quantile(0.9))}"
    back = _days(health.recovery.median()) if health.recovery.count else "–"
    rework = f"{100 * health.unplanned / health.deploys:.0f} %" if repairs_known else "–"
    return (
        f"  {name:{width}}  {lead:>26}  {health.deploys / weeks:>7.1f}  {back:>8}"
        f"  {100 * health.failed / health.deploys:>4.0f} %  {rework:>6}"
    )


def _days(seconds: float) -> str:
    if math.isnan(seconds):
        return "–"
    if seconds < 7_200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.1f} d"
