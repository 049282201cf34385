"""Who calls version 1 of the Booking API (``datasets/partner_usage.csv``)."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from tpo.case.files import CaseFileError, data_root, read_text

FILE = "partner_usage.csv"
RESTORE = "make it again with 'python datasets/generate.py'"


@dataclass(frozen=True)
class PartnerUsage:
    """One partner: its calls to version 1 in each of the twelve weeks, oldest first."""

    partner_id: str
    partner: str
    calls: tuple[int, ...]


def partner_usage(root: Path | str | None = None) -> tuple[PartnerUsage, ...]:
    """Return the 42 partners with their calls of the twelve weeks to 19 July 2026."""
    return _usage(data_root(root))


@lru_cache
def _usage(root: Path) -> tuple[PartnerUsage, ...]:
    rows = list(csv.DictReader(StringIO(read_text(root, FILE, RESTORE))))
    if not rows:
        raise CaseFileError(f"datasets/{FILE} is empty: {RESTORE}.")
    calls: dict[tuple[str, str], list[int]] = {}
    for line, row in enumerate(rows, 2):
        try:
            calls.setdefault((row["partner_id"], row["partner"]), []).append(int(row["calls"]))
        except (KeyError, ValueError, TypeError):
            raise CaseFileError(
                f"datasets/{FILE} line {line} is not a week of a partner: {RESTORE}."
            ) from None
    return tuple(PartnerUsage(id, name, tuple(weeks)) for (id, name), weeks in calls.items())
