"""Judge a trade study: options, criteria, weights and scores (MS engineering playbook, ATAM).

A *score* says how good an option is in a criterion, from 0 to 10, with the range that its evidence
leaves open. *Weights* are shares that add up to 1. Nothing here knows what the options are.

The questions asked: is an option beaten everywhere (``dominated``)? Do two criteria say the same
(``alike``)? How often does each option lead when scores move in their ranges and weights by a fifth
(``confidence``)? At which weight of one criterion does the leader change (``tipping``)? How much
would be given up by another person's values (``regret``)? Which weights matter (``tornado``)?
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

BEST = 10.0
SPREAD = 0.2  # a weight may be a fifth smaller or larger
DRAWS = 2_000
CLOSE = 1e-9


@dataclass(frozen=True)
class Score:
    """A score with the range that is possible, 0 to 10."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high <= BEST:
            raise ValueError(
                f"Score: {self.low:g} ≤ {self.value:g} ≤ {self.high:g} must lie from 0 to 10."
            )


@dataclass(frozen=True)
class Study:
    """``weights``: {criterion: weight}, made shares of 1. ``scores``: {option: {criterion: Score}}."""

    weights: Mapping[str, float]
    scores: Mapping[str, Mapping[str, Score]]

    def __post_init__(self) -> None:
        if not self.weights or not self.scores:
            raise ValueError("Study: it needs at least one criterion and one option.")
        if any(not w >= 0 or math.isinf(w) for w in self.weights.values()):
            raise ValueError("Study: weights can't be negative.")
        if not sum(self.weights.values()) > 0:
            raise ValueError("Study: all weights are 0, so nothing counts.")
        for option, row in self.scores.items():
            if set(row) != set(self.weights):
                raise ValueError(f"Study: '{option}' needs a score for each criterion, no others.")

    @property
    def shares(self) -> dict[str, float]:
        """The weights as shares that add up to 1."""
        total = math.fsum(self.weights.values())
        return {name: weight / total for name, weight in self.weights.items()}


def totals(study: Study, weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """Weighted score of each option, 0 to 10. ``weights`` replaces the study's (shares of 1)."""
    shares = study.shares if weights is None else weights
    return {
        option: math.fsum(shares[name] * row[name].value for name in shares)
        for option, row in study.scores.items()
    }


def leaders(study: Study, weights: Mapping[str, float] | None = None) -> tuple[str, ...]:
    """The option with the highest total; several if they are exactly equal."""
    found = totals(study, weights)
    best = max(found.values())
    return tuple(name for name, total in found.items() if best - total <= CLOSE)


def dominated(study: Study) -> dict[str, str]:
    """{option: an option that is at least as good everywhere and better somewhere}."""
    found: dict[str, str] = {}
    for mine, row in study.scores.items():
        for other, theirs in study.scores.items():
            pairs = [(theirs[name].value, row[name].value) for name in study.weights]
            if all(a >= b for a, b in pairs) and any(a > b for a, b in pairs):
                found.setdefault(mine, other)
    return found


def alike(study: Study, least: float = 0.9) -> list[tuple[str, str, float]]:
    """Pairs of criteria whose scores over the options correlate by ``least`` or more (Pearson).

    Weightless criteria are left out. With few options a high value may be chance: it is a reason
    to ask whether two names mean one thing, no proof.
    """
    columns = {
        name: np.array([row[name].value for row in study.scores.values()])
        for name, share in study.shares.items()
        if share > 0
    }
    found = []
    for a, b in combinations(columns, 2):
        x, y = columns[a] - columns[a].mean(), columns[b] - columns[b].mean()
        size = math.sqrt(float((x * x).sum() * (y * y).sum()))
        r = float((x * y).sum()) / size if size > 0 else 0.0
        if r >= least:
            found.append((a, b, r))
    return sorted(found, key=lambda row: -row[2])


def confidence(
    study: Study, seed: int = 1, draws: int = DRAWS, spread: float = SPREAD
) -> dict[str, float]:
    """Share of futures in which each option leads.

    In each future every score is drawn from its range (triangular, the score itself is the
    likeliest) and every weight is up to ``spread`` smaller or larger. Legacy ``RandomState``,
    whose stream never changes.
    """
    random = np.random.RandomState(seed)
    shares = study.shares
    options = list(study.scores)
    weights = np.array(list(shares.values())) * random.uniform(
        1 - spread, 1 + spread, (draws, len(shares))
    )
    weights /= weights.sum(axis=1, keepdims=True)
    values = np.empty((draws, len(options)))
    for n, option in enumerate(options):
        row = [study.scores[option][name] for name in shares]
        drawn = np.stack([_drawn(random, score, draws) for score in row], axis=1)
        values[:, n] = (weights * drawn).sum(axis=1)
    best = values.argmax(axis=1)
    return {option: float((best == n).mean()) for n, option in enumerate(options)}


@dataclass(frozen=True)
class Tip:
    """At ``weight`` (a share) of ``criterion``, ``to`` overtakes; the other weights keep their ratios."""

    criterion: str
    weight: float
    to: str


def tipping(study: Study, criterion: str) -> Tip | None:
    """The weight of this criterion, nearest to today's, at which another option takes the lead."""
    shares = study.shares
    now = shares[criterion]
    rest = 1 - now
    leader = leaders(study)[0]
    others = {
        option: (
            math.fsum(shares[name] * row[name].value for name in shares if name != criterion) / rest
            if rest > CLOSE
            else 0.0
        )
        for option, row in study.scores.items()
    }
    found: list[Tip] = []
    mine = study.scores[leader][criterion].value
    for option, row in study.scores.items():
        gap, slope = others[leader] - others[option], mine - row[criterion].value
        # lead(t) = (1 - t) gap + t slope; it is 0 at t = gap / (gap - slope)
        if option == leader or abs(gap - slope) <= CLOSE:
            continue
        at = gap / (gap - slope)
        if -CLOSE <= at <= 1 + CLOSE and abs(at - now) > CLOSE:
            found.append(Tip(criterion, min(1.0, max(0.0, at)), option))
    if not found:
        return None
    return min(found, key=lambda tip: (abs(tip.weight - now), tip.to))


def tornado(study: Study) -> list[tuple[str, float, float]]:
    """(criterion, lead without it, lead at double weight), widest first.

    The lead is the leader's total minus that of the best other option; below 0 somebody else
    leads.
    """
    leader = leaders(study)[0]
    rows = []
    for name in study.weights:
        ends = []
        for factor in (0.0, 2.0):
            weights = {**study.weights, name: study.weights[name] * factor}
            total = math.fsum(weights.values())
            if total <= CLOSE:
                ends.append(0.0)
                continue
            found = totals(study, {k: w / total for k, w in weights.items()})
            others = [value for option, value in found.items() if option != leader]
            ends.append(found[leader] - max(others, default=0.0))
        rows.append((name, ends[0], ends[1]))
    return sorted(rows, key=lambda row: -abs(row[2] - row[1]))


def regret(
    study: Study, choice: str, weights: Mapping[str, float], seed: int = 1, draws: int = DRAWS
) -> float:
    """What the choice gives up by somebody else's weights, as a share of what could be won (0 to 1).

    Scores are drawn from their ranges; 0 means that nothing else is better on average, 1 that
    nothing is worse.
    """
    random = np.random.RandomState(seed)
    total = math.fsum(weights.values())
    worth = {
        option: math.fsum(
            weights[name] / total * float(_drawn(random, row[name], draws).mean())
            for name in weights
        )
        for option, row in study.scores.items()
    }
    best, worst = max(worth.values()), min(worth.values())
    return (best - worth[choice]) / (best - worst) if best > worst else 0.0


def anchored(value: float, worst: float, best: float) -> float:
    """A measured value on the scale from 0 (``worst`` or beyond) to 10 (``best`` or beyond)."""
    if worst == best:
        raise ValueError("The anchors worst and best must differ.")
    return BEST * min(1.0, max(0.0, (value - worst) / (best - worst)))


def _drawn(random: np.random.RandomState, score: Score, draws: int) -> np.ndarray:
    if score.high - score.low <= CLOSE:
        return np.full(draws, score.value)
    return random.triangular(score.low, score.value, score.high, draws)
