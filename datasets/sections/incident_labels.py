"""hidden/incidents.csv: what was wrong in sli_minutes, and when. Not for learners."""

from pathlib import Path

from sections.sli_minutes import minute
from tpo.judges.alert_replay import NOVEMBER


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    rows = [
        f"{t.name},{t.kind},{minute(t.start)},{minute(t.end)},{'no' if harmless(t.kind) else 'yes'}"
        for t in NOVEMBER.troubles
    ]
    return ("name,kind,begins,ends,worth_finding\n" + "\n".join(rows) + "\n").encode()


def harmless(kind: str) -> bool:
    """Nobody should be woken for it."""
    return kind in ("blip", "busy night")
