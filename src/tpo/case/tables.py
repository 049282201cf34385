"""Parcels, scans, invoices and lockers: the large tables of linnet-data as typed pandas frames."""

import csv
import io
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpo.case.files import CaseFileError, data_root, read_text, read_yaml
from tpo.case.records import damaged

if TYPE_CHECKING:
    import pandas as pd

RESTORE = "make it again with 'python datasets/generate.py'"

# What a column holds. "time" is UTC; "yes" is True or False; a final "?" allows an empty cell.
PARCELS = {
    "parcel_id": "text",
    "order_id": "text",
    "merchant_id": "text",
    "booked_at": "time",
    "service": "text",
    "zone": "text",
    "promised_from": "time",
    "promised_to": "time",
    "value_eur": "number",
    "restricted": "yes",
    "nest_id": "text?",
    "status": "text",
    "first_attempt_ok": "yes?",
    "delivered_at": "time?",
}
SCANS = {
    "event_id": "text",
    "parcel_id": "text",
    "type": "text",
    "occurred_at": "time",
    "received_at": "time",
    "device_id": "text",
    "device_seq": "whole",
    "depot_id": "text",
    "schema_version": "whole",
}
INVOICES = {
    "invoice_id": "text",
    "line": "whole",
    "merchant_id": "text",
    "parcel_id": "text",
    "order_id": "text",
    "amount_eur": "number",
    "billed_on": "time",
}
NEST_HOURS = {
    "nest_id": "text",
    "hour": "time",
    "free_s": "whole",
    "free_m": "whole",
    "free_l": "whole",
}


def parcels(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 12,000 labels of 10 to 29 November 2025, one row a label.

    Times are UTC, ``value_eur`` is in euros, ``restricted`` is True or False. ``nest_id`` is
    missing for a door, ``first_attempt_ok`` where no door was tried yet, ``delivered_at`` where
    nothing was handed over. Two rows with one ``order_id`` are two labels on one box.
    """
    return typed_frame("parcels.csv.bz2", PARCELS, data_root(root))


def scan_events(root: Path | str | None = None) -> "pd.DataFrame":
    """Return about 70,000 scans in the order received.

    ``occurred_at`` is what the device's clock said, ``received_at`` when the log got it, both
    UTC. A scan that arrived twice has two rows with one ``event_id``.
    """
    return typed_frame("scan_events.jsonl.bz2", SCANS, data_root(root))


def invoices(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 3,000 invoice lines of the incident week; ``amount_eur`` is in euros."""
    return typed_frame("invoices.csv", INVOICES, data_root(root))


def nest_hours(root: Path | str | None = None) -> "pd.DataFrame":
    """Return free compartments of 620 Nests for 72 hours; below zero means promised twice."""
    return typed_frame("nest_hours.csv.bz2", NEST_HOURS, data_root(root))


def data_contract(name: str = "parcel_journey", root: Path | str | None = None) -> dict[str, Any]:
    """Return a data contract of the case (ODCS field names) as plain data."""
    file = f"contracts/{name}.yaml"
    contract = read_yaml(data_root(root), file)
    if not isinstance(contract, dict) or not isinstance(contract.get("schema"), list):
        raise damaged(file, "it must hold a list under 'schema'")
    return contract


@lru_cache
def _columns(file: str, names: tuple[str, ...], root: Path) -> dict[str, list[Any]]:
    """The cells of a file by column, as written."""
    read = _jsonl if ".jsonl" in file else _csv
    rows = list(read(file, root, list(names)))
    if not rows:
        raise CaseFileError(f"datasets/{file} is empty: {RESTORE}.")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def _csv(file: str, root: Path, names: list[str]) -> Iterator[list[str]]:
    text = read_text(root, file, RESTORE)
    reader = csv.reader(io.StringIO(text))
    if next(reader, None) != names:
        raise CaseFileError(
            f"datasets/{file} does not begin with the columns {', '.join(names)}: {RESTORE}."
        )
    for row in reader:
        if len(row) != len(names):
            raise CaseFileError(
                f"datasets/{file} line {reader.line_num} has {len(row)} cells, "
                f"not {len(names)}: {RESTORE}."
            )
        yield row


def _jsonl(file: str, root: Path, names: list[str]) -> Iterator[list[Any]]:
    text = read_text(root, file, RESTORE)
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or list(row) != names:
            raise CaseFileError(
                f"datasets/{file} line {number} has not the fields {', '.join(names)}: {RESTORE}."
            )
        yield list(row.values())


def typed_frame(file: str, spec: dict[str, str], root: Path) -> "pd.DataFrame":
    """A table of the case as a frame whose columns hold what ``spec`` says."""
    # Only these loaders need pandas; labs and judges that run without it must still import case.
    import pandas as pd

    cells = _columns(file, tuple(spec), root)
    return pd.DataFrame({name: _typed(file, name, kind, cells) for name, kind in spec.items()})


def _typed(file: str, name: str, kind: str, cells: dict[str, list[Any]]) -> "pd.Series":
    import pandas as pd

    raw = pd.Series(cells[name], dtype=object)
    empty = raw.isna() | (raw == "")
    kind, optional = kind.rstrip("?"), kind.endswith("?")
    if kind == "time":
        typed = pd.to_datetime(raw.where(~empty), utc=True, errors="coerce", format="ISO8601")
    elif kind == "yes":
        typed = raw.map({"yes": True, "no": False})
        typed = typed.astype("boolean" if optional else object)
    elif kind in ("number", "whole"):
        typed = pd.to_numeric(raw.where(~empty), errors="coerce")
    else:
        typed = raw.where(~empty).astype("str")
    bad = typed.isna() & ~(empty & optional)
    if not bad.any() and kind == "whole":
        bad = typed % 1 != 0
    if bad.any():
        row = int(bad.to_numpy().argmax())
        line = row + (1 if ".jsonl" in file else 2)
        raise CaseFileError(
            f"datasets/{file} line {line}: {name} can't be {str(raw[row])[:40]!r}: {RESTORE}."
        )
    if kind == "whole":
        return typed.astype("int64")
    return typed.astype(bool) if kind == "yes" and not optional else typed
