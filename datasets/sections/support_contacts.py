"""support_contacts.csv.bz2: 20,000 contacts of 10 to 29 November 2025, about one in seven.

864 of them are about the 12,000 parcels of parcels.csv.bz2 (7.2 per 100); the others are about parcels
outside that sample. Address Friday has 4.3 times the contacts of an ordinary day, and 38 % of all
come after a change of the arrival time.
"""

from datetime import timedelta
from pathlib import Path

from sections import peak_weeks
from sections.draws import Draws

HEAD = "ts,parcel_id,topic,channel,minutes,after_eta_change\n"
ROWS, KNOWN, AFTER_ETA = 20_000, 864, 7_600
INCIDENT_TIMES = 43  # tenths of an ordinary day
TOPICS = (  # topic, percent after an ETA change, percent otherwise
    ("when_does_it_come", 62, 24),
    ("where_is_it_now", 24, 26),
    ("says_delivered", 4, 15),
    ("nobody_rang", 2, 17),
    ("nest_full", 3, 9),
    ("change_place", 5, 9),
)
CHANNELS = (("phone", 46), ("chat", 34), ("mail", 20))
HOURS = (0, 0, 0, 0, 0, 1, 2, 5, 8, 10, 10, 9, 8, 8, 8, 8, 9, 10, 10, 8, 5, 3, 1, 1)


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    draws = Draws("support_contacts")
    days = daily()
    hours = [hour for hour, weight in enumerate(HOURS) for _ in range(weight)]
    known = draws.shuffled(range(1, peak_weeks.LABELS + 1))[:KNOWN]
    kinds = draws.shuffled([True] * AFTER_ETA + [False] * (ROWS - AFTER_ETA))
    sample = set(draws.shuffled(range(ROWS))[:KNOWN])
    rows = []
    number = used = 0
    for day, count in enumerate(days):
        for _ in range(count):
            at = peak_weeks.FIRST + timedelta(
                days=day, hours=draws.pick(hours), minutes=draws.below(60), seconds=draws.below(60)
            )
            if number in sample:
                parcel = f"p{known[used]:05d}"
                used += 1
            else:
                parcel = f"p{draws.between(20_000, 99_999)}"
            after = kinds[number]
            topic = weighted(draws, tuple((t, a if after else o) for t, a, o in TOPICS))
            channel = weighted(draws, CHANNELS)
            minutes = draws.between(2, 7) + (draws.between(0, 9) if channel == "phone" else 0)
            stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            rows.append(
                f"{stamp},{parcel},{topic},{channel},{minutes},{'yes' if after else 'no'}\n"
            )
            number += 1
    return (HEAD + "".join(sorted(rows))).encode()


def daily() -> list[int]:
    """Contacts of each of the 20 days; the last day takes the rest."""
    ordinary = ROWS * 10 // (190 + INCIDENT_TIMES)
    days = [ordinary] * peak_weeks.DAYS
    days[peak_weeks.INCIDENT_DAY] = ordinary * INCIDENT_TIMES // 10
    days[-1] += ROWS - sum(days)
    return days


def weighted(draws: Draws, options: tuple[tuple[str, int], ...]) -> str:
    """One of the options, by its percent."""
    left = draws.below(100)
    for name, percent in options:
        left -= percent
        if left < 0:
            return name
    return options[-1][0]
