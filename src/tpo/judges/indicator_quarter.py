"""Two indicators read on ninety days of which the last month holds INC-0417."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpo.engines.slo import Indicator, draw_days, rank_correlation, read
from tpo.engines.slo.indicators import CALM_TAIL, SLOW_TAIL, tail

CALM_MONTHS, BAD_MONTH = (0, 1), 2
INCIDENT_SHARE = 0.155  # of the day's bookings: 38,700 of 250,000

Row = Mapping[str, Any]


def assess(
    answer: Mapping[str, Row], seed: int, incident_share: float = INCIDENT_SHARE
) -> dict[str, Any]:
    """Read both indicators {"booking_success": …, "booking_speed": …} on drawn days."""
    days = draw_days(seed, incident_share=incident_share)
    readings = {name: read(indicator(row), days) for name, row in answer.items()}
    felt = {name: rank_correlation(r.trouble, days.contacts) for name, r in readings.items()}
    met = {
        name: [share >= answer[name]["target"] / 100 for share in r.good_share]
        for name, r in readings.items()
    }
    failures = (days.customers * (days.failed_inside + days.refused)).sum()
    refused = (days.customers * days.refused).sum()
    inside = any(row["measured_at"] == "booking" for row in answer.values())
    limits = [row["limit"] for row in answer.values() if row["good"] == "answered_in_time"]
    mistakes = days.mistakes.sum()
    worst = min(felt, key=lambda name: felt[name])
    blamed = [row for row in answer.values() if counts_mistakes(row)]
    return {
        "felt": felt[worst],
        "worst": worst.removeprefix("booking_"),
        "felt_success": felt["booking_success"],
        "felt_speed": felt["booking_speed"],
        "calm_met": sum(met[name][month] for name in met for month in CALM_MONTHS),
        "incident_missed": sum(not met[name][BAD_MONTH] for name in met),
        "months_met": min(sum(months) for months in met.values()),
        "target": max(row["target"] for row in answer.values()),
        "success_share": readings["booking_success"].good_share,
        "speed_share": readings["booking_speed"].good_share,
        "unseen": float(refused / failures) if inside else 0.0,
        "of_customers": min(r.of_customers for r in readings.values()),
        "mistakes": float(mistakes),
        "failures": float(failures),
        "counts_mistakes": len(blamed),
        "different": answer["booking_success"]["good"] != answer["booking_speed"]["good"],
        "timed": bool(limits),
        "patience": min((tail(SLOW_TAIL, limit or 0.0) for limit in limits), default=0.0),
        "calm_called_slow": max((tail(CALM_TAIL, limit or 0.0) for limit in limits), default=0.0),
    }


def indicator(row: Row) -> Indicator:
    """One row of the answer as an indicator."""
    return Indicator(row["good"], row["valid"], row["measured_at"], row["limit"])


def counts_mistakes(row: Row) -> bool:
    """Does a caller's own mistake count as bad here?"""
    return row["good"] == "no_error_at_all" and row["valid"] in (
        "every_request",
        "without_health_checks",
    )
