"""OutcomeSim: four weeks of Linnet's figures with one small change, and the noise around them.

Arrival model: an estimate of the arrival is off by a few minutes to hours. A message that names a
minute is changed whenever the estimate moves by more than ``STEP_MIN``; one that names a window only
when the parcel falls out of it. ``contacts_after_eta_change_share`` of today's contacts follow such
a change (curriculum). Very wide windows make people call to ask when. The spread and the price
of a wide window are the course's choice; nothing in the curriculum gives them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, sqrt
from statistics import mean

from tpo.case import QuickWin, company

SPREAD_MIN = 70.0  # standard deviation of the arrival around its estimate
STEP_MIN = 10.0  # a named minute is corrected when the estimate moves by more
VAGUE = 0.075  # contacts per 100 parcels and hour squared: people ask when
WINDOW_H = 2.0  # "between 14 and 16"

DAYS = 28  # days before, and days after the start of the work
NOISE = {"contacts": 0.35, "first_attempt": 0.006, "opens": 0.02}  # of one day
BEYOND = 2.0  # an effect counts when it is this many standard errors away from nothing
DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Reading:
    """One figure before and after: means, the effect, and its standard error."""

    before: float
    after: float
    error: float

    @property
    def effect(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def beyond(self) -> bool:
        """Whether the effect stands out from the noise."""
        return abs(self.effect) > BEYOND * self.error


def contacts(window_h: float) -> float:
    """Contacts per 100 parcels when the message names a window of this many hours (0: a minute)."""
    today = company()["contacts_per_100_parcels"]
    after_change = today * company()["contacts_after_eta_change_share"]
    share = _outside(max(window_h * 30, STEP_MIN)) / _outside(STEP_MIN)
    return today - after_change + after_change * share + VAGUE * window_h**2


def effect_on_contacts(win: QuickWin) -> float:
    """Effect of a quick win on contacts per 100 parcels, once it is live."""
    return contacts(WINDOW_H) - contacts(0) if win.contacts is None else win.contacts


def month_eur(win: QuickWin) -> float:
    """What a quick win saves in a month once it is live, in euros; negative: it costs."""
    facts = company()
    parcels = facts["parcels_per_day"] * DAYS_A_MONTH
    calls = -effect_on_contacts(win) / 100 * parcels * facts["contact_eur"]
    attempts = win.first_attempt * facts["door_share"] * parcels * facts["failed_attempt_eur"]
    return calls + attempts - win.sms_eur


def series(win: QuickWin, figure: str, seed: int) -> list[float]:
    """A figure on 28 days before the work starts and 28 days after, with noise.

    ``figure`` is "contacts" (per 100 parcels), "first_attempt" (share) or "opens" (index, 1 = today).
    """
    base = {
        "contacts": company()["contacts_per_100_parcels"],
        "first_attempt": company()["first_attempt_success_share"],
        "opens": 1.0,
    }[figure]
    effect = {
        "contacts": effect_on_contacts(win),
        "first_attempt": win.first_attempt,
        "opens": win.opens,
    }[figure]
    draws = random.Random(f"{seed} {figure}")
    return [
        base + (effect if day >= win.live else 0.0) + draws.gauss(0, NOISE[figure])
        for day in range(1 - DAYS, DAYS + 1)
    ]


def reading(win: QuickWin, figure: str, day: int, seed: int) -> Reading:
    """Compare the 28 days before with the days from live to ``day`` (at most 28)."""
    days = series(win, figure, seed)
    last = min(day, DAYS)
    before = days[:DAYS]
    after: Sequence[float] = days[DAYS + win.live - 1 : DAYS + last]
    if not after:  # read before it was live: what stands there is the old world
        after = days[DAYS : DAYS + last]
        return Reading(mean(before), mean(after) if after else mean(before), float("inf"))
    error = NOISE[figure] * sqrt(1 / len(before) + 1 / len(after))
    return Reading(mean(before), mean(after), error)


def readings(win: QuickWin, day: int, seed: int) -> Mapping[str, Reading]:
    """All three figures."""
    return {figure: reading(win, figure, day, seed) for figure in NOISE}


def _outside(minutes: float) -> float:
    """Share of parcels that come earlier or later than this."""
    return 1 - erf(minutes / SPREAD_MIN / sqrt(2))
