"""ab_reroute.csv.bz2: 24,000 recipients in a test of Second Perch, four weeks in Harbour.

12,060 see the old page and 11,940 the new one, an ordinary split. First-attempt success of door
parcels is 87.4 % with the old page and 1.2 points higher with the new one; contacts fall a little.
"""

from datetime import datetime, timedelta
from pathlib import Path

from sections.draws import Draws

HEAD = "recipient_id,variant,exposed_at,parcels,rerouted,first_attempt_ok,contacts,device,zone\n"
OLD, NEW = 12_060, 11_940
FIRST = datetime(2026, 4, 6)
PARCELS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
OK_IN_10000 = {"old": 8_740, "new": 8_860}
CONTACTS_IN_10000 = {"old": 720, "new": 660}
REROUTED_IN_100 = 9
ZONES = ("North", "South", "Docks")  # of Harbour


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    draws = Draws("ab_reroute")
    variants = draws.shuffled(["old"] * OLD + ["new"] * NEW)
    sizes = [draws.pick(PARCELS) for _ in variants]
    kept = {v: outcomes(draws, v, variants, sizes, OK_IN_10000[v]) for v in ("old", "new")}
    asked = {v: outcomes(draws, v, variants, sizes, CONTACTS_IN_10000[v]) for v in ("old", "new")}
    rows = []
    for number, (variant, parcels) in enumerate(zip(variants, sizes, strict=True), 1):
        at = FIRST + timedelta(minutes=draws.below(28 * 1_440))
        rerouted = (
            sum(draws.chance(REROUTED_IN_100) for _ in range(parcels)) if variant == "new" else 0
        )
        ok = sum(kept[variant].pop() for _ in range(parcels))
        contacts = sum(asked[variant].pop() for _ in range(parcels))
        cells = (
            f"u{number:05d}", variant, at.strftime("%Y-%m-%dT%H:%MZ"), parcels, rerouted, ok, contacts,
            draws.pick(("phone", "phone", "phone", "computer")), draws.pick(ZONES),
        )  # fmt: skip
        rows.append(",".join(map(str, cells)) + "\n")
    return (HEAD + "".join(rows)).encode()


def outcomes(
    draws: Draws, variant: str, variants: list[str], sizes: list[int], in_10000: int
) -> list[bool]:
    """One outcome for each parcel of a variant, with exactly this share (rounded) of yes."""
    parcels = sum(size for v, size in zip(variants, sizes, strict=True) if v == variant)
    yes = (parcels * in_10000 + 5_000) // 10_000
    return draws.shuffled([True] * yes + [False] * (parcels - yes))
