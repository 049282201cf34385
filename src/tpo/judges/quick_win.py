"""Try a quick win in OutcomeSim: does it show beyond the noise within four weeks, and in what?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from tpo import case
from tpo.engines import outcomes

WINS = tuple(case.quick_wins())
METRICS = ("contacts_per_100", "first_attempt_percent", "app_opens", "sms_eur_per_month")
PAID = ("contacts_per_100", "first_attempt_percent", "sms_eur_per_month")  # what Ines pays for
FIGURE = {
    "contacts_per_100": "contacts",
    "first_attempt_percent": "first_attempt",
    "app_opens": "opens",
}
MOST_DAYS = 10  # person-days (curriculum)
FULL_WEEK = 7  # days between live and the reading, so that every weekday counts once
WITHIN = 28
NEAR = 0.05  # a baseline may be off by this share: people round
SERVICES = (*case.services(), "pingco", "geosure")
HOW = re.compile(
    r"\b(knows?|recomput\w*|comput\w*|calculat\w*|refresh\w*|cache[sd]?|every|when|whenever|until|"
    r"instead of|send[s]?|store[sd]?|keep[s]?|reads?|ask[s]?|expire\w*|after)\b",
    re.I,
)


def baseline(metric: str) -> float | None:
    """Today's value of a metric, as the case gives it; None where nobody has measured it."""
    facts = case.company()
    return {
        "contacts_per_100": facts["contacts_per_100_parcels"],
        "first_attempt_percent": 100 * facts["first_attempt_success_share"],
    }.get(metric)


def try_win(card: Mapping[str, Any], seeds: Sequence[int]) -> dict[str, Any]:
    """Run the chosen win in several months and read the chosen metric on the chosen day."""
    win = case.quick_wins()[card["win"]]
    metric, day = card["metric"], card["measure_day"]
    seen = [outcomes.readings(win, day, seed) for seed in seeds]
    figure = FIGURE.get(metric)
    good = -1 if metric == "contacts_per_100" else 1
    if figure is None:  # the bill for messages is exact, and pays only with the calls it causes
        shown = [win.sms_eur < 0 and outcomes.month_eur(win) > 1000] * len(seeds)
        effect = win.sms_eur
    else:
        shown = [r[figure].beyond and good * r[figure].effect > 0 for r in seen]
        effect = mean(r[figure].effect for r in seen)
    today = baseline(metric)
    return {
        "win": win.id,
        "title": win.title,
        "days": win.days,
        "said_days": card["days"],
        "live": win.live,
        "day": day,
        "metric": metric,
        "paid": metric in PAID,
        "shown": sum(shown) / len(shown),
        "effect": effect * (100 if metric == "first_attempt_percent" else 1),
        "contacts": mean(r["contacts"].effect for r in seen),
        "opens": 100 * mean(r["opens"].effect for r in seen),
        "month_eur": outcomes.month_eur(win),
        "small": max(win.days, card["days"]) <= MOST_DAYS,
        "after_live": day >= win.live + FULL_WEEK and day <= WITHIN,
        "too_early": day < win.live,
        "baseline": card["baseline"],
        "today": today,
        "baseline_ok": card["baseline"] is not None
        and today is not None
        and abs(card["baseline"] - today) <= NEAR * today,
        "decides": decides(card["decision"]),
        "service": win.service,
    }


def decides(text: str) -> bool:
    """Whether a line names a service and says what it does, and when or instead of what."""
    low = text.lower()
    names = any(re.search(rf"\b{re.escape(s.lower())}\b", low) for s in SERVICES)
    return names and bool(HOW.search(text)) and len(text.split()) >= 6
