"""parcels.csv.bz2: one row a label, with its promise and how it went."""

from pathlib import Path

from sections import peak_weeks
from sections.draws import Draws
from tpo.engines.event_log import DAY, FINAL, Parcel

HEAD = (
    "parcel_id,order_id,merchant_id,booked_at,service,zone,promised_from,promised_to,value_eur,"
    "restricted,nest_id,status,first_attempt_ok,delivered_at\n"
)
STOPS = ("ATTEMPTED", "DELIVERED", "NEST_DROPPED")
SLOTS = (9, 11, 13, 15)  # promises are two hours long
VALUES = ((5, 20), (20, 60), (60, 150), (150, 500), (500, 1_200))
VALUE_PERCENT = (25, 40, 22, 10, 3)
KEPT_PERCENT = 88  # first stops inside the promised two hours
RESTRICTED_PERCENT = 4


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    draws = Draws("parcels")
    log = peak_weeks.log()
    return (HEAD + "".join(row(p, log.scanned[p.parcel_id], draws) for p in log.parcels)).encode()


def row(parcel: Parcel, scans: tuple[tuple[str, int], ...], draws: Draws) -> str:
    """One label."""
    stops = [(kind, at) for kind, at in scans if kind in STOPS]
    first = stops[0] if stops else None
    day = first[1] // DAY if first else parcel.booked // DAY + 1
    slot = draws.pick(SLOTS)
    if first and draws.chance(KEPT_PERCENT):
        slot = min(SLOTS[-1], 9 + (first[1] % DAY // 3_600 - 9) // 2 * 2)
    low, high = VALUES[band(draws.below(100))]
    door = parcel.service == "door"
    ended = scans[-1][0] in FINAL and scans[-1][0] != "RETURNED"
    cells = (
        parcel.parcel_id,
        parcel.order_id,
        f"m{peak_weeks.merchant(parcel.order_id):04d}",
        peak_weeks.minute(parcel.booked),
        parcel.service,
        parcel.zone,
        peak_weeks.minute(day * DAY + slot * 3_600),
        peak_weeks.minute(day * DAY + (slot + 2) * 3_600),
        f"{low + draws.below((high - low) * 100) / 100:.2f}",
        "yes" if draws.chance(RESTRICTED_PERCENT) else "no",
        "" if door else f"n{draws.between(1, 620):03d}",
        scans[-1][0],
        "" if not door or first is None else ("no" if first[0] == "ATTEMPTED" else "yes"),
        peak_weeks.minute(scans[-1][1]) if ended else "",
    )
    return ",".join(cells) + "\n"


def band(percent: int) -> int:
    """The value band of a percentile."""
    for index, share in enumerate(VALUE_PERCENT):
        percent -= share
        if percent < 0:
            return index
    raise AssertionError("the percentages of the value bands add up to 100")
