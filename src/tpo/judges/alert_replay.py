"""J6: alert rules replayed on a month of labelled minutes.

Two promises and one old habit: bookings at the gateway (99.5 % over 30 days), the tracking page
(99.5 % over 7 days), and the CPU rule that Jun has had for years. November 2025 is the public
month (`NOVEMBER`, also the file sli_minutes); fresh months have the same kinds of trouble at
other times and in other sizes.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from tpo.engines.slo import (
    AlertRule,
    Firing,
    Month,
    Objective,
    Trouble,
    Weather,
    burning,
    draw_month,
    firings,
    windowed_share,
)
from tpo.engines.slo.minutes import DAY

BOOKING, TRACKING = Objective(0.995, 30), Objective(0.995, 7)
FOUND_MIN = 10  # minutes until an incident pages
LEAK_H = 24.0  # hours until a slow burn is found
WEEK_H = 2.0  # hours until the tracking page's trouble is found
QUIET_MIN = 35  # minutes of ringing after recovery
MOST_FALSE = 1  # needless pages in 30 days
AFTERMATH_MIN = 360  # a page this long after trouble still belongs to it
TRACKING_REQUESTS = 630_000 * 30

Row = Mapping[str, Any]


def at(day: int, clock: str) -> int:
    """The minute of a month: day 28, "17:42"."""
    hours, minutes = clock.split(":")
    return (day - 1) * DAY + int(hours) * 60 + int(minutes)


def clock(minute: int) -> str:
    """ "17:49"."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


INC_0417 = Trouble(
    "INC-0417", "incident", at(28, "17:42"), at(28, "21:08"), 0.97, ramp_min=12,
    requests=62_400, failed=38_700, waves_from=50, cpu_from=49,
)  # fmt: skip
# Failing shares of the rest are the course's choice, so that the usual rules find each in time.
NOVEMBER = Weather(
    (
        Trouble("blip 1", "blip", at(5, "12:10"), at(5, "12:12"), 0.20),
        Trouble("night batch 1", "busy night", at(8, "02:10"), at(8, "03:00"), 0.0, cpu_from=0),
        Trouble("slow burn", "slow burn", at(10, "07:00"), at(12, "01:00"), 0.016, tail_ms=1_500),
        Trouble("blip 2", "blip", at(17, "03:05"), at(17, "03:08"), 0.30),
        Trouble("night batch 2", "busy night", at(19, "02:10"), at(19, "03:00"), 0.0, cpu_from=0),
        Trouble("blip 3", "blip", at(22, "15:30"), at(22, "15:34"), 0.08),
        INC_0417,
    ),
    seed=417,
)
TRACKING_NOVEMBER = Weather(
    (Trouble("old places", "week's leak", at(13, "09:00"), at(13, "17:00"), 0.025),),
    seed=418,
    requests=TRACKING_REQUESTS,
)


def fresh_months(rng: random.Random) -> tuple[Weather, Weather]:
    """A booking month and a tracking month with trouble of the same kinds elsewhere."""

    def when(first: int, last: int, low: int = 8, high: int = 20) -> int:
        return at(rng.randrange(first, last), f"{rng.randrange(low, high)}:{rng.randrange(60)}")

    start, length = when(20, 29, 9, 19), rng.randrange(60, 200)
    leak, leak_h = when(3, 6, 6, 10), rng.randrange(36, 46)
    batch = [at(day, "02:00") for day in rng.sample(range(9, 20), 2)]
    troubles = (
        Trouble("incident", "incident", start, start + length, rng.uniform(0.7, 0.95), 4,
                cpu_from=min(length - 5, rng.randrange(35, 60))),
        Trouble("slow burn", "slow burn", leak, leak + 60 * leak_h, rng.uniform(0.0175, 0.0195)),
        *(Trouble(f"blip {i}", "blip", b, b + 2, rng.uniform(0.1, 0.25))
          for i, b in enumerate(when(12 + 2 * i, 13 + 2 * i) for i in range(3))),
        *(Trouble(f"night batch {i}", "busy night", b, b + 50, 0.0, cpu_from=0)
          for i, b in enumerate(batch)),
    )  # fmt: skip
    tracking = when(5, 25, 8, 12)
    week = Trouble("old places", "week's leak", tracking, tracking + 480, rng.uniform(0.022, 0.030))
    seed = rng.randrange(10**6)
    return (
        Weather(troubles, seed),
        Weather((week,), seed + 1, requests=TRACKING_REQUESTS),
    )


def replay(rows: Sequence[Row], booking: Weather, tracking: Weather) -> dict[str, Any]:
    """Run the rules; return what was found when, and what rang for nothing."""
    months = {"booking": draw_month(booking), "tracking": draw_month(tracking)}
    objectives = {"booking": BOOKING, "tracking": TRACKING}
    pages: list[tuple[Firing, str, Mapping[str, Any]]] = []
    tickets: list[tuple[Firing, str, Mapping[str, Any]]] = []
    for row in rows:
        for firing in _firings(row, months, objectives):
            kept = pages if row["severity"] == "page" else tickets
            kept.append((firing, row["promise"], row))
    troubles = {name: _real(month) for name, month in months.items()}
    incident = next(t for t in booking.troubles if t.kind == "incident")
    leak = next(t for t in booking.troubles if t.kind == "slow burn")
    week = tracking.troubles[0]
    needless = _needless(pages, troubles)
    leaked = [f for f, what, _ in pages if what == "booking" and _hits(f, leak)]
    inc_pages = [f for f, what, _ in pages if _of(f, what, incident, "booking")]
    cpu = [(f, row) for f, what, row in pages if what == "cpu"]
    return {
        "rules": len(rows),
        "page_rules": sum(row["severity"] == "page" for row in rows),
        "found_min": _after(inc_pages, incident),
        "found_at": clock(min(f.start for f in inc_pages) + 1) if inc_pages else "never",
        "leak_h": _after([f for f, what, _ in pages + tickets if _of(f, what, leak, "booking")], leak)
        / 60,
        "week_h": _after([f for f, what, _ in pages + tickets if _of(f, what, week, "tracking")], week)
        / 60,
        "quiet_min": max((f.end - incident.end for f in inc_pages), default=0),
        "needless": len(needless),
        "first_day": needless[0].start // DAY + 1 if needless else 0,
        "first_clock": clock(needless[0].start) if needless else "",
        "leak_pages": len(leaked),
        "leak_page": clock(leaked[0].start) if leaked else "",
        "leak_day": leaked[0].start // DAY + 1 if leaked else 0,
        "cpu_pages": len(cpu),
        "cpu_late": min((f.start - incident.start for f, _ in cpu if _hits(f, incident)), default=-1),
        "cpu_nights": sum(not _hits(f, incident) for f, _ in cpu),
        "short_tail": all(row["short_window_min"] is not None for row in rows if _burns(row)),
        "week_rule": [row["burn"] for row in rows if row["promise"] == "tracking"],
        "longest": max((row["window_min"] for row in rows if _burns(row)), default=0),
        "budget_spent": float(months["booking"].bad.sum() / (BOOKING.allowed * months["booking"].total.sum())),
    }  # fmt: skip


def _burns(row: Row) -> bool:
    return row["promise"] != "cpu"


def _firings(
    row: Row, months: Mapping[str, Month], objectives: Mapping[str, Objective]
) -> list[Firing]:
    if row["promise"] == "cpu":
        month = months["booking"]
        hot = windowed_share(month.cpu, month.cpu * 0 + 1, max(1, int(row["window_min"])))
        return firings(hot >= row["burn"])
    month, objective = months[row["promise"]], objectives[row["promise"]]
    short = row["short_window_min"]
    rule = AlertRule(
        max(1, int(row["window_min"])), None if short is None else max(1, int(short)), row["burn"]
    )
    return firings(burning(month.bad, month.total, rule, objective.allowed))


def _real(month: Month) -> list[Trouble]:
    """Trouble that is worth finding."""
    return [t for t in month.troubles if t.kind not in ("blip", "busy night")]


def _hits(firing: Firing, trouble: Trouble) -> bool:
    """Did it begin to ring during the trouble, or while its minutes were still in a window?"""
    return trouble.start <= firing.start < trouble.end + AFTERMATH_MIN


def _of(firing: Firing, promise: str, trouble: Trouble, kind: str) -> bool:
    return promise in (kind, "cpu" if kind == "booking" else kind) and _hits(firing, trouble)


def _needless(
    pages: Sequence[tuple[Firing, str, Any]], troubles: Mapping[str, Sequence[Trouble]]
) -> list[Firing]:
    """Pages for nothing. Rules that ring together are one page, so one cause counts once."""
    found: list[Firing] = []
    for firing, what, _ in sorted(pages, key=lambda p: p[0].start):
        real = troubles["tracking" if what == "tracking" else "booking"]
        if any(_hits(firing, t) for t in real):
            continue
        if found and firing.start - found[-1].end < 30:
            found[-1] = Firing(found[-1].start, max(found[-1].end, firing.end))
        else:
            found.append(firing)
    return found


def _after(found: Sequence[Firing], trouble: Trouble) -> float:
    """Minutes from the start of the trouble to the first alert; as long as a month if never."""
    return float(min((f.start - trouble.start + 1 for f in found), default=30 * DAY))
