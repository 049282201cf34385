"""scan_events.jsonl.bz2: the log as it was received, with everything that went wrong."""

import json
from pathlib import Path

from sections import peak_weeks
from tpo.engines.event_log import Event


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file: one JSON object a line, in the order received."""
    return "".join(map(line, peak_weeks.log().events)).encode()


def line(event: Event) -> str:
    """One scan."""
    fields = {
        "event_id": event.event_id,
        "parcel_id": event.parcel_id,
        "type": event.type,
        "occurred_at": peak_weeks.second(event.occurred),
        "received_at": peak_weeks.second(event.received),
        "device_id": event.device_id,
        "device_seq": event.device_seq,
        "depot_id": event.depot_id,
        "schema_version": 1,
    }
    return json.dumps(fields, separators=(",", ":")) + "\n"
