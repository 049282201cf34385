"""sli_minutes.csv.bz2: November 2025 of bookings at the gateway, one row a minute.

The month is the one that M08's alerts are replayed on. What was wrong when is in
hidden/incidents.csv, which learners don't get.
"""

from datetime import datetime, timedelta
from pathlib import Path

from tpo.engines.slo import draw_month
from tpo.judges.alert_replay import NOVEMBER

HEAD = "minute,service,good,total,p50,p95,p99,cpu\n"
FIRST = datetime(2025, 11, 1)


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    month = draw_month(NOVEMBER)
    columns = (month.total, month.bad, month.p50, month.p95, month.p99, month.cpu)
    lines = [HEAD]
    for i, row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        total, bad, *rest = row
        cells = (minute(i), "merchant-gateway", total - bad, total, *rest)
        lines.append(",".join(map(str, cells)) + "\n")
    return "".join(lines).encode()


def minute(number: int) -> str:
    """ "2025-11-28T17:42Z"."""
    return (FIRST + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%MZ")
