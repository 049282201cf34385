"""nest_hours.csv.bz2: free compartments of all 620 Nests, hour by hour, on the three days of INC-0417.

A figure below zero means that more parcels were promised than there are compartments.
"""

from pathlib import Path

from sections.draws import Draws
from tpo import case

HEAD = "nest_id,hour,free_s,free_m,free_l\n"
DAYS = ("2025-11-27", "2025-11-28", "2025-11-29")
SIZES = (24, 16, 8)  # small, medium, large: 48 compartments
DROPPED = (9, 17)  # couriers fill the Nests between these hours
FILL_PERCENT = {"2025-11-27": 50, "2025-11-28": 62, "2025-11-29": 48}
# Share of the day's double bookings that exist at the end of an hour of the incident.
DOUBLE_PERCENT = {17: 9, 18: 38, 19: 66, 20: 91, 21: 100, 22: 71, 23: 40}
INCIDENT_DAY = DAYS[1]


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file: one row a Nest and hour."""
    draws = Draws("nest_hours")
    nests = int(case.company(root)["nests"])
    twice = double_bookings(
        draws, nests, int(case.incident("INC-0417", root).facts["double_booked_compartments"])
    )
    text = [HEAD]
    for nest in range(nests):
        busy = draws.between(70, 130)  # percent of an average Nest
        for day in DAYS:
            for hour in range(24):
                free = [
                    max(0, size - taken(size, busy, FILL_PERCENT[day], hour, draws))
                    for size in SIZES
                ]
                if day == INCIDENT_DAY and hour in DOUBLE_PERCENT:
                    over = share(twice[nest], DOUBLE_PERCENT[hour])
                    if over:
                        free[0] = -over
                cells = ",".join(map(str, free))
                text.append(f"n{nest + 1:03d},{day}T{hour:02d}Z,{cells}\n")
    return "".join(text).encode()


def taken(size: int, busy: int, fill_percent: int, hour: int, draws: Draws) -> int:
    """Compartments of one size in use: filled by day, emptied in the evening."""
    low, high = DROPPED
    stage = 40 if hour < low else 40 + 60 * (min(hour, high) - low) // (high - low)
    stage -= 8 * max(0, hour - high)
    return size * busy * fill_percent * stage // 1_000_000 + draws.below(3)


def double_bookings(draws: Draws, nests: int, total: int) -> list[int]:
    """How many compartments of each Nest were promised twice; together ``total``."""
    twice = [0] * nests
    for _ in range(total):
        twice[draws.below(nests)] += 1
    return twice


def share(count: int, percent: int) -> int:
    """A share of a count, rounded up."""
    return -(-count * percent // 100)
