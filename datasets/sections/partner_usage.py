"""partner_usage.csv: who still calls version 1 of the Booking API, week by week.

42 partners, 12 weeks up to Sunday, 19 July 2026. A few large ones make most of the calls. Three are
batch jobs that call in one week of four; in the last week none of the three calls.
"""

from pathlib import Path

from sections.draws import Draws

WEEKS = 12
LARGEST = 150_000  # calls a week of the largest partner
MONTHLY = {28: 1, 34: 2, 39: 3}  # place by size → weeks modulo four in which it calls
FIRST = (
    *("Kettle", "Fern", "Copper", "Juniper", "Harbour", "Marble", "Willow"),
    *("Lantern", "Cobalt", "Thistle", "Amber", "Pebble", "Saffron", "Heron"),
)
SECOND = ("& Loom", "& Flask", "Books")


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    draws = Draws("partner_usage")
    names = [f"{first} {second}" for second in SECOND for first in FIRST]
    others = draws.shuffled(names[1:])
    sizes = draws.shuffled(list(range(1, len(names))))
    order = [(0, names[0]), *zip(sizes, others, strict=True)]  # Kettle & Loom is the largest
    lines = ["partner_id,partner,week,calls"]
    for number, (size, name) in enumerate(order, 1):
        usual = LARGEST * 10 // (10 + 11 * size)
        for week in range(1, WEEKS + 1):
            calls = usual * draws.between(88, 112) // 100
            if size in MONTHLY and week % 4 != MONTHLY[size]:
                calls = 0
            lines.append(f"P-{number:02d},{name},{week},{calls}")
    return ("\n".join(lines) + "\n").encode()
