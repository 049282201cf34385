"""Run a definition of first-attempt success on a calm week, a peak week and the incident's week."""

from __future__ import annotations

from typing import Any

from tpo.engines.event_log import Metric, Week, first_attempt, make_log

FIRST_DAY, LAST_DAY = 1, 7
WEEKS = ("calm", "peak", "incident")
PARCELS = 2_000


def week(kind: str, seed: int = 1) -> Week:
    """One of the three weeks; doors fail more often at the peak, second labels exist in the last.

    In the incident's week the day after the week is a bad one, so that a definition which dates
    a parcel by its booking counts failures of another week.
    """
    days = (1.0, 1.05, 1.0, 1.0, 1.15, 0.7, 0.9, 1.0)
    ends = (len(days) + 5) * 24.0
    if kind == "calm":
        return Week(PARCELS, days, ends, 0.885, seed=seed)
    if kind == "peak":
        return Week(PARCELS, days, ends, 0.82, (8,), 3.0, seed=seed + 1)
    return Week(PARCELS, days, ends, 0.78, (5, 8), 2.0, twins=150, twin_day=4, seed=seed + 2)


def run_metric(metric: Metric, seed: int = 1) -> dict[str, Any]:
    """Each week's reading beside the truth; shares from 0 to 1, ``off`` in the same unit."""
    seen: dict[str, Any] = {}
    for kind in WEEKS:
        log = make_log(week(kind, seed))
        value = first_attempt(log, metric, FIRST_DAY, LAST_DAY).value
        truth = first_attempt(log, Metric(), FIRST_DAY, LAST_DAY).value
        seen[kind], seen[f"true_{kind}"], seen[f"off_{kind}"] = value, truth, value - truth
    offs = [seen[f"off_{kind}"] for kind in WEEKS]
    log = make_log(week("peak", seed))
    day = first_attempt(log, metric, LAST_DAY, LAST_DAY).valid
    final = first_attempt(log, _open(metric), LAST_DAY, LAST_DAY).valid
    return {
        **seen,
        "worst": max(map(abs, offs)),
        "spread": max(offs) - min(offs),
        "unsettled": 1 - day / final if final else 0.0,
        "closes_h": metric.closes_after_h,
    }


def _open(metric: Metric) -> Metric:
    return Metric(metric.population, metric.counts, metric.labels, metric.returned, metric.dated_by)
