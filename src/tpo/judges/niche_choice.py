"""Score niches with evidence cards, and take each card away once to see whether the choice holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case

NICHES = tuple(case.niches())
NO_CARD = "none"
TENTATIVE, FINAL = "tentative", "final"
MANY = 3  # a card used for so many niches separates nothing


def choose(
    who: str,
    winner: str,
    status: str,
    rows: Sequence[Mapping[str, Any]],
    shift: Sequence[int] = (),
) -> dict[str, Any]:
    """What the scores say. A row has ``niche``, ``card`` ("none" without one) and ``points``.

    ``shift`` is what a second person gives more or less in each row; it counts only for whether the
    winner holds.
    """
    cards = {id: c for id, c in case.evidence_cards().items() if c.who == who}
    limits = [c for c in cards.values() if c.kind == "limit"]
    ranking = rank(rows)
    backed = [r for r in rows if _backed(r, cards)]
    used = [c for c in dict.fromkeys(r["card"] for r in rows) if c != NO_CARD]
    second = [
        {**row, "points": row["points"] + (shift[n] if n < len(shift) else 0)}
        for n, row in enumerate(rows)
    ]
    without = {card: rank([r for r in second if r["card"] != card]) for card in used}
    flips = [card for card, order in without.items() if order[:1] != [winner]]
    uses = Counter((r["card"]) for r in {(r["card"], r["niche"]): r for r in rows}.values())
    work = {n: sum(r["niche"] == n for r in backed) for n in NICHES}
    empty = [r for r in rows if r["card"] == NO_CARD]
    solid = rank([r for r in rows if r["card"] != NO_CARD])
    return {
        "who": who,
        "winner": winner,
        "ranking": ranking,
        "top_is_winner": bool(ranking) and ranking[0] == winner,
        "backed": len(backed) / len(rows),
        "unbacked": [r for r in rows if not _backed(r, cards)],
        "foreign": [r["card"] for r in rows if r["card"] != NO_CARD and r["card"] not in cards],
        "niches": len({r["niche"] for r in rows}),
        "empty": len(empty),
        "moved": next((n for n in NICHES if _place(ranking, n) != _place(solid, n)), None),
        "place_before": {n: _place(ranking, n) for n in NICHES},
        "place_after": {n: _place(solid, n) for n in NICHES},
        "for_all": [c for c, count in uses.items() if c != NO_CARD and count >= MANY],
        "winner_work": work[winner],
        "market": [
            r["card"] for r in rows if r["card"] in cards and cards[r["card"]].kind == "market"
        ],
        "limit": limits[0].text if limits else "",
        "breaks_limit": bool(limits) and case.niches()[winner].on_call,
        "flips": flips,
        "after_flip": (without[flips[0]] or ["nothing"])[0] if flips else winner,
        "honest": status == TENTATIVE or not flips,
        "status": status,
    }


def rank(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The niches by their points, the most first; a tie goes to the one named first."""
    points: Counter[str] = Counter()
    for row in rows:
        points[row["niche"]] += row["points"]
    return sorted(points, key=lambda n: (-points[n], [r["niche"] for r in rows].index(n)))


def _backed(row: Mapping[str, Any], cards: Mapping[str, case.EvidenceCard]) -> bool:
    card = cards.get(row["card"])
    return card is not None and card.kind == "work" and row["niche"] in card.fits


def _place(order: Sequence[str], niche: str) -> int:
    return order.index(niche) + 1 if niche in order else len(NICHES)
