"""`tpo check slo POLICY MINUTES`: which alerts would your own minutes have raised, and when?

POLICY is YAML: a target, the days it is promised for, and alert rules. MINUTES has one row a minute
(or any other step) with a time, a total, and a count of good or bad events. Rows are read one by
one; only the minutes inside the longest window are kept. Exit code 0: the promise was kept in every
stretch of its days; 1: it was broken, rows can't be read, or a file can't be used at all.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tpo.team.files import Notes, counted, rows, time_zone, with_zone
from tpo.trouble import TroubleError

if TYPE_CHECKING:  # the engine loads numpy; `tpo --help` must not
    from tpo.engines.slo import AlertRule, StreamingRule

EXAMPLE = (
    "target: 99.5, days: 30, alerts: [{window: 1 h, short: 5 min, burn: 14.4, severity: page}]"
)
COLUMNS = {"time": "minute", "total": "total", "good": "good", "bad": "bad"}
MOST_RULES, MOST_SHOWN, MOST_GAPS = 20, 40, 3
LONGEST_MIN = 90 * 1_440
UNITS = {"m": 1, "min": 1, "h": 60, "d": 1_440, "day": 1_440, "days": 1_440}


@dataclass(frozen=True)
class Policy:
    """A promise and its rules. ``target`` is a share from 0 to 1."""

    target: float
    days: float
    rules: tuple[tuple[str, AlertRule], ...]
    columns: Mapping[str, str]


@dataclass
class Seen:
    """What was counted while reading."""

    total: int = 0
    bad: int = 0
    minutes: int = 0
    first: datetime | None = None
    last: datetime | None = None
    step: int = 0
    gaps: int = 0
    gap_min: int = 0
    worst_left: float = 1.0
    worst_at: datetime | None = None
    said: list[str] = field(default_factory=list)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("policy", type=Path, metavar="POLICY", help="target and alert rules, YAML")
    parser.add_argument("minutes", type=Path, metavar="MINUTES", help="CSV, JSON Lines or Parquet")
    parser.add_argument("--zone", default="", help="zone of times that carry none: Europe/Berlin")


def run(options: argparse.Namespace) -> int:
    """Replay the minutes, print the report, return the exit code."""
    code, text = check_slo(options.policy, options.minutes, options.zone)
    print(text)
    return code


def check_slo(policy_file: Path, minutes: Path, zone: str = "") -> tuple[int, str]:
    """Return (exit code, readable report); raise TroubleError when a file can't be used at all."""
    from tpo.engines.slo import StreamingRule

    policy = read_policy(policy_file)
    notes, seen = Notes(), Seen()
    allowed = 1 - policy.target
    streams = [StreamingRule(rule, allowed) for _, rule in policy.rules]
    budget = _Rolling(int(policy.days * 1_440), allowed)
    origin: datetime | None = None
    for at, total, bad in _minutes(minutes, policy, time_zone(zone), notes, seen):
        origin = origin or at
        minute = int((at - origin).total_seconds() // 60)
        for stream in streams:
            stream.add(minute, total, bad)
        left = budget.add(minute, total, bad)
        if left < seen.worst_left:
            seen.worst_left, seen.worst_at = left, at
    if origin is None:
        raise TroubleError(
            f"{minutes} has no minute that can be read; " + (_first(notes) or "is it empty?")
        )
    text = told(policy, seen, notes, streams, origin, minutes)
    return (1 if seen.worst_left < 0 or notes.broken else 0), text


class _Rolling:
    """The budget that is left in the last days; the days before the file count as calm."""

    def __init__(self, window: int, allowed: float) -> None:
        self.window, self.allowed = window, allowed
        self.hours: dict[int, list[int]] = {}  # hourly sums, so that 90 days stay small
        self.total = self.bad = 0
        self.first: int | None = None

    def add(self, minute: int, total: int, bad: int) -> float:
        self.first = minute if self.first is None else self.first
        hour = minute // 60
        if hour not in self.hours:
            self.hours[hour] = [0, 0]
            for old in [h for h in self.hours if h <= hour - self.window // 60]:
                self.total -= self.hours[old][0]
                self.bad -= self.hours[old][1]
                del self.hours[old]
        self.hours[hour][0] += total
        self.hours[hour][1] += bad
        self.total += total
        self.bad += bad
        seen = min(self.window, minute - self.first + 1)
        requests = self.total * self.window / seen
        return 1 - self.bad / (requests * self.allowed) if requests else 1.0


# ---- reading -------------------------------------------------------------------------------------


def read_policy(path: Path) -> Policy:
    """Read POLICY; raise TroubleError with one sentence."""
    import yaml

    from tpo.engines.slo import AlertRule

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise TroubleError(f"There is no policy {path}: check the name.") from None
    except (OSError, UnicodeDecodeError):
        raise TroubleError(f"{path} can't be read as UTF-8 text: save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark else ""
        raise TroubleError(f"{path} is not valid YAML{line}: write it like {EXAMPLE}.") from None
    if not isinstance(data, dict):
        raise TroubleError(f"{path} should hold a target and alerts: write it like {EXAMPLE}.")
    unknown = sorted(str(key) for key in data if key not in ("target", "days", "alerts", "columns"))
    if unknown:
        raise TroubleError(
            f"{path} has the unknown entry '{unknown[0]}': there are target, days, alerts and columns."
        )
    target = _number(data.get("target"), path, "target", 50, 99.9999)
    days = _number(data.get("days", 30), path, "days", 1, 90)
    alerts = data.get("alerts")
    if not isinstance(alerts, list) or not 1 <= len(alerts) <= MOST_RULES:
        raise TroubleError(
            f"{path}: 'alerts' should be a list of 1 to {MOST_RULES} rules, as in {EXAMPLE}."
        )
    found = []
    for place, row in enumerate(alerts, 1):
        where = f"rule {place}"
        if not isinstance(row, dict):
            raise TroubleError(
                f"{path}: {where} should be a block such as {{window: 1 h, burn: 14.4}}."
            )
        odd = sorted(
            str(k) for k in row if k not in ("name", "window", "short", "burn", "severity")
        )
        if odd:
            raise TroubleError(
                f"{path}: {where} has the unknown entry '{odd[0]}'; there are name, window, short, burn and severity."
            )
        window = _span(row.get("window"), path, f"window of {where}")
        short = None if row.get("short") is None else _span(row["short"], path, f"short of {where}")
        burn = _number(row.get("burn"), path, f"burn of {where}", 0.01, 10_000)
        severity = row.get("severity", "page")
        if severity not in ("page", "ticket"):
            raise TroubleError(f"{path}: severity of {where} is page or ticket, not {severity!r}.")
        if short is not None and short >= window:
            raise TroubleError(
                f"{path}: in {where} the short window must be shorter than the long one."
            )
        name = str(
            row.get("name")
            or f"{burn:g} × over {_shown(window)}" + (f" and {_shown(short)}" if short else "")
        )
        found.append((name, AlertRule(window, short, burn, severity)))
    columns = data.get("columns") or {}
    if not isinstance(columns, dict) or any(key not in COLUMNS for key in columns):
        raise TroubleError(f"{path}: 'columns' may name time, total, good and bad.")
    return Policy(
        target / 100, days, tuple(found), {**COLUMNS, **{k: str(v) for k, v in columns.items()}}
    )


def _minutes(
    path: Path, policy: Policy, zone: ZoneInfo | None, notes: Notes, seen: Seen
) -> Iterator[tuple[datetime, int, int]]:
    """Every readable minute in the order of the file: time, total, bad."""
    names = policy.columns
    kind = ""
    for number, row in rows(path, notes):
        notes.rows += 1
        if not kind:
            kind = "bad" if names["bad"] in row else "good"
            missing = [names[k] for k in ("time", "total", kind) if names[k] not in row]
            if missing:
                raise TroubleError(
                    f"{path} has no column {', '.join(missing)}; it has {', '.join(list(row)[:12])}. "
                    "Name yours in the policy: columns: {time: …, total: …, good: …}."
                )
        row = with_zone(row, [names["time"]], zone, number, notes)
        at = _time(row.get(names["time"]))
        total, part = _count(row.get(names["total"])), _count(row.get(names[kind]))
        if at is None:
            notes.bad(number, f"{names['time']} is no time: {str(row.get(names['time']))[:30]!r}")
        elif total is None or part is None:
            notes.bad(number, f"{names['total']} and {names[kind]} are counts, 0 or more")
        elif part > total:
            notes.bad(number, f"{part:,} {kind} of {total:,}")
        elif seen.last is not None and at <= seen.last:
            what = "comes twice" if at == seen.last else "goes back in time; sort the file"
            notes.bad(number, f"{at:%Y-%m-%d %H:%M} {what}")
        else:
            _step(at, seen)
            bad = part if kind == "bad" else total - part
            seen.total += total
            seen.bad += bad
            yield at, total, bad


def _step(at: datetime, seen: Seen) -> None:
    """Count the minute and notice a hole before it."""
    if seen.last is not None:
        gap = int((at - seen.last).total_seconds() // 60)
        if not seen.step:
            seen.step = max(1, gap)
        elif gap > seen.step:
            seen.gaps += 1
            seen.gap_min += gap - seen.step
            if seen.gaps <= MOST_GAPS:
                seen.said.append(
                    f"nothing from {seen.last:%Y-%m-%d %H:%M} to {at:%Y-%m-%d %H:%M} UTC"
                )
    seen.first = seen.first or at
    seen.last = at
    seen.minutes += 1


def _time(value: Any) -> datetime | None:
    from tpo.engines.batch_gate.gate import moment

    at = moment(value)
    return at.astimezone(UTC) if at else None


def _count(value: Any) -> int | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if math.isfinite(number) and number >= 0 and number == int(number) else None


def _number(value: Any, path: Path, what: str, low: float, high: float) -> float:
    text = str(value).strip().removesuffix("%").strip()
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if isinstance(value, bool) or not low <= number <= high:
        raise TroubleError(
            f"{path}: {what} should be a number from {low:g} to {high:g}, not {value!r}."
        )
    return number


def _span(value: Any, path: Path, what: str) -> int:
    """Minutes of "1 h", "5 min", "3 d" or a plain number of minutes."""
    text = str(value).strip()
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = text[len(digits) :].strip() or "min"
    try:
        minutes = float(digits) * UNITS[unit]
    except (ValueError, KeyError):
        minutes = math.nan
    if isinstance(value, bool) or not 1 <= minutes <= LONGEST_MIN:
        raise TroubleError(
            f"{path}: {what} should be a time such as 5 min, 6 h or 3 d, not {value!r}."
        )
    return int(minutes)


# ---- the report ----------------------------------------------------------------------------------


def told(
    policy: Policy,
    seen: Seen,
    notes: Notes,
    streams: list[StreamingRule],
    origin: datetime,
    path: Path,
) -> str:
    """The report for people."""
    assert seen.first
    assert seen.last
    share = 1 - seen.bad / seen.total if seen.total else 1.0
    lines = [
        f"{path}: {counted(seen.minutes, 'row')}, {seen.first:%Y-%m-%d %H:%M} to {seen.last:%Y-%m-%d %H:%M} UTC",
        f"  {seen.total:,} events, {seen.bad:,} bad: {100 * share:.3f} % good, "
        f"{100 * policy.target:g} % promised over {policy.days:g} days",
    ]
    if seen.worst_at is None:
        lines.append("  ok the budget was never touched")
    else:
        sign = "NO" if seen.worst_left < 0 else "ok"
        lines.append(
            f"  {sign} {100 * (1 - seen.worst_left):.0f} % of the budget spent at the worst moment, "
            f"{seen.worst_at:%Y-%m-%d %H:%M} UTC"
        )
    for (name, rule), stream in zip(policy.rules, streams, strict=True):
        firings = stream.close()
        lines.append(
            f"  {rule.severity} “{name}”: {len(firings)} times"
            if len(firings) != 1
            else f"  {rule.severity} “{name}”: once"
        )
        for firing in firings[:MOST_SHOWN]:
            begin = origin + timedelta(minutes=firing.start + 1)
            lines.append(
                f"     {begin:%Y-%m-%d %H:%M} UTC for {_shown(max(1, firing.end - firing.start))}"
            )
        if len(firings) > MOST_SHOWN:
            lines.append(f"     and {len(firings) - MOST_SHOWN:,} more")
    if seen.step > 1:
        lines.append(f"  !! one row stands for {_shown(seen.step)}; shorter windows see one row")
    if seen.gaps:
        lines.append(
            f"  !! {counted(seen.gaps, 'hole')}, {_shown(seen.gap_min)} in all, counted as no events:"
        )
        lines += [f"     {said}" for said in seen.said]
    if notes.broken:
        lines.append(f"  NO {counted(notes.broken, 'row')} can't be read:")
    lines += [f"     {said}" for said in notes.said]
    if notes.no_zone:
        lines.append(
            f"  !! {counted(notes.no_zone, 'time')} without a zone"
            + ("" if not notes.unsure else ":")
        )
    lines += [f"     {said}" for said in notes.unsure]
    return "\n".join(lines)


def _first(notes: Notes) -> str:
    return notes.said[0] + "." if notes.said else ""


def _shown(minutes: float) -> str:
    if minutes >= 1_440 and minutes % 1_440 == 0:
        return f"{minutes / 1_440:g} d"
    if minutes >= 2_880:
        return f"{minutes / 1_440:.3g} d"
    return f"{minutes / 60:.3g} h" if minutes >= 120 or minutes == 60 else f"{minutes:g} min"
